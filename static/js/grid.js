// In a <table data-grid>: ArrowUp, ArrowDown, Enter and Shift+Enter go to the same column of the row above or below.
// Tab, typing, and everything in a textarea or select stay as the browser does them.
"use strict";
(function () {
  var FIELDS = "input:not([type=hidden]):not([type=checkbox]):not([type=radio]):not([disabled])";

  function step(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return 0;
    if (event.key === "ArrowDown") return event.shiftKey ? 0 : 1;
    if (event.key === "ArrowUp") return event.shiftKey ? 0 : -1;
    if (event.key === "Enter") return event.shiftKey ? -1 : 1;
    return 0;
  }

  function neighbour(input, direction) {
    var cell = input.closest("td, th");
    var table = input.closest("table[data-grid]");
    var place = Array.prototype.indexOf.call(cell.querySelectorAll(FIELDS), input);
    var rows = Array.prototype.slice.call(table.tBodies).flatMap(function (body) { return Array.prototype.slice.call(body.rows); });
    for (var i = rows.indexOf(cell.parentElement) + direction; i >= 0 && i < rows.length; i += direction) {
      var other = rows[i].cells[cell.cellIndex];
      var found = other && !rows[i].hidden ? other.querySelectorAll(FIELDS)[place] : null;
      if (found) return found;
    }
    return null;
  }

  document.addEventListener("keydown", function (event) {
    var input = event.target;
    if (!(input instanceof HTMLInputElement) || !input.matches(FIELDS) || !input.closest("table[data-grid] td")) return;
    var direction = step(event);
    if (!direction) return;
    event.preventDefault();
    var next = neighbour(input, direction);
    if (next) {
      next.focus();
      next.select();
    } else if (event.key === "Enter") {
      input.blur(); // the last row: leave and come back, so that the value is saved
      input.focus();
    }
  });
})();
