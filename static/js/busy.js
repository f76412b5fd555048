// A form that takes seconds says so and cannot be sent twice: <form data-busy="Bezig met toetsen…">. Without scripts the browser shows that it waits.
"use strict";
(function () {
  document.addEventListener("submit", function (event) {
    var form = event.target, words = form.dataset.busy;
    if (!words || event.defaultPrevented) return;
    if (form.hasAttribute("aria-busy")) { event.preventDefault(); return; }
    form.setAttribute("aria-busy", "true");
    window.samenzicht.say(words);
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-busy]").forEach(function (form) { form.removeAttribute("aria-busy"); });
  });
})();
