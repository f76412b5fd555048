"""Eyes on every page of every journey: what the console says, what the policy blocks, what does not arrive, what the server breaks."""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

from tests.journeys.scene.figures import count

WATCH_THE_POLICY = """
document.addEventListener("securitypolicyviolation", function (event) {
  console.error("CSP-REPORT " + event.violatedDirective + " blocked " + event.blockedURI + " at " + event.sourceFile + ":" + event.lineNumber);
});
"""
NOT_LOADED = "Failed to load resource"
"""Chromium says this for every answer from 400 on; those answers are judged by their status instead."""
ANSWERS = frozenset({401, 403, 404, 409, 422})
"""Refusals that the portal gives on purpose. Anything else from 400 on is a fault, unless a test caused it."""

NO_ANSWER = frozenset({"htmx:afterRequest", "htmx:sendError", "htmx:sendAbort", "htmx:timeout"})
"""What htmx says in the console when nobody answers."""
BY_ITSELF = ("/nieuws", "/hier")
"""What a page asks and tells by itself: it ends wherever somebody goes on to another page."""


@dataclass  # no slots: Playwright hangs marks of its own on whoever listens
class Watch:
    """Everything that went wrong in one browser context. `caused` are statuses that the test itself brings about."""

    caused: set[int] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    reports: int = 0
    is_cut: bool = False
    """The test took the line or the server away: what does not arrive now is meant."""

    def over(self, context: BrowserContext) -> None:
        """Watch every page of this context, also those that open later."""
        context.add_init_script(WATCH_THE_POLICY)
        context.on("console", self._console)
        context.on("response", self._response)
        context.on("requestfailed", self._failed)
        context.on("page", self._page)

    def close(self) -> None:
        """Account for what was seen; a journey with a fault fails here."""
        count("csp reports", self.reports)
        assert not self.faults, "behind the screens:\n" + "\n".join(self.faults)

    def _page(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.faults.append(f"script: {error} at {page.url}"))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type not in {"error", "warning"}:
            return
        if message.text.startswith(NOT_LOADED) or (message.text.partition(",")[0] in NO_ANSWER and self.is_cut):
            return
        if any(f"Response Status Error Code {status} " in message.text for status in self.caused):
            return
        if "CSP-REPORT" in message.text or "Content Security Policy" in message.text:
            self.reports += 1
        self.faults.append(f"console {message.type}: {message.text} at {message.location.get('url')}")

    def _response(self, response: Response) -> None:
        if response.status >= HTTPStatus.BAD_REQUEST and response.status not in ANSWERS | self.caused:
            self.faults.append(f"{response.status} for {response.request.method} {response.url}")

    def _failed(self, request: Request) -> None:
        if self.is_cut or (request.failure == "net::ERR_ABORTED" and _may_break_off(request)):
            return
        self.faults.append(f"failed: {request.method} {request.url}: {request.failure}")


def _may_break_off(request: Request) -> bool:
    """What ends when somebody goes on to another page: a page that became a download, or a part of the page that was being read. Never a write."""
    path = request.url.partition("?")[0]
    return path.endswith((".xlsx", ".csv", *BY_ITSELF)) or (request.method == "GET" and request.resource_type in {"xhr", "fetch"})
