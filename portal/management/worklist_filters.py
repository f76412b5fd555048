"""The filters of the worklist: links that can be kept as a bookmark, each with its count."""

from __future__ import annotations

from collections.abc import Callable
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

    def shows(self, line: TallyLine) -> bool:
        """Whether these deviations are in the list."""
        return line.state in self.states and self.provider_id in (0, line.provider_id) and self.family in ("", line.family)


def wanted(arguments: MultiDict[str, str]) -> Wanted:
    """Read the address. Raises NotFound for a state, family or number that cannot be."""
    state, family, provider = arguments.get("stand", ""), arguments.get("onderdeel", ""), arguments.get("aanbieder", "")
    if (state and state not in _STATES) or (family and family not in FAMILY_ORDER) or (provider and not whole(provider)):
        raise NotFound("filter")
    return Wanted(_STATES.get(state, ""), whole(provider), family, whole(arguments.get("pagina", ""), otherwise=1) or 1)


def filters_of(now: Wanted, tally: list[TallyLine]) -> Groups:
    """Three rows of links. A count tells what the link would show, with the other filters as they are."""

    def choice(label: str, change: Callable[[Wanted], Wanted], is_current: bool) -> Choice:
        then = replace(change(now), page=1)
        return Choice(label, then.href, sum(line.count for line in tally if then.shows(line)), is_current)

    states = [choice("Alle open", lambda found: replace(found, state=""), not now.state)]
    states += [choice(DEVIATION_STATES[code].word, lambda found, code=code: replace(found, state=code), now.state == code) for code in follow_up.STATES]  # type: ignore[misc]
    providers = [choice("Alle", lambda found: replace(found, provider_id=0), not now.provider_id)]
    for number, name in {line.provider_id: line.provider_name for line in tally}.items():
        providers.append(choice(name, lambda found, number=number: replace(found, provider_id=number), now.provider_id == number))  # type: ignore[misc]
    families = [choice("Alle", lambda found: replace(found, family=""), not now.family)]
    known = {line.family for line in tally} | {now.family}
    for family in FAMILY_ORDER:
        if family in known:
            families.append(choice(family_name(family), lambda found, family=family: replace(found, family=family), now.family == family))  # type: ignore[misc]
    return (("Stand", tuple(states)), ("Aanbieder", tuple(providers)), ("Onderdeel", tuple(families)))
