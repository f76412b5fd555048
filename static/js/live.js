// The conversation while people sit at the table: asks for news (#nieuws) and says what this screen shows already (data-heeft) and where
// somebody is, so that no answer ever touches what is being typed. Backs off when nobody answers, and goes on by itself afterwards.
// "Karin schrijft hier" begins with typing and ends with leaving.
"use strict";
(function () {
  var EVERY_MS = 3000, LONGEST_MS = 30000, CLAIM_AGAIN_MS = 20000;
  var box = document.getElementById("nieuws");
  var line = document.getElementById("verbinding"), autosave = window.samenzicht.autosave;
  var typed = new WeakSet(); // parts and forms, other than minutes, in which somebody typed
  var unsent = new Set(); // forms whose save nobody answered
  var typedElsewhere = false, cursor = "", misses = 0, notBefore = 0, heldBack = false, stopped = false, claimed = null, claimedAt = 0;
  if (!box) return;

  function minutesOf(target) { return target instanceof Element ? target.closest("form.minutes") : null; }
  function numberOf(form) { return form.id.replace("punt-", ""); }
  function holdsFocus(part) { return document.activeElement !== document.body && part.contains(document.activeElement); }
  function inUse(part) { return holdsFocus(part) || typed.has(part) || part.matches("[data-state]") || Boolean(part.querySelector("[data-state]")); }

  function tell(sentence, href) {
    line.replaceChildren(sentence + " ");
    line.hidden = !sentence;
    if (!href) return;
    var link = document.createElement("a");
    link.href = href;
    link.textContent = "Meld u opnieuw aan";
    line.append(link);
  }
  function askNow() {
    notBefore = 0;
    if (!stopped && !document.hidden) window.htmx.trigger(box, "nu");
  }

  document.addEventListener("htmx:configRequest", function (event) {
    if (event.target !== box) return;
    if (stopped || document.hidden || Date.now() < notBefore) return event.preventDefault();
    var busy = typedElsewhere || (holdsFocus(document.getElementById("inhoud")) && !minutesOf(document.activeElement)) ? ["*"] : [];
    document.querySelectorAll("form.minutes").forEach(function (form) { if (inUse(form)) busy.push(numberOf(form)); });
    var shown = Array.prototype.map.call(document.querySelectorAll("[data-heeft]"), function (part) {
      var version = part.querySelector('form.minutes > input[name="version"]');
      return part.dataset.heeft + ":" + (part.matches("form.minutes") ? version.value + "w" : part.dataset.mark);
    });
    heldBack = false;
    Object.assign(event.detail.parameters, { na: cursor, heeft: shown.join(","), in: busy.join(",") });
  });
  document.addEventListener("htmx:oobBeforeSwap", function (event) { // what came while somebody began to type is asked for again later
    var part = event.target, form = minutesOf(part);
    if (part.matches(".cell-status")) { if (form.dataset.state === "refused") event.detail.shouldSwap = false; return; }
    if (!part.matches("[data-heeft], .agenda-item") || !inUse(part)) return;
    event.detail.shouldSwap = false;
    heldBack = true;
  });
  document.addEventListener("htmx:beforeOnLoad", function (event) { // signed out: stay here, with the text; kept.js keeps it through signing in
    var code = event.detail.xhr.status, form = minutesOf(event.target);
    if (code !== 401 || (event.target !== box && !form)) return;
    event.preventDefault();
    tell("U bent afgemeld, of uw toegang is gestopt. Wat u schreef, staat nog in het veld.", event.detail.xhr.getResponseHeader("HX-Redirect"));
    if (form) autosave.show(form, "Niet opgeslagen: u bent afgemeld. Uw tekst staat nog in het veld.");
    window.samenzicht.say("U bent afgemeld. Wat u schreef, staat nog in het veld.");
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    var code = event.detail.xhr.status;
    if (minutesOf(event.target) && (code === 0 || code > 501)) unsent.add(event.target); // tried again as soon as somebody answers
    if (minutesOf(event.target) && code === 200 && misses) askNow();
    if (event.target !== box) return;
    stopped = stopped || code === 286;
    if (code >= 200 && code < 300) return heard(event.detail.xhr);
    if (code === 403 || code === 404) tell("U hebt geen toegang meer tot dit gesprek. Wat u schreef, staat nog in het veld. Kopieer het als u het wilt bewaren.");
    if (code === 401 || code === 403 || code === 404) { notBefore = Infinity; return; } // until somebody comes back to this page
    misses += 1;
    var pause = misses === 1 ? 600 : Math.min(LONGEST_MS, EVERY_MS * Math.pow(1.3, misses - 2)); // one lost answer is no lost line
    pause *= 0.5 + Math.random() / 2; // not everybody at once, when the server is there again
    notBefore = Date.now() + pause;
    setTimeout(askNow, pause);
    if (misses !== 2) return;
    tell("Verbinding weg. U kunt doorschrijven.");
    window.samenzicht.say("Verbinding weg. U kunt doorschrijven.");
  });
  function heard(answer) {
    cursor = heldBack ? "" : answer.getResponseHeader("X-Cursor") || cursor;
    if (misses > 1) window.samenzicht.say("Weer verbonden. Wat u schreef, wordt nu opgeslagen.");
    tell(misses > 1 ? "Weer verbonden." : "");
    misses = 0;
    notBefore = 0;
    unsent.forEach(function (form) { unsent.delete(form); form.dispatchEvent(new Event("change", { bubbles: true })); });
  }
  ["online", "focus", "pageshow"].forEach(function (name) { window.addEventListener(name, askNow); });
  document.addEventListener("visibilitychange", askNow);

  function send(form, leaving) { // no answer is waited for: a claim that is lost only warns nobody
    var data = new URLSearchParams({ csrf_token: document.querySelector('meta[name="csrf-token"]').content });
    if (leaving) data.append("weg", "1");
    fetch(form.action.replace(/verslag$/, "hier"), { method: "POST", body: data, credentials: "same-origin", keepalive: true }).catch(function () {});
    claimed = leaving ? null : form;
    claimedAt = Date.now();
  }
  document.addEventListener("input", function (event) {
    var form = minutesOf(event.target);
    if (form && (claimed !== form || Date.now() - claimedAt > CLAIM_AGAIN_MS)) send(form);
    if (form) return;
    typedElsewhere = true;
    if (event.target.closest("[data-heeft]")) typed.add(event.target.closest("[data-heeft]"));
  });
  document.addEventListener("focusout", function (event) {
    if (claimed && !claimed.contains(event.relatedTarget)) send(claimed, true);
  });
  window.addEventListener("pagehide", function () { if (claimed) send(claimed, true); });
})();
