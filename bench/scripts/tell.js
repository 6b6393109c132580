// What a page tells of its own time, for benchmarks (src/browser.rs).
(function () {
  var frame = requestAnimationFrame.bind(window);
  var bench = (window.bench = { live: null, painted: null, acted: null, long: [], isWatched: false, frames: [] });
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
  bench.act = function (run, condition) {
    var start = performance.now();
    run();
    once(condition, function () {}, function () { bench.acted = performance.now() - start; });
  };
  // The app's work of a frame: what it does when the browser calls it for one, and until its pixels are there.
  var last = null;
  window.requestAnimationFrame = function (call) {
    return frame(function (time) {
      if (!bench.isWatched) return call(time);
      var start = performance.now();
      call(time);
      document.querySelectorAll("canvas").forEach(function (canvas) {
        if (canvas.width) canvas.getContext("2d").getImageData(0, 0, 1, 1);
      });
      var took = performance.now() - start;
      if (time === last) bench.frames[bench.frames.length - 1] += took; else bench.frames.push(took);
      last = time;
    });
  };
})();
