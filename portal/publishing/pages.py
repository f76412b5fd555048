"""What the publisher's screens show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from contracts.foundation.period import Quarter
from kpi.actions.summaries import PUBLISHED
from kpi.domain.small_numbers import LEAST_PROVIDERS
from kpi.queries.summary_sources import EditionMade, QuarterLine
from portal.web.summary import SummaryView


@dataclass(frozen=True, slots=True)
class QuarterView:
    """A quarter on the desk. `word` and `tone` say how it stands."""

    period: Quarter
    accepted: int
    expected: int
    word: str
    tone: str
    action: str
    is_ready: bool


@dataclass(frozen=True, slots=True)
class EditionView:
    """An edition that was published at some time."""

    made: EditionMade
    is_readable: bool
    reason: str
    mistake: str


@dataclass(frozen=True, slots=True)
class DeskPage:
    """All quarters, and every edition."""

    quarters: tuple[QuarterView, ...]
    editions: tuple[EditionView, ...]
    mistake: str = ""
    wrong: int = 0
    title: str = "Publiceren"

    @property
    def has_errors(self) -> bool:
        """For the tab's title."""
        return bool(self.mistake)

    @property
    def next_up(self) -> QuarterView | None:
        """The latest quarter that can be published now."""
        return next((one for one in self.quarters if one.is_ready), None)

    @property
    def mistakes(self) -> tuple[Mistake, ...]:
        """For the error summary."""
        known = any(view.made.edition_id == self.wrong and view.is_readable for view in self.editions)
        return (Mistake(f"#reden-{self.wrong}" if known else "", self.mistake),) if self.mistake else ()


@dataclass(frozen=True, slots=True)
class Mistake:
    """A sentence in the error summary, and the field it is about."""

    href: str
    text: str


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """A summary before it is published. `refusal` says why it cannot be ("" when it can)."""

    period: Quarter
    summary: SummaryView
    refusal: str
    language: tuple[str, ...]
    mistake: str = ""

    @property
    def title(self) -> str:
        """The quarter."""
        return f"Voorbeeld: {self.period.label}"

    @property
    def has_errors(self) -> bool:
        """For the tab's title."""
        return bool(self.mistake)


def desk_page(quarters: Iterable[QuarterLine], editions: Iterable[EditionMade], *, wrong: int = 0, reason: str = "", mistake: str = "") -> DeskPage:
    """Put the quarters beside what was published of them."""
    made = tuple(editions)
    published = {one.period: one.edition for one in made if one.state == PUBLISHED}
    views = tuple(
        EditionView(one, one.state == PUBLISHED, reason if one.edition_id == wrong else "", mistake if one.edition_id == wrong else "")
        for one in made
    )
    return DeskPage(tuple(_quarter(line, published.get(line.period, 0)) for line in quarters), views, mistake, wrong)


def _quarter(line: QuarterLine, edition: int) -> QuarterView:
    is_enough = line.accepted >= LEAST_PROVIDERS
    if edition:
        word, tone, action = f"Editie {edition} staat online", "goed", "Bekijk de cijfers van nu"
    elif is_enough:
        word, tone, action = "Kan worden gepubliceerd", "actie", "Bekijk en publiceer"
    else:
        word, tone, action = f"Wacht op rapportages: {LEAST_PROVIDERS} zijn nodig", "rustig", "Bekijk het voorbeeld"
    return QuarterView(line.period, line.accepted, line.expected, word, tone, action, is_enough and not edition)
