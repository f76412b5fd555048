"""The filters of the worklist: links that can be kept as a bookmark, each with its count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from contracts.foundation.errors import NotFound
from kpi.domain import follow_up
from kpi.domain.indicator import FAMILIES as FAMILY_ORDER
from kpi.domain.reporting_period import kind_of
from kpi.queries.deviation_lines import NATURES
from kpi.queries.deviations import NOBODY, OPEN_STATES, Chosen
from kpi.queries.worklist_counts import TallyLine
from portal.management.desk import whole
from portal.management.words import DEVIATION_STATES, FAMILIES, KINDS_OF_CLAIM, SEVERITIES
from portal.web.formatting import short_quarter

MINE, NOBODYS = "mij", "niemand"
_STATES = {state.slug: code for code, state in DEVIATION_STATES.items()}
_NATURES = {slug: nature for nature, (_, slug) in KINDS_OF_CLAIM.items()}


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter: a link with how many deviations it shows. None: that is not counted here."""

    label: str
    href: str
    count: int | None
    is_current: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One row of links that exclude each other."""

    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for. No state means: everything that is not settled."""

    state: str = ""
    owner: str = ""
    provider_id: int = 0
    family: str = ""
    severity: int = 0
    nature: str = ""
    period: str = ""
    page: int = 1

    @property
    def states(self) -> tuple[str, ...]:
        """The states to show."""
        return (self.state,) if self.state else OPEN_STATES

    @property
    def is_narrow(self) -> bool:
        """Whether something is left out by choice."""
        return bool(self.state or self.owner or self.is_narrowed_below)

    @property
    def is_narrowed_below(self) -> bool:
        """Whether a filter is in use that stands under "Meer filters"."""
        return bool(self.provider_id or self.family or self.severity or self.nature or self.period)

    @property
    def query(self) -> str:
        """The address after the question mark, without the page."""
        values = (
            ("stand", DEVIATION_STATES[self.state].slug if self.state else ""), ("eigenaar", self.owner), ("aanbieder", self.provider_id),
            ("onderdeel", self.family), ("ernst", self.severity), ("soort", KINDS_OF_CLAIM[self.nature][1] if self.nature else ""),
            ("kwartaal", self.period.lower()),
        )  # fmt: skip
        return urlencode([(name, value) for name, value in values if value])

    @property
    def href(self) -> str:
        """The address of exactly this list."""
        query = "&".join(part for part in (self.query, f"pagina={self.page}" if self.page > 1 else "") if part)
        return f"/beheer/werklijst?{query}#lijst" if query else "/beheer/werklijst#lijst"

    def chosen(self, me: int) -> Chosen:
        """The same for the query. `me`: the person who looks."""
        owner = {MINE: me, NOBODYS: NOBODY}.get(self.owner)
        return Chosen(
            self.states, self.provider_id or None, self.family or None, self.period or None, self.severity or None, self.nature or None, owner
        )


def wanted(arguments: MultiDict[str, str]) -> Wanted:
    """Read the address. Raises NotFound for what cannot be."""
    names = ("stand", "eigenaar", "aanbieder", "onderdeel", "ernst", "soort", "kwartaal")
    state, owner, provider, family, severity, nature, period = (arguments.get(name, "") for name in names)
    wrong = (
        (state and state not in _STATES) or (owner and owner not in (MINE, NOBODYS)) or (provider and not whole(provider))
        or (family and family not in FAMILY_ORDER) or (severity and whole(severity) not in SEVERITIES) or (nature and nature not in _NATURES)
        or (period and not _is_period(period.upper()))
    )  # fmt: skip
    if wrong:
        raise NotFound("filter")
    page = whole(arguments.get("pagina", ""), otherwise=1) or 1
    return Wanted(_STATES.get(state, ""), owner, whole(provider), family, whole(severity), _NATURES.get(nature, ""), period.upper(), page)


def _is_period(code: str) -> bool:
    try:
        return bool(kind_of(code))
    except ValueError:
        return False


class Tally:
    """The deviations counted once, for every filter: a count tells what the link would show, with the other filters as they are."""

    def __init__(self, now: Wanted, lines: Iterable[TallyLine], me: int) -> None:
        self.now, self.then = now, replace(now, page=1)
        self.names: dict[int, str] = {}
        self.counts: dict[str, Counter[Any]] = {name: Counter() for name in Wanted.__slots__}
        self.total, self.nature_bit = 0, NATURES.get(now.nature, 0)
        for line in lines:
            self._add(line, me)

    def _add(self, line: TallyLine, me: int) -> None:
        now, self.names[line.provider_id] = self.now, line.provider_name
        owner = MINE if line.owner_id == me else NOBODYS if line.owner_id == NOBODY else "ander"
        fits = {
            "state": line.state in now.states,
            "owner": now.owner in ("", owner),
            "provider_id": now.provider_id in (0, line.provider_id),
            "family": now.family in ("", line.family),
            "severity": now.severity in (0, line.severity),
            "nature": not now.nature or bool(line.natures & self.nature_bit),
            "period": now.period in ("", line.period),
        }
        values = {
            "state": (line.state,), "owner": (owner,), "provider_id": (line.provider_id,), "family": (line.family,), "severity": (line.severity,),
            "nature": tuple(nature for nature, number in NATURES.items() if line.natures & number), "period": (line.period,),
        }  # fmt: skip
        failing = [name for name, fit in fits.items() if not fit]
        self.total += 0 if failing else line.count
        for name in values if not failing else failing if len(failing) == 1 else ():
            for value in (*values[name], ""):
                self.counts[name][value] += line.count

    def row(self, label: str, name: str, options: Iterable[tuple[Any, str]], every: str = "Alle") -> Row:
        """One row of links: everything, and each option that is there or chosen."""
        counts, chosen = self.counts[name], getattr(self.now, name)
        found = [Choice(every, replace(self.then, **{name: type(chosen)()}).href, counts[""], not chosen)]
        for value, words in options:
            if counts[value] or value == chosen:
                found.append(Choice(words, replace(self.then, **{name: value}).href, counts[value], value == chosen))
        return Row(label, tuple(found))


def filters_of(tally: Tally) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """The rows that always stand there, and those that open on request."""
    states = [(code, DEVIATION_STATES[code].word) for code in OPEN_STATES]
    by_state = tally.row("Stand", "state", states, every="Alle open")
    closed = follow_up.CLOSED
    told = Choice(DEVIATION_STATES[closed].word, replace(tally.then, state=closed).href, None, tally.now.state == closed)
    every = replace(by_state.choices[0], count=sum(tally.counts["state"][code] for code in OPEN_STATES))
    shown = Row(by_state.label, (every, *by_state.choices[1:], told))
    periods = sorted({value for value in tally.counts["period"] if value} | ({tally.now.period} - {""}), reverse=True)
    more = (
        tally.row("Aanbieder", "provider_id", tally.names.items()),
        tally.row("Onderdeel", "family", [(code, family_name(code)) for code in FAMILY_ORDER]),
        tally.row("Ernst", "severity", [(number, word.word) for number, word in sorted(SEVERITIES.items(), reverse=True)]),
        tally.row("Soort", "nature", [(nature, word) for nature, (word, _) in KINDS_OF_CLAIM.items()]),
        tally.row("Kwartaal", "period", [(code, short_quarter(code)) for code in periods]),
    )
    return (shown, tally.row("Eigenaar", "owner", ((MINE, "Van mij"), (NOBODYS, "Van niemand")))), more


def family_name(family: str) -> str:
    """The name of a family on a screen."""
    return FAMILIES.get(family, family)
