// uPlot with the numbers of a chart, its days moved frame by frame (src/parts/zoom.rs).
function bench(uPlot, told) {
  var took = (window.took = { frames: [], done: false });
  var start = Date.parse(told.start) / 1000;
  var days = told.series[0].map(function (_, row) { return start + row * 86400; });
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
  var colours = ["#4477aa", "#ee6677", "#228833", "#ccbb44", "#66ccee", "#aa3377", "#bbbbbb", "#000000", "#ee7733", "#0077bb", "#33bbee", "#ee3377", "#cc3311"];
  var options = {
    width: told.size[0], height: told.size[1], legend: { show: false }, bands: bands,
    series: [{}].concat(lines.map(function (_, at) {
      return { stroke: colours[at], width: 1.5, points: { show: false }, fill: told.isStacked ? colours[at] : undefined };
    })),
  };
  var plot = new uPlot(options, [days].concat(lines), document.body), number = 0;
  var first = days[0], last = days[days.length - 1];
  requestAnimationFrame(function frame() {
    if (number === told.frames) { took.done = true; return; }
    number += 1;
    var part = 0.05 + 0.4 * Math.sin((number / told.frames) * Math.PI);
    var begin = performance.now();
    plot.batch(function () { plot.setScale("x", { min: first + part * (last - first), max: last }); });
    // It draws in a microtask, so this comes after it.
    queueMicrotask(function () {
      plot.ctx.getImageData(0, 0, 1, 1);
      took.frames.push(performance.now() - begin);
      requestAnimationFrame(frame);
    });
  });
}
