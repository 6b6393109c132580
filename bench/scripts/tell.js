// What a page tells of its own time, for benchmarks (src/browser.rs).
(function () {
  var frame = requestAnimationFrame.bind(window);
  var bench = (window.bench = { live: null, painted: null, acted: null, long: [], isWatched: false, frames: [], memory: null });
  // A module's memory is no part of the heap that scripts have.
  ["instantiate", "instantiateStreaming"].forEach(function (name) {
    var make = WebAssembly[name];
    WebAssembly[name] = function () {
      return make.apply(this, arguments).then(function (made) {
        bench.memory = (made.instance || made).exports.memory || bench.memory;
        return made;
      });
    };
  });
  new PerformanceObserver(function (tasks) {
    tasks.getEntries().forEach(function (task) { bench.long.push(task.duration); });
  }).observe({ type: "longtask", buffered: true });
  // Calls back in the first frame in which a condition holds, and after that frame is painted.
  function once(condition, then, painted) {
    frame(function look() {
      if (!condition()) return frame(look);
      then();
      var channel = new MessageChannel();
      channel.port1.onmessage = painted;
      channel.port2.postMessage(0);
    });
  }
  function isLive() {
    var root = document.documentElement;
    return root && root.dataset.chartState === "ready" && !document.getElementById("before");
  }
  once(isLive, function () { bench.live = performance.now(); }, function () { bench.painted = performance.now(); });
  // When each canvas was drawn on last.
  var drawn = new WeakMap();
  ["clearRect", "fillRect", "fill", "stroke", "putImageData"].forEach(function (name) {
    var draw = CanvasRenderingContext2D.prototype[name];
    CanvasRenderingContext2D.prototype[name] = function () {
      drawn.set(this.canvas, performance.now());
      return draw.apply(this, arguments);
    };
  });
  // The outcome of an act is there when every chart in sight is drawn anew.
  bench.act = function (run) {
    var start = performance.now();
    function isDrawn() {
      var charts = [].filter.call(document.querySelectorAll(".canvas-host > canvas:first-child"), function (canvas) {
        var box = canvas.getBoundingClientRect();
        return box.width && box.top < innerHeight && box.bottom > 0;
      });
      return isLive() && charts.every(function (canvas) { return drawn.get(canvas) > start; });
    }
    run();
    once(isDrawn, function () {}, function () { bench.acted = performance.now() - start; });
  };
  // The app's work of a frame: what it does when the browser calls it for one, and until its pixels are there.
  function after(microtasks, run) {
    queueMicrotask(function () { if (microtasks) after(microtasks - 1, run); else run(); });
  }
  var last = null;
  window.requestAnimationFrame = function (call) {
    return frame(function (time) {
      if (!bench.isWatched) return call(time);
      var start = performance.now();
      call(time);
      // Its effects run in microtasks, each of which may begin another.
      after(20, function () {
        document.querySelectorAll("canvas").forEach(function (canvas) {
          if (canvas.width) canvas.getContext("2d").getImageData(0, 0, 1, 1);
        });
        var took = performance.now() - start;
        if (time === last) bench.frames[bench.frames.length - 1] += took; else bench.frames.push(took);
        last = time;
      });
    });
  };
})();
