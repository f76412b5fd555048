// What one does at the minutes of a point: save now, and after a lost race (409) choose, with both texts in sight: mine, theirs, or both in one.
// And when another form of the page is sent while such a text is still on its way: that text first, then the form. What cannot be saved stops it.
"use strict";
(function () {
  var autosave = window.samenzicht.autosave;
  var SAID = { mijn: "Bezig…", die: "U hebt de andere tekst overgenomen.", samen: "Maak er één tekst van. Daarna wordt hij opgeslagen." };

  function happens(form, name) { form.dispatchEvent(new Event(name, { bubbles: true })); }
  function take(form, choice, version) {
    var area = form.querySelector("textarea"), theirs = form.querySelector(".theirs").textContent;
    form.querySelector('input[name="version"]').value = version;
    if (choice === "die") area.value = theirs;
    if (choice === "samen") area.value = (theirs + "\n\n" + area.value).trim();
    autosave.state(form, choice === "die" ? "" : "dirty");
    autosave.show(form, SAID[choice]);
    area.focus();
    if (choice !== "die") happens(form, choice === "mijn" ? "change" : "input");
  }
  document.addEventListener("click", function (event) {
    var pressed = event.target instanceof Element ? event.target.closest("form.minutes [data-neem]") : null;
    if (!pressed) return;
    var form = pressed.closest("form"), choice = pressed.dataset.neem;
    if (choice === "terug") { form.querySelector('input[name="version"]').value = pressed.value; return; } // sent as a form: the point comes back
    event.preventDefault();
    if (choice === "op") happens(form, "change"); else take(form, choice, pressed.value);
  });

  var WAIT_MS = 100, TIMES = 50;
  var released = new WeakSet();

  function unsaved(but) {
    return Array.prototype.filter.call(document.querySelectorAll("form.minutes[data-state]"), function (form) { return form !== but; });
  }
  function send(form, submitter) {
    released.add(form);
    form.requestSubmit(submitter);
    released.delete(form);
  }
  function wait(form, submitter, times) {
    var left = unsaved(form);
    if (!left.length) return send(form, submitter);
    var stuck = left.find(function (one) { return one.dataset.state === "refused" || one.dataset.state === "failed"; });
    if (!stuck && times > 0) { setTimeout(function () { wait(form, submitter, times - 1); }, WAIT_MS); return; }
    (stuck || left[0]).querySelector("textarea").focus();
    window.samenzicht.say("Nog niet verstuurd: uw tekst bij een punt is niet opgeslagen. Sla die eerst op.");
  }
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (released.has(form) || form.matches("[data-sign-out]") || !unsaved(form).length) return;
    event.preventDefault();
    event.stopPropagation(); // so that the page is not thought to be left
    unsaved(form).forEach(function (one) { if (one.dataset.state === "dirty") happens(one, "change"); });
    wait(form, event.submitter, TIMES);
  }, true);
})();
