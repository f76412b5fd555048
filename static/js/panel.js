// The panel beside the grid. A link with data-panel opens its page in <dialog id="paneel">, and so does Ctrl+Enter in its row.
// Esc or "Sluit" closes it and gives the focus back. A remark that was typed but not placed is still there when it opens again.
"use strict";
(function () {
  var panel = document.getElementById("paneel");
  if (!panel) return;
  var place = panel.querySelector("[data-panel-content]");
  var drafts = {};
  var href = "";
  var back = null;

  function remark() { return place.querySelector("textarea[name=text]"); }

  function say(sentence) {
    var title = document.createElement("h2");
    title.id = "paneel-titel";
    title.textContent = sentence;
    place.replaceChildren(title);
  }

  function load() {
    htmx.ajax("GET", href, { source: place, target: place }).then(function () {
      if (!panel.open) return;
      var field = remark();
      if (field && drafts[href]) field.value = drafts[href];
      var title = document.getElementById("paneel-titel");
      if (!title.hasAttribute("tabindex")) say("Dit lukt nu niet. Sluit dit en probeer het nog eens.");
      else title.focus();
    });
  }

  function open(link, from) {
    var row = from.closest("[data-cell]");
    href = link.getAttribute("href");
    back = from;
    say("Bezig…");
    panel.showModal(); // this leaves the field that somebody typed in, so that it is saved first
    if (!row || row.dataset.state !== "sending") return load();
    row.addEventListener("htmx:afterRequest", load, { once: true });
  }

  document.addEventListener("click", function (event) {
    var link = event.target instanceof Element ? event.target.closest("a[data-panel]") : null;
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    open(link, link);
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    var row = event.target instanceof Element ? event.target.closest("[data-cell]") : null;
    var link = row && row.querySelector("a[data-panel]");
    if (!link) return;
    event.preventDefault();
    open(link, event.target);
  });
  place.addEventListener("input", function (event) { if (event.target === remark()) drafts[href] = event.target.value; });
  panel.addEventListener("submit", function () { delete drafts[href]; });
  panel.querySelector("[data-panel-close]").addEventListener("click", function () { panel.close(); });
  panel.addEventListener("close", function () { if (back && back.isConnected) back.focus(); }); // may come after it was opened again
})();
