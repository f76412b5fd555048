// In the in-, door- and uitstroom matrix (<table data-flow>): the sums and the end of every form, while somebody types.
// The server computes them again when it saves; without this file the numbers come after saving.
"use strict";
(function () {
  function number(input) {
    var text = input ? input.value.trim() : "";
    return /^\d+$/.test(text) ? Number(text) : 0;
  }

  function row(table, form) { return table.querySelector('tr[data-form="' + form + '"]'); }
  function field(table, name) { return table.querySelector('input[name="' + name + '"]'); }

  function show(table) {
    var forms = Array.prototype.map.call(table.querySelectorAll("tr[data-form]"), function (line) { return line.dataset.form; });
    forms.forEach(function (form) {
      var line = row(table, form), into = 0, out = 0;
      forms.forEach(function (other) {
        if (other === form) return;
        into += number(field(table, "door-" + other + "_" + form));
        out += number(field(table, "door-" + form + "_" + other));
      });
      var typedBegin = field(table, "at_begin-" + form), came = field(table, "inflow-" + form), left = field(table, "outflow-" + form);
      var begin = typedBegin ? number(typedBegin) : Number(line.dataset.begin || 0);
      var isEmpty = !came.value.trim() && !left.value.trim() && !into && !out;
      line.querySelector("[data-in]").textContent = String(into);
      line.querySelector("[data-out]").textContent = String(out);
      line.querySelector("[data-end]").textContent = isEmpty ? "–" : String(begin + number(came) + into - out - number(left));
    });
  }

  document.addEventListener("input", function (event) {
    var table = event.target instanceof Element ? event.target.closest("table[data-flow]") : null;
    if (table) show(table);
  });
})();
