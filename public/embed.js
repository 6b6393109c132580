// For pages that embed charts: each frame of this site gets the height that its chart wants. Put it once anywhere.
(function () {
  var origin = new URL(document.currentScript.src).origin;
  addEventListener("message", function (event) {
    var data = event.data;
    if (event.origin !== origin || !data || data.type !== "rssac002:height" || data.version !== 1) return;
    var height = Math.round(Number(data.height));
    if (!isFinite(height)) return;
    document.querySelectorAll("iframe").forEach(function (frame) {
      if (frame.contentWindow === event.source) {
        frame.style.height = Math.min(Math.max(height, 160), 6000) + "px";
      }
    });
  });
  // Frames that were there before this script told their heights to nobody.
  document.querySelectorAll("iframe").forEach(function (frame) {
    if (frame.src.indexOf(origin + "/embed/") === 0) frame.contentWindow.postMessage({ type: "rssac002:ask", version: 1 }, "*");
  });
})();
