// The quiet voice of the page: one sentence in the status region (#melding). At most one message per action.
// It then lies at the foot of the window, so that nothing on the page moves, and goes away after a while.
"use strict";
(function () {
  var SHOWN_MS = 15000;
  var timer = 0;

  function say(sentence) {
    var region = document.getElementById("melding");
    if (!region) return;
    var line = document.createElement("span");
    line.textContent = sentence;
    region.dataset.live = "";
    region.replaceChildren(line);
    clearTimeout(timer);
    timer = setTimeout(function () { region.replaceChildren(); }, SHOWN_MS);
  }
  window.samenzicht = { say: say };
})();
