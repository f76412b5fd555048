"""The aanbieder's own deviations in words: what stands out, where it stands, who follows it, what runs, and what happens next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from contracts.foundation.errors import Conflict
from kpi.domain import follow_up
from kpi.domain.indicator import RATIO
from kpi.domain.place import place_in_words
from kpi.queries.deviations import DeviationEventLine
from kpi.queries.own_deviations import OwnDeviation, OwnFigure, OwnLine
from portal.provider.words import DEVIATION_EVENTS, DEVIATION_NEXT, DEVIATION_STATES, NOTHING_TO_DO, SEVERITIES
from portal.web.formatting import figure, moment, typed, with_quarters

NOBODY_NOW = "Niemand meer. Dit punt is klaar."
NOBODY_YET = "Bij de gemeente heeft nog niemand dit punt op zich genomen."


@dataclass(frozen=True, slots=True)
class DeviationsPage:
    """The aanbieder's list: what waits for it, what lies at the gemeente, and what is done."""

    waiting: list[OwnLine]
    running: list[OwnLine]
    done: list[OwnLine]
    title: str = "Afwijkingen"
    words: dict[str, tuple[str, str]] = field(default_factory=lambda: DEVIATION_STATES)

    def what_now(self, line: OwnLine) -> str:
        """What happens next with one of them."""
        return next_step(line)


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that was found, asked, answered or decided."""

    at: str
    when: str
    what: str
    who: str
    note: str


@dataclass(frozen=True, slots=True)
class OneDeviationPage:
    """One deviation, with room to answer. `theirs`: what somebody else wrote first, when that is so."""

    deviation: OwnDeviation
    title: str
    state: tuple[str, str]
    severity: tuple[str, str]
    next_step: str
    follower: str
    value: str
    basis: str
    place: str
    effect: str
    happened: tuple[Happened, ...]
    can_explain: bool
    can_add: bool
    theirs_by: str = ""
    theirs: Sequence[tuple[str, str]] = ()
    has_errors: bool = False

    @property
    def is_open(self) -> bool:
        """Whether files may still come and go."""
        return self.deviation.line.state != follow_up.CLOSED


def next_step(line: OwnLine) -> str:
    """What happens next. Who is not told what stands out cannot be asked to explain it."""
    return NOTHING_TO_DO if line.state == follow_up.NEW and not line.told.severity else DEVIATION_NEXT[line.state]


def deviations_page(lines: Sequence[OwnLine]) -> DeviationsPage:
    """The three groups, each in the order of the list."""
    waiting = [line for line in lines if line.state in follow_up.WAITING]
    done = [line for line in lines if line.state == follow_up.CLOSED]
    return DeviationsPage(waiting, [line for line in lines if line not in waiting and line not in done], done)


def deviation_page(found: OwnDeviation, *, conflict: Conflict | None = None, has_errors: bool = False) -> OneDeviationPage:
    """One deviation in words."""
    line = found.line
    can_explain = line.state not in (follow_up.CLOSED, follow_up.EXPLAINED)
    return OneDeviationPage(
        deviation=found,
        title=f"{line.indicator_code} {line.indicator_name}",
        state=DEVIATION_STATES[line.state],
        severity=SEVERITIES[line.told.severity],
        next_step=next_step(line),
        follower=_follower(line),
        value=found.figure.missing_reason or figure(found.figure.value, found.figure.unit, found.figure.decimals),
        basis=_basis(found.figure),
        place=place_in_words(found.place, found.others),
        effect=_effect(found),
        happened=_happened(found),
        can_explain=can_explain,
        can_add=line.state == follow_up.EXPLAINED,
        theirs_by=conflict.by if conflict else "",
        theirs=tuple(conflict.theirs) if conflict else (),
        has_errors=has_errors,
    )


def _follower(line: OwnLine) -> str:
    if line.owner_name:
        return f"Bij de gemeente {'volgde' if line.state == follow_up.CLOSED else 'volgt'} {line.owner_name} dit punt."
    return NOBODY_NOW if line.state == follow_up.CLOSED else NOBODY_YET


def _basis(own: OwnFigure) -> str:
    """ "30 van 40"; nothing without a second number."""
    if own.numerator is None or own.denominator is None:
        return ""
    return f"{typed(own.numerator)} van {typed(own.denominator)}" if own.value_kind == RATIO else f"op basis van {typed(own.denominator)}"


def _effect(found: OwnDeviation) -> str:
    """What the gemeente saw of the effect, while that counts."""
    if found.line.state not in (follow_up.EFFECT, follow_up.CLOSED):
        return ""
    return next((event.text for event in reversed(found.events) if event.kind == follow_up.EFFECT_SEEN), "")


def _happened(found: OwnDeviation) -> tuple[Happened, ...]:
    """The newest first. What the program found again in the same words is left out: only something that is not for the aanbieder changed."""
    told: list[Happened] = []
    before = None
    for event in found.events:
        if event.kind == follow_up.FOUND:
            if event.text == before:
                continue
            before = event.text
        told.append(_in_words(event, "" if _stands_above(event, found.line) else event.text))
    return tuple(reversed(told))


def _stands_above(event: DeviationEventLine, line: OwnLine) -> bool:
    """Whether the program said no more than what the page says of the deviation as it is now."""
    text = event.text.replace(f"{line.period}: ", "")
    same = sorted(text.split()) == sorted(" ".join(line.told.sentences).replace(f"{line.period}: ", "").split())
    return event.kind == follow_up.FOUND and same


def _in_words(event: DeviationEventLine, note: str) -> Happened:
    who = event.person_name if event.person_name == event.organisation_name else f"{event.person_name}, {event.organisation_name}"
    return Happened(event.at.isoformat(), moment(event.at), DEVIATION_EVENTS.get(event.kind, event.kind.capitalize()), who, with_quarters(note))
