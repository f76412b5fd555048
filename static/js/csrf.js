// Every unsafe htmx request carries the CSRF token of the page as a header; ordinary forms carry it as a hidden field.
"use strict";
document.addEventListener("htmx:configRequest", function (event) {
  var meta = document.querySelector('meta[name="csrf-token"]');
  if (meta && event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = meta.content;
});
