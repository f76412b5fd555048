// "=" in a field of the grid is "as last quarter": the server takes the signed figures, and once it has, they are shown here.
// Only a field that still holds the "=" itself is filled: nothing that somebody typed meanwhile is touched.
"use strict";
(function () {
  document.addEventListener("htmx:afterRequest", function (event) {
    var row = event.target, status = event.detail.xhr.status;
    if (!row.matches("tr[data-cell]") || status < 200 || status >= 300) return;
    var first = row.querySelector("input[name^=numerator]"), second = row.querySelector("input[name^=denominator]");
    if (first && first.value.trim() === "=" && second && second.dataset.before !== undefined) second.value = second.dataset.before;
    row.querySelectorAll("[data-before]").forEach(function (field) {
      if (field.value.trim() === "=") field.value = field.dataset.before;
    });
  });
})();
