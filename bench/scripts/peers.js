// Libraries of others with the numbers of a chart, its days moved frame by frame (src/parts/zoom.rs). Each is set up as its manual advises
// for many points: without animations and without marks at the points.
var colours = ["#4477aa", "#ee6677", "#228833", "#ccbb44", "#66ccee", "#aa3377", "#bbbbbb", "#000000", "#ee7733", "#0077bb", "#33bbee", "#ee3377", "#cc3311"];

// Makes a plot in a box of the page. What comes back draws the days from one to another, as fractions of all, and ends with its pixels.
var peers = {
  uPlot: function (uPlot, told, days, box) {
    var lines = told.series, bands = [];
    if (told.isStacked) {
      // As uPlot's own example of stacked series does it: sums, and a band between neighbours.
      var sum = days.map(function () { return 0; });
      lines = lines.map(function (line) {
        sum = sum.map(function (below, row) { return below + (line[row] || 0); });
        return sum;
      });
      bands = lines.slice(1).map(function (_, at) { return { series: [at + 2, at + 1] }; });
    }
    var options = {
      width: told.size[0], height: told.size[1], legend: { show: false }, bands: bands,
      series: [{}].concat(lines.map(function (_, at) {
        return { stroke: colours[at], width: 1.5, points: { show: false }, fill: told.isStacked ? colours[at] : undefined };
      })),
    };
    var seconds = days.map(function (day) { return day / 1000; });
    var plot = new uPlot(options, [seconds].concat(lines), box);
    return function (first, last) {
      plot.batch(function () { plot.setScale("x", { min: first / 1000, max: last / 1000 }); });
      // It draws in a microtask, so this comes after it.
      return Promise.resolve().then(function () { plot.ctx.getImageData(0, 0, 1, 1); });
    };
  },

  ECharts: function (echarts, told, days, box) {
    var chart = echarts.init(box);
    chart.setOption({
      animation: false, xAxis: { type: "time" }, yAxis: {}, dataZoom: [{ type: "inside" }],
      series: told.series.map(function (line, at) {
        return {
          type: "line", showSymbol: false, color: colours[at], stack: told.isStacked ? "all" : undefined,
          areaStyle: told.isStacked ? {} : undefined, data: line.map(function (value, row) { return [days[row], value]; }),
        };
      }),
    });
    return function (first, last) {
      chart.dispatchAction({ type: "dataZoom", startValue: first, endValue: last });
      chart.getZr().flush();
      box.querySelector("canvas").getContext("2d").getImageData(0, 0, 1, 1);
    };
  },

  "Chart.js": function (Chart, told, days, box) {
    var canvas = box.appendChild(document.createElement("canvas"));
    var chart = new Chart(canvas, {
      type: "line",
      data: {
        datasets: told.series.map(function (line, at) {
          return {
            data: line.map(function (value, row) { return { x: days[row], y: value }; }), borderColor: colours[at],
            backgroundColor: colours[at], borderWidth: 1.5, fill: told.isStacked ? (at ? "-1" : "origin") : false,
          };
        }),
      },
      options: {
        animation: false, parsing: false, normalized: true, maintainAspectRatio: false, elements: { point: { radius: 0 } },
        scales: { x: { type: "linear" }, y: { stacked: told.isStacked } },
        // It thins out each series by itself, so that stacked ones would no longer fit.
        plugins: { legend: { display: false }, decimation: { enabled: !told.isStacked, algorithm: "min-max" } },
      },
    });
    return function (first, last) {
      Object.assign(chart.options.scales.x, { min: first, max: last });
      chart.update("none");
      chart.ctx.getImageData(0, 0, 1, 1);
    };
  },

  // It draws SVG, whose pixels cannot be read back: the time that they take is not in its frames, only that of their layout.
  Highcharts: function (Highcharts, told, days, box) {
    var chart = Highcharts.chart(box, {
      chart: { type: told.isStacked ? "area" : "line", animation: false }, title: { text: "" }, legend: { enabled: false },
      xAxis: { type: "datetime" },
      plotOptions: { series: { animation: false, turboThreshold: 0, marker: { enabled: false }, stacking: told.isStacked ? "normal" : undefined } },
      series: told.series.map(function (line, at) {
        return { color: colours[at], data: line.map(function (value, row) { return [days[row], value]; }) };
      }),
    });
    return function (first, last) {
      chart.xAxis[0].setExtremes(first, last, true, false);
      box.getBoundingClientRect();
    };
  },
};

// `window.took` tells the milliseconds of each frame.
function bench(name, library, told) {
  var took = (window.took = { frames: [], done: false });
  var start = Date.parse(told.start);
  var days = told.series[0].map(function (_, row) { return start + row * 86400000; });
  var box = document.body.appendChild(document.createElement("div"));
  box.style.cssText = "width:" + told.size[0] + "px;height:" + told.size[1] + "px";
  var draw = peers[name](library, told, days, box);
  var first = days[0], last = days[days.length - 1], number = 0;
  // Some take a second for a frame: as many of those as come in this time tell enough.
  var end = performance.now() + 15000;
  requestAnimationFrame(function frame() {
    if (number === told.frames || performance.now() > end) { took.done = true; return; }
    number += 1;
    var part = 0.05 + 0.4 * Math.sin((number / told.frames) * Math.PI);
    var begin = performance.now();
    Promise.resolve(draw(first + part * (last - first), last)).then(function () {
      took.frames.push(performance.now() - begin);
      requestAnimationFrame(frame);
    });
  });
}
