// "=" in a field of the grid is "as last quarter": the server takes the signed cell over, and once it has, it is shown here.
// Only a field that still holds the "=" itself is filled, and with the teller its empty or proposed neighbours: nothing typed is lost.
"use strict";
(function () {
  function holds(field) { return field !== null && field.value.trim() === "="; }
  function fill(field) { if (field && field.dataset.before !== undefined) field.value = field.dataset.before; }

  document.addEventListener("input", function (event) { // a number was typed: what stands there is no proposal any more, even if it is the same
    var row = event.target.matches("input[name^=numerator], input[name^=denominator]") ? event.target.closest("tr[data-cell]") : null;
    var proposed = row && row.querySelector("input[name^=proposed]");
    if (proposed) proposed.remove();
    if (row) event.target.classList.remove("is-proposed");
  });

  document.addEventListener("htmx:afterRequest", function (event) {
    var row = event.target, status = event.detail.xhr.status;
    if (!row.matches("tr[data-cell]") || status < 200 || status >= 300) return;
    var first = row.querySelector("input[name^=numerator]"), words = row.querySelector("textarea[name^=explanation]");
    if (holds(first)) {
      fill(first);
      fill(row.querySelector("input[name^=denominator]"));
      if (!words.value.trim()) fill(words);
    }
    if (holds(words)) fill(words);
  });
})();
