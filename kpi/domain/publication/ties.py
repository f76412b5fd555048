"""What everybody knows to hang together: the people of one figure are also in another. Without it an exact ratio would undo a rounded count.

Each tie holds by the definitions of the KPIs (kpi/catalogue; kpi/domain/checks/relations.py). Where one aanbieder contradicts it and the region does
not, it is told without who brings in what; where the region contradicts it nobody can reckon with it, and it is not told. What is left of a whole
without its known part stands in the tables too, and is never published.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from kpi.domain.checks.people import FORMS_WITH_PLACES
from kpi.domain.disclosure.problem import Equation
from kpi.domain.proposals import SHELTER, SUPPORT
from kpi.domain.publication.coarsening import Axis
from kpi.domain.publication.indicator_cells import DENOMINATOR, NUMERATOR, Ledgers
from kpi.domain.publication.layout import TOTAL
from kpi.domain.publication.ledger import ZERO, Brought, Ledger, brought, less
from kpi.domain.summary_input import FlowInput

ENDED, LONGER_THAN_SIX_WEEKS, OWN_PLACE, NEAR_HOME = f"BZ-01|{DENOMINATOR}", "BZ-02", f"BZ-06|{DENOMINATOR}", f"BZ-09|{DENOMINATOR}"
IN_SUPPORT, SEEN_IN_SUPPORT = f"MZ-10|{DENOMINATOR}", "MZ-01"
LEFT_ALIVE, ALSO_LEFT_ALIVE = f"MZ-05|{DENOMINATOR}", f"NZ-02|{DENOMINATOR}"
TO_OWN_HOME, TO_A_HOME = f"MZ-05|{NUMERATOR}", f"NZ-02|{NUMERATOR}"
AT_THE_END, IN_A_PLACE, HELPED = "in-maatzorg", "in-een-plek", "geholpen"


class Ties:
    """Writes them down: inside a part as its own equations, between two parts in `between`."""

    def __init__(self, ledgers: Ledgers, *, period: str) -> None:
        self.ledgers, self.period = ledgers, period
        self.between: list[Equation] = []

    def tie(self, flows: Sequence[FlowInput], forms: Axis | None) -> None:
        """All of them. `forms`: the axis of the forms of care, when there are tables of people."""
        self.part_of(LEFT_ALIVE, "weg")
        self.part_of(ALSO_LEFT_ALIVE, "weg")
        self.part_of(TO_OWN_HOME, TO_A_HOME)
        self.part_of(NEAR_HOME, "erbij")
        self.part_of(OWN_PLACE, "plekken")
        self.part_of(IN_SUPPORT, SEEN_IN_SUPPORT)
        self.part_of(SEEN_IN_SUPPORT, HELPED)
        shelter, support = (self._categories(flows, forms, pijler) for pijler in (SHELTER, SUPPORT))
        self.part_of(LONGER_THAN_SIX_WEEKS, shelter[0] if len(shelter) == 1 else TOTAL)
        if not support or not self.sum_of(IN_SUPPORT, support):
            self.part_of(IN_SUPPORT, TOTAL)
            self._together_part_of(AT_THE_END, support, SEEN_IN_SUPPORT)
        self._in_places(forms)
        self._ended_stays([flow for flow in flows if flow.pijler == SHELTER])

    def part_of(self, part: str, whole: str) -> None:
        """Everybody of the part is in the whole."""
        home, of_part = self._found(part)
        other, of_whole = self._found(whole)
        if home is None or other is None or of_part is None or of_whole is None:
            return
        rest, left = less(of_whole, of_part), f"{self.period}|{whole}~{part}"
        if rest is not None:
            same = home is other
            (home if same else self.ledgers.counts).tell(left, rest, published=False)
            self._equation(home if same else None, whole, (f"{self.period}|{part}", left))
        elif (of_region := sum(of_whole.values()) - sum(of_part.values())) >= 0:
            self.ledgers.counts.tell_of_nobody(left, Fraction(of_region))
            self._equation(None, whole, (f"{self.period}|{part}", left))

    def _together_part_of(self, name: str, parts: Sequence[str], whole: str) -> None:
        """Everybody of all the parts is in the whole. The parts stand in the tables; who they are together, nobody publishes."""
        counts = self.ledgers.counts
        if parts and self._found(whole)[0] is not None:
            everybody = brought((int(who), amount) for part in parts for who, amount in counts.figures[f"{self.period}|{part}"].items())
            total = counts.tell(f"{self.period}|{name}", everybody, published=False)
            counts.adds_up(total, (f"{self.period}|{part}" for part in parts))
            self.part_of(name, whole)

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

    def _in_places(self, forms: Axis | None) -> None:
        """Who gets help in a form with places lives in one that is taken. Where a category holds other forms too, only the rest of them is told."""
        if forms is None:
            return
        others = {category for form, category in forms.category_of.items() if form not in FORMS_WITH_PLACES}
        parts = [f"{forms.key}|{category.code}" for category in forms.categories if category.code not in others]
        if any(forms.category_of.get(form) in others for form in FORMS_WITH_PLACES):
            for part in parts:
                self.part_of(part, "bezet")
        else:
            self._together_part_of(IN_A_PLACE, parts, "bezet")

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
