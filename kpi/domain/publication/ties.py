"""What everybody knows to hang together: the people of one figure are also in another. Without it an exact ratio would undo a rounded count.

Each tie holds by the definitions of the KPIs (kpi/catalogue). Where the reports of a quarter contradict it nobody can reckon with it, and it is
not told. What is left of a whole without its known part stands in the tables too, and is never published.
"""

from __future__ import annotations

from collections.abc import Sequence

from kpi.domain.disclosure.problem import Equation
from kpi.domain.proposals import SHELTER, SUPPORT
from kpi.domain.publication.coarsening import Axis
from kpi.domain.publication.indicator_cells import DENOMINATOR, NUMERATOR, Ledgers
from kpi.domain.publication.layout import TOTAL
from kpi.domain.publication.ledger import ZERO, Brought, Ledger, brought, less
from kpi.domain.summary_input import FlowInput

ENDED, LONGER_THAN_SIX_WEEKS, OWN_PLACE, NEAR_HOME = f"BZ-01|{DENOMINATOR}", "BZ-02", f"BZ-06|{DENOMINATOR}", f"BZ-09|{DENOMINATOR}"
IN_SUPPORT, SEEN_IN_SUPPORT = f"MZ-10|{DENOMINATOR}", "MZ-01"
LEFT_ALIVE, TO_OWN_HOME, TO_A_HOME = f"MZ-05|{DENOMINATOR}", f"MZ-05|{NUMERATOR}", f"NZ-02|{NUMERATOR}"


class Ties:
    """Writes them down: inside a part as its own equations, between two parts in `between`."""

    def __init__(self, ledgers: Ledgers, *, period: str) -> None:
        self.ledgers, self.period = ledgers, period
        self.between: list[Equation] = []

    def tie(self, flows: Sequence[FlowInput], forms: Axis | None) -> None:
        """All of them. `forms`: the axis of the forms of care, when there are tables of people."""
        self.part_of(LEFT_ALIVE, "weg")
        self.part_of(TO_OWN_HOME, TO_A_HOME)
        self.part_of(NEAR_HOME, "erbij")
        self.part_of(OWN_PLACE, "plekken")
        self.part_of(IN_SUPPORT, SEEN_IN_SUPPORT)
        shelter, support = (self._categories(flows, forms, pijler) for pijler in (SHELTER, SUPPORT))
        self.part_of(LONGER_THAN_SIX_WEEKS, shelter[0] if len(shelter) == 1 else TOTAL)
        if not support or not self.sum_of(IN_SUPPORT, support):
            self.part_of(IN_SUPPORT, TOTAL)
        self._ended_stays([flow for flow in flows if flow.pijler == SHELTER])

    def part_of(self, part: str, whole: str) -> None:
        """Everybody of the part is in the whole."""
        home, of_part = self._found(part)
        other, of_whole = self._found(whole)
        rest = None if of_part is None or of_whole is None else less(of_whole, of_part)
        if home is None or other is None or rest is None:
            return
        same = home is other
        left = (home if same else self.ledgers.counts).tell(f"{self.period}|{whole}~{part}", rest, published=False)
        self._equation(home if same else None, whole, (f"{self.period}|{part}", left))

    def sum_of(self, whole: str, parts: Sequence[str]) -> bool:
        """The whole is just these together; whether it is, in what every aanbieder told."""
        home, of_whole = self._found(whole)
        found = [self._found(part) for part in parts]
        if home is None or any(ledger is None for ledger, _ in found):
            return False
        names = sorted({name for _, one in found for name in one or ()})
        sums = {name: sum(((one or {}).get(name, ZERO) for _, one in found), ZERO) for name in names}
        if {name: amount for name, amount in sums.items() if amount} != of_whole:
            return False
        inside = all(ledger is home for ledger, _ in found)
        self._equation(home if inside else None, whole, tuple(f"{self.period}|{part}" for part in parts))
        return True

    def _ended_stays(self, flows: Sequence[FlowInput]) -> None:
        """A stay in the shelter ends when somebody leaves or moves on inside the aanbieder: the first are among all who left."""
        left = brought((flow.provider, flow.outflow) for flow in flows)
        moved = brought((flow.provider, flow.through_out) for flow in flows)
        counts, (home, ended) = self.ledgers.counts, self._found(ENDED)
        if home is None or ended != brought((flow.provider, flow.outflow + flow.through_out) for flow in flows):
            return
        counts.tell(f"{self.period}|weg-uit-opvang", left, published=False)
        counts.tell(f"{self.period}|verder-uit-opvang", moved, published=False)
        self.part_of("weg-uit-opvang", "weg")
        self._equation(None, ENDED, (f"{self.period}|weg-uit-opvang", f"{self.period}|verder-uit-opvang"))

    def _categories(self, flows: Sequence[FlowInput], forms: Axis | None, pijler: str) -> list[str]:
        """The categories of forms that make up this pijler; none when a category holds forms of another pijler too."""
        if forms is None:
            return []
        pijlers = {forms.category_of[flow.form]: set[str]() for flow in flows}
        for flow in flows:
            pijlers[forms.category_of[flow.form]].add(flow.pijler)
        mine = [category for category, held in pijlers.items() if pijler in held]
        return [f"{forms.key}|{category}" for category in mine] if all(pijlers[one] == {pijler} for one in mine) else []

    def _found(self, name: str) -> tuple[Ledger | None, Brought | None]:
        """A figure with the part in which it stands."""
        cell = f"{self.period}|{name}"
        ledger = next((one for one in (self.ledgers.counts, self.ledgers.ratios) if cell in one.figures), None)
        return ledger, None if ledger is None else ledger.figures[cell]

    def _equation(self, home: Ledger | None, total: str, parts: tuple[str, ...]) -> None:
        if home is None:
            self.between.append(Equation(f"{self.period}|{total}", parts))
        else:
            home.adds_up(f"{self.period}|{total}", parts)
