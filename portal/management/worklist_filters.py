"""The filters of the worklist: links that can be kept as a bookmark, each with its count."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from contracts.foundation.errors import NotFound
from kpi.domain import follow_up
from kpi.domain.indicator import FAMILIES as FAMILY_ORDER
from kpi.queries.deviations import OPEN_STATES
from kpi.queries.reviews import TallyLine
from portal.management.desk import whole
from portal.management.words import DEVIATION_STATES
from portal.management.worklist_page import Choice, family_name

_STATES = {state.slug: code for code, state in DEVIATION_STATES.items()}
Groups = tuple[tuple[str, tuple[Choice, ...]], ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for. No state means: everything that is not settled."""

    state: str = ""
    provider_id: int = 0
    family: str = ""
    page: int = 1

    @property
    def states(self) -> tuple[str, ...]:
        """The states to show."""
        return (self.state,) if self.state else OPEN_STATES

    @property
    def is_narrow(self) -> bool:
        """Whether something is left out by choice."""
        return bool(self.state or self.provider_id or self.family)

    @property
    def href(self) -> str:
        """The address of exactly this list."""
        values = (("stand", DEVIATION_STATES[self.state].slug if self.state else ""), ("aanbieder", self.provider_id), ("onderdeel", self.family))
        query = urlencode([(name, value) for name, value in (*values, ("pagina", self.page if self.page > 1 else 0)) if value])
        return f"/beheer/werklijst?{query}#lijst" if query else "/beheer/werklijst#lijst"


def wanted(arguments: MultiDict[str, str]) -> Wanted:
    """Read the address. Raises NotFound for a state, family or number that cannot be."""
    state, family, provider = arguments.get("stand", ""), arguments.get("onderdeel", ""), arguments.get("aanbieder", "")
    if (state and state not in _STATES) or (family and family not in FAMILY_ORDER) or (provider and not whole(provider)):
        raise NotFound("filter")
    return Wanted(_STATES.get(state, ""), whole(provider), family, whole(arguments.get("pagina", ""), otherwise=1) or 1)


def filters_of(now: Wanted, tally: list[TallyLine]) -> Groups:
    """Three rows of links. A count tells what the link would show, with the other filters as they are."""
    states, providers, families = Counter[str](), Counter[int](), Counter[str]()
    names: dict[int, str] = {}
    for line in tally:
        names[line.provider_id] = line.provider_name
        of_state, of_provider, of_family = line.state in now.states, now.provider_id in (0, line.provider_id), now.family in ("", line.family)
        if of_provider and of_family:
            states[line.state] += line.count
        if of_state and of_family:
            providers[line.provider_id] += line.count
        if of_state and of_provider:
            families[line.family] += line.count
    then = replace(now, page=1)
    by_state = [Choice("Alle open", replace(then, state="").href, sum(states[code] for code in OPEN_STATES), not now.state)]
    by_state += [Choice(DEVIATION_STATES[code].word, replace(then, state=code).href, states[code], now.state == code) for code in follow_up.STATES]
    by_provider = [Choice("Alle", replace(then, provider_id=0).href, providers.total(), not now.provider_id)]
    by_provider += [
        Choice(name, replace(then, provider_id=number).href, providers[number], now.provider_id == number) for number, name in names.items()
    ]
    by_family = [Choice("Alle", replace(then, family="").href, families.total(), not now.family)]
    known = {line.family for line in tally} | {now.family}
    by_family += [
        Choice(family_name(code), replace(then, family=code).href, families[code], now.family == code) for code in FAMILY_ORDER if code in known
    ]
    return (("Stand", tuple(by_state)), ("Aanbieder", tuple(by_provider)), ("Onderdeel", tuple(by_family)))
