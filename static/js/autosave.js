// Saves a row (<tr data-cell>, or a form with data-cell) when a field in it changes. data-cell="verslag" names what is saved ("cijfer").
// htmx sends it; this file keeps the row's version and its state, says so in the row's .cell-status, and never touches what somebody is typing.
// States (data-state): none, "dirty" (typed), "sending", "failed" (try again), "refused" (422 or 409: the answer says why).
"use strict";
(function () {
  var ROW = "[data-cell]";
  var SHOW_AFTER_MS = 300;
  var typed = new WeakSet(); // rows in which somebody typed since the last request left
  var troubled = new WeakSet(); // rows whose last save failed or was refused
  var timers = new WeakMap();
  var leaving = false;
  var before = "";

  function rowOf(target) { return target instanceof Element ? target.closest(ROW) : null; }
  function statusOf(row) { return row.querySelector(".cell-status"); }
  function nameOf(row) { return row.dataset.cell || "cijfer"; }
  function controlsOf(row) { return row.querySelectorAll("input[name], select[name], textarea[name]"); }
  function versionOf(row) { return row.querySelector('input[name="version"], input[data-version]'); }
  function state(row, name) { if (name) row.dataset.state = name; else delete row.dataset.state; }

  function show(row, sentence, retryLabel) {
    var place = statusOf(row);
    if (!place) return;
    var line = document.createElement("span");
    line.textContent = sentence;
    place.replaceChildren(line);
    if (!retryLabel) return;
    var button = document.createElement("button");
    button.type = "button";
    button.className = "button second small";
    button.dataset.retry = "";
    button.textContent = retryLabel;
    place.append(button);
  }

  function pairs(row) {
    return Array.prototype.filter.call(controlsOf(row), function (control) {
      return !control.disabled && control.name !== "csrf_token" && (!/^(checkbox|radio)$/.test(control.type) || control.checked);
    }).map(function (control) { return [control.name, control.value]; });
  }
  document.addEventListener("input", function (event) {
    var row = rowOf(event.target);
    if (!row) return;
    typed.add(row);
    if (!row.dataset.state) state(row, "dirty");
  });
  document.addEventListener("focusin", function (event) { if (rowOf(event.target)) before = event.target.value; });
  document.addEventListener("focusout", function (event) {
    var row = rowOf(event.target);
    if (row && row.dataset.state === "dirty" && event.target.value === before) state(row, "");
  });
  document.addEventListener("click", function (event) { // "try again"; or "keep theirs": this row is given up, so only other unsaved rows warn
    var pressed = event.target instanceof Element ? event.target.closest("[data-retry], [data-reload]") : null;
    var row = pressed && rowOf(pressed);
    if (row && pressed.matches("[data-retry]")) row.dispatchEvent(new Event("change", { bubbles: true }));
    else if (row) state(row, "");
  });

  document.addEventListener("htmx:configRequest", function (event) {
    var row = event.target;
    if (!row.matches(ROW)) return;
    var data = event.detail.formData; // only this row's own fields, whatever form stands around the table
    Array.from(data.keys()).forEach(function (name) { data.delete(name); });
    pairs(row).forEach(function (pair) { data.append(pair[0], pair[1]); });
  });
  document.addEventListener("htmx:beforeSend", function (event) {
    var row = event.target;
    if (!row.matches(ROW)) return;
    typed.delete(row);
    state(row, "sending");
    row.setAttribute("aria-busy", "true");
    clearTimeout(timers.get(row));
    timers.set(row, setTimeout(function () { if (row.dataset.state === "sending") show(row, "Bezig…"); }, SHOW_AFTER_MS));
  });
  document.addEventListener("htmx:beforeOnLoad", function (event) {
    var row = event.target;
    if (!row.matches(ROW)) return;
    var version = event.detail.xhr.getResponseHeader("X-Version");
    if (version && versionOf(row)) versionOf(row).value = version;
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    var row = event.target;
    if (!row.matches(ROW)) return;
    clearTimeout(timers.get(row));
    row.removeAttribute("aria-busy");
    var code = event.detail.xhr.status;
    if (code >= 200 && code < 300) {
      if (troubled.delete(row)) window.samenzicht.say("Het " + nameOf(row) + " is nu opgeslagen.");
      return state(row, typed.has(row) ? "dirty" : "");
    }
    troubled.add(row);
    if (code === 422 || code === 409) {
      window.samenzicht.say("Niet opgeslagen. Lees de uitleg bij het " + nameOf(row) + ".");
      return state(row, "refused");
    }
    state(row, "failed");
    if (code === 401) return;
    show(row, "Niet opgeslagen", "Probeer opnieuw");
    window.samenzicht.say("Het " + nameOf(row) + " is niet opgeslagen. Het staat er nog. Probeer het opnieuw.");
  });
  document.addEventListener("submit", function (event) { if (!event.defaultPrevented) leaving = true; });
  window.addEventListener("pageshow", function () { leaving = false; });
  window.addEventListener("beforeunload", function (event) {
    if (!leaving && document.querySelector(ROW + "[data-state]")) event.preventDefault();
  });

  function isChanged(control) {
    if (!control.options) return control.type !== "hidden" && control.value !== control.defaultValue;
    return !(control.querySelector("option[selected]") || control.options[0]).selected;
  }
  window.addEventListener("load", function () { // what somebody typed and left before this file was there
    document.querySelectorAll(ROW).forEach(function (row) {
      if (row.dataset.state || row.contains(document.activeElement) || !Array.prototype.some.call(controlsOf(row), isChanged)) return;
      row.dispatchEvent(new Event("change", { bubbles: true }));
    });
  });

  window.samenzicht.autosave = { pairs: pairs, controls: controlsOf, show: show, state: state, leave: function () { leaving = true; } };
})();
