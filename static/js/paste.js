// A column from a spreadsheet: several lines (and tabs: teller, noemer) pasted into a number of the grid fill the rows downwards.
// Every row is saved by autosave.js, so that the server looks at each. What was pasted over is told, and can be put back.
"use strict";
(function () {
  var COLUMNS = ["numerator-", "denominator-"];
  var box = document.querySelector("[data-paste-report]");
  if (!box) return;
  var undo = box.querySelector("button");
  var pasted = []; // {row, field, was, now}
  var waiting = new Set();
  var told = null;

  function columnOf(field) {
    return field.name ? COLUMNS.findIndex(function (prefix) { return field.name.startsWith(prefix); }) : -1;
  }

  function rowsFrom(row) {
    var rows = Array.from(row.closest("tbody").querySelectorAll("tr[data-cell]")).filter(function (one) { return !one.hidden; });
    return rows.slice(rows.indexOf(row));
  }

  function mark(row, origin) {
    var field = row.querySelector("[data-origin]");
    if (field) field.remove();
    if (!origin) return;
    field = document.createElement("input");
    field.type = "hidden";
    field.dataset.origin = "";
    field.name = "origin-" + row.id.replace("cel-", "");
    field.value = origin;
    row.cells[0].append(field);
  }

  function put(changes, origin) {
    var rows = new Set(changes.map(function (one) { return one.row; }));
    changes.forEach(function (one) {
      one.field.value = one.now;
      one.field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    waiting = new Set(rows);
    rows.forEach(function (row) {
      mark(row, origin);
      row.dispatchEvent(new Event("change", { bubbles: true }));
    });
    if (!rows.size) report();
  }

  function figures(count, rest) { return count + (count === 1 ? " cijfer " : " cijfers ") + rest; }

  function report() {
    var refused = pasted.filter(function (one) { return one.row.dataset.state === "refused" || one.row.dataset.state === "failed"; }).length;
    var over = pasted.filter(function (one) { return one.was; }).length;
    var said = told.isUndo ? [figures(pasted.length, "teruggezet.")] : [figures(pasted.length - refused, "geplakt en opgeslagen.")];
    if (refused) said.push(figures(refused, "niet opgeslagen: lees de uitleg in die rij."));
    if (told.skipped) said.push(figures(told.skipped, "overgeslagen: daar is geen veld voor."));
    if (over && !told.isUndo) said.push("Er stond al iets in " + figures(over, "").trim() + "; dat is vervangen.");
    box.firstElementChild.textContent = said.join(" ");
    undo.hidden = told.isUndo || !pasted.length;
    box.hidden = false;
    window.samenzicht.say(said.join(" "));
  }

  document.addEventListener("paste", function (event) {
    var field = event.target;
    var row = field instanceof HTMLInputElement ? field.closest("table[data-grid] tr[data-cell]") : null;
    var text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n+$/, "");
    if (!row || columnOf(field) < 0 || !/[\n\t]/.test(text)) return;
    event.preventDefault();
    var rows = rowsFrom(row);
    pasted = [];
    told = { skipped: 0, isUndo: false };
    text.split("\n").forEach(function (line, down) {
      line.split("\t").forEach(function (value, right) {
        var here = rows[down] && rows[down].querySelector('input[name^="' + (COLUMNS[columnOf(field) + right] || "none-") + '"]');
        var now = value.trim();
        if (!now) return; // an empty cell says nothing about this figure
        if (!here || here.readOnly) told.skipped += 1;
        else if (here.value !== now) pasted.push({ row: rows[down], field: here, was: here.value, now: now });
      });
    });
    put(pasted, "geplakt");
  });

  document.addEventListener("input", function (event) { // typed over by hand: no longer pasted
    if (event.isTrusted && event.target.closest && event.target.closest("tr[data-cell]")) mark(event.target.closest("tr[data-cell]"), "");
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    if (!waiting.has(event.target)) return;
    setTimeout(function (row) { // after autosave.js has looked at the answer
      if (row.dataset.state !== "refused" && row.dataset.state !== "failed") mark(row, "");
      if (waiting.delete(row) && !waiting.size) report();
    }, 0, event.target);
  });
  undo.addEventListener("click", function () {
    pasted = pasted.filter(function (one) { return one.field.value === one.now; }).map(function (one) {
      return { row: one.row, field: one.field, was: one.now, now: one.was };
    });
    told = { skipped: 0, isUndo: true };
    put(pasted, "");
  });
})();
