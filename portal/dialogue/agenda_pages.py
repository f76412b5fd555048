"""How an agenda is laid out: what stands in full and what is folded, why a point stands there, and what may be done with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kpi.domain.agenda_order import FIRST_IN_FULL
from kpi.domain.dialogue import AGENDA_STATES, AGREEMENT, DEVIATION, PREPARING
from kpi.queries.agenda_dates import NearDate
from kpi.queries.agenda_page import OpenAgenda, Waiting
from kpi.queries.dialogue_session import ItemLine, PartOfAgenda
from portal.dialogue.agenda_words import BY_HAND, MOVES, Move, carried_words, reasons, table_of


@dataclass(frozen=True, slots=True)
class AgendaShown:
    """The agenda of one conversation. `own`: the organisation of an aanbieder who looks, or None for the centre, which may do everything."""

    state: str = ""
    own: str | None = None
    dates: tuple[NearDate, ...] = ()
    since: tuple[Waiting, ...] = ()

    def full(self, part: PartOfAgenda) -> tuple[ItemLine, ...]:
        """The points that stand in full: the first deviations, those that people asked for, and everything that is no deviation."""
        folded = set(self.folded(part))
        return tuple(item for item in part.items if item not in folded)

    @staticmethod
    def folded(part: PartOfAgenda) -> tuple[ItemLine, ...]:
        """Deviations beyond the first ones that nobody asked for. Writing at one does not move it: others have the same page before them."""
        deviations = [item for item in part.items if item.kind == DEVIATION]
        return tuple(item for item in deviations[FIRST_IN_FULL:] if not item.standing.is_chosen)

    def why(self, item: ItemLine) -> str:
        """Why a point stands here, in words; "" when that needs no saying."""
        if not item.standing.is_live and self.state in AGENDA_STATES and item.kind in (DEVIATION, AGREEMENT, *BY_HAND):
            return "Dit punt is hier klaar: het is afgehandeld, of staat nu bij een later gesprek."
        return reasons(item)

    @staticmethod
    def carried(item: ItemLine) -> str:
        """ "3x doorgeschoven"; "" for what was never carried on."""
        return carried_words(item.standing.carried)

    def moves(self, item: ItemLine) -> tuple[Move, ...]:
        """What this viewer may do with a point: the centre with each, an aanbieder with its own."""
        mine = self.own is None or item.standing.added_by.endswith(f", {self.own}")
        if self.state not in AGENDA_STATES or not item.standing.is_live or not mine:
            return ()
        return MOVES if item.kind in BY_HAND else MOVES[:1] if item.kind in (DEVIATION, AGREEMENT) else ()


@dataclass(frozen=True, slots=True)
class TableList:
    """The list of one table. `agenda`: the first one that a point can be put on, or None."""

    provider_id: int | None
    name: str
    agendas: tuple[OpenAgenda, ...]
    by_itself: tuple[Waiting, ...]
    by_hand: tuple[Waiting, ...]
    removed: tuple[Waiting, ...]

    @property
    def code(self) -> str:
        """As it stands in an address and an id."""
        return table_of(self.provider_id)


@dataclass(frozen=True, slots=True)
class LaterPage:
    """What waits at each table."""

    tables: tuple[TableList, ...]
    own: str | None
    today: date
    has_errors: bool = False
    mistake: str = ""
    title: str = "Voor later"
    lead: str = "Punten die op een gesprek wachten. Beide kanten kunnen er punten bij zetten."

    def may(self, point: Waiting) -> bool:
        """May this viewer put it on an agenda or take it away?"""
        return self.own is None or point.added_by.endswith(f", {self.own}")


def tables(names: dict[int | None, str], waiting: tuple[Waiting, ...], agendas: tuple[OpenAgenda, ...]) -> tuple[TableList, ...]:
    """The lists of these tables, in this order. What still writes itself comes first among the agendas to choose from."""
    return tuple(
        TableList(
            number,
            name,
            tuple(sorted((one for one in agendas if one.provider_id == number), key=lambda one: one.state != PREPARING)),
            tuple(one for one in waiting if one.provider_id == number and not one.is_removed and not one.is_by_hand),
            tuple(one for one in waiting if one.provider_id == number and not one.is_removed and one.is_by_hand),
            tuple(one for one in waiting if one.provider_id == number and one.is_removed),
        )
        for number, name in names.items()
    )
