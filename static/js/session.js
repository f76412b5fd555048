// Warns 5 minutes before the session ends by itself, and offers to stay. The time comes from <body data-idle-minutes>;
// every answer of the server to what a person did starts it anew.
"use strict";
(function () {
  var WARN_MINUTES = 5;
  var minutes = Number(document.body.dataset.idleMinutes);
  var box = document.querySelector("[data-session]");
  var timer = 0;
  if (!minutes || !box) return;

  function warn() {
    box.hidden = false;
    window.samenzicht.say("U wordt over " + WARN_MINUTES + " minuten afgemeld, omdat u niets doet. Kies 'Blijf aangemeld' om verder te gaan.");
  }

  function start() {
    clearTimeout(timer);
    box.hidden = true;
    timer = setTimeout(warn, Math.max(minutes - WARN_MINUTES, 0) * 60000);
  }

  document.addEventListener("htmx:afterRequest", function (event) {
    var code = event.detail.xhr.status;
    if (event.target.id === "nieuws") return; // the page asks this by itself, and it keeps no session alive
    if (code >= 200 && code < 400) start();
  });
  box.querySelector("[data-session-extend]").addEventListener("click", function () {
    fetch(location.href, { method: "HEAD", redirect: "manual", credentials: "same-origin" }).then(function (answer) {
      if (!answer.ok) throw new Error("signed out");
      start();
      window.samenzicht.say("U blijft aangemeld.");
    }).catch(function () {
      window.samenzicht.say("U bent afgemeld, of er is geen verbinding. Meld u opnieuw aan in een ander tabblad.");
    });
  });
  start();
})();
