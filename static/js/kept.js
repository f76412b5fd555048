// The session ended while somebody typed: the server answers 401 with HX-Redirect. What stood unsaved in the rows is kept in
// this tab (sessionStorage) and put back after sign-in, on the same page, for the same person only, with the old version:
// if a colleague changed the row meanwhile, saving it again gives both texts instead of a silent loss.
"use strict";
(function () {
  var PREFIX = "samenzicht:";
  var autosave = window.samenzicht.autosave;

  function person() { return document.body.dataset.person || ""; }

  function keep() {
    var rows = {};
    document.querySelectorAll("[data-cell][data-state]").forEach(function (row) {
      if (row.id) rows[row.id] = autosave.pairs(row);
    });
    sessionStorage.setItem(PREFIX + location.pathname, JSON.stringify({ person: person(), rows: rows }));
  }

  function putBack(row, pairs) {
    autosave.controls(row).forEach(function (control) {
      var values = pairs.filter(function (pair) { return pair[0] === control.name; }).map(function (pair) { return pair[1]; });
      if (/^(checkbox|radio)$/.test(control.type)) control.checked = values.indexOf(control.value) >= 0;
      else if (values.length) control.value = values[0];
    });
    autosave.state(row, "dirty");
    autosave.show(row, "Nog niet opgeslagen", "Sla op");
  }

  function restore() {
    var key = PREFIX + location.pathname;
    var text = sessionStorage.getItem(key);
    if (!text || !person()) return;
    sessionStorage.removeItem(key);
    var kept = JSON.parse(text);
    if (kept.person !== person()) return;
    var count = 0;
    Object.keys(kept.rows).forEach(function (id) {
      var row = document.getElementById(id);
      if (row) { putBack(row, kept.rows[id]); count += 1; }
    });
    if (count) window.samenzicht.say("Wat u had getypt, staat er weer. Het is nog niet opgeslagen.");
  }

  document.addEventListener("htmx:beforeOnLoad", function (event) {
    if (event.detail.xhr.status !== 401 || !event.target.matches("[data-cell]")) return;
    autosave.state(event.target, "failed");
    keep();
    autosave.leave();
  });
  document.addEventListener("submit", function (event) {
    if (!event.target.matches("[data-sign-out]")) return;
    Object.keys(sessionStorage).forEach(function (key) { if (key.startsWith(PREFIX)) sessionStorage.removeItem(key); });
  });
  restore();
})();
