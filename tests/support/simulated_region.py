"""A region of invented clients, quarter after quarter, as what a summary is made of: people, flows, places and KPIs of four aanbieders.

Clients come, leave, and move from one form of care to another inside their aanbieder. What hangs together in the definitions of the KPIs hangs
together here, so that an attacker can reckon with it: who is in support, who left alive, who stays in the shelter for longer than six weeks.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field, replace
from decimal import Decimal

from contracts.foundation.period import Quarter
from kpi.domain.indicator import COUNT, RATIO
from kpi.domain.proposals import CLIENTS_AT_END, LAST_QUARTER, SHELTER, SUPPORT
from kpi.domain.summary_input import Axes, Category, CellInput, Definition, FlowInput, PeopleInput, PlacesInput, SummaryInput

GEMEENTEN = {"0935": 0.58, "0994": 0.12, "0917": 0.1, "0986": 0.07, "0981": 0.05, "1903": 0.04, "overig": 0.04}
AGES = {"0-17": 0.03, "18-22": 0.13, "23-26": 0.14, "27-64": 0.55, "65+": 0.12, "onbekend": 0.03}
FORMS = {
    "eerste-opvang": (0.18, SHELTER),
    "bw-met-verblijf": (0.3, SUPPORT),
    "bw-zonder-verblijf": (0.2, SUPPORT),
    "doorstroomwoning": (0.12, SUPPORT),
    "zelfstandig-met-begeleiding": (0.2, SUPPORT),
}
PROVIDERS = (11, 12, 13, 14)
_NAMED = [tuple(Category(code, code) for code in codes) for codes in (GEMEENTEN, AGES, FORMS)]
AXES = Axes(_NAMED[0], _NAMED[1], _NAMED[2], "0935")
FIRST = Quarter(2022, 4)

Client = tuple[int, str, str, str]  # aanbieder, form, gemeente, age


def _definition(code: str, kind: str, prefill: str = "geen") -> Definition:
    unit = "%" if kind == RATIO else ""
    return Definition(code, 1, f"KPI {code}", "", kind, unit, 1, "hoger", "geen", None, None, True, can_be_added=True, prefill=prefill)


DEFINITIONS = (
    _definition("BZ-02", COUNT),
    _definition("MZ-01", COUNT),
    _definition("MZ-05", RATIO),
    _definition("MZ-10", RATIO, f"{LAST_QUARTER} | {CLIENTS_AT_END}"),
    _definition("XX-01", RATIO),
)


@dataclass
class Region:
    """Clients of four aanbieders. About one in ten leaves in a quarter, and as many come; one in thirty moves on."""

    seed: int
    number: int
    dice: random.Random = field(init=False)
    clients: Counter[Client] = field(init=False)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)
        self.offered = {form: sorted(self.dice.sample(PROVIDERS, many)) for form, many in zip(FORMS, (2, 3, 2, 1, 3), strict=True)}
        self.clients = Counter(self._one() for _ in range(self.number))

    def _one(self) -> Client:
        form = self.dice.choices(list(FORMS), [share for share, _ in FORMS.values()])[0]
        gemeente, age = (self.dice.choices(list(shares), list(shares.values()))[0] for shares in (GEMEENTEN, AGES))
        return self.dice.choice(self.offered[form]), form, gemeente, age

    def quarter(self, period: Quarter) -> SummaryInput:
        """One quarter goes by."""
        before, flows = self.clients, {key: Counter[str]() for key in self._places_of_care()}
        after = Counter[Client]()
        for one in sorted(before.elements()):
            flows[one[0], one[1]]["begin"] += 1
            chance, other = self.dice.random(), self._elsewhere(one)
            if chance < 0.1:
                flows[one[0], one[1]]["out"] += 1
            elif chance < 0.13 and other != one:
                flows[one[0], one[1]]["through_out"] += 1
                flows[other[0], other[1]]["through_in"] += 1
                after[other] += 1
            else:
                after[one] += 1
        for _ in range(self.dice.randint(self.number // 12, self.number // 8)):
            one = self._one()
            flows[one[0], one[1]]["in"] += 1
            after[one] += 1
        self.clients = after
        return self._told(period, flows)

    def _places_of_care(self) -> list[tuple[int, str]]:
        return [(provider, form) for form, providers in self.offered.items() for provider in providers]

    def _elsewhere(self, one: Client) -> Client:
        forms = [form for form, providers in self.offered.items() if one[0] in providers]
        return one[0], self.dice.choice(forms), one[2], one[3]

    def _told(self, period: Quarter, flows: dict[tuple[int, str], Counter[str]]) -> SummaryInput:
        end = Counter[tuple[int, str]]()
        for one, many in self.clients.items():
            end[one[0], one[1]] += many
        told = tuple(
            FlowInput(form, form, provider, n["begin"], n["in"], n["through_in"], n["through_out"], n["out"], end[provider, form], FORMS[form][1])
            for (provider, form), n in flows.items()
        )
        people = tuple(PeopleInput(provider, form, gemeente, age, many) for (provider, form, gemeente, age), many in sorted(self.clients.items()))
        places = tuple(self._places(provider, end) for provider in PROVIDERS)
        cells = tuple(cell for provider in PROVIDERS for cell in self._cells(provider, told))
        return SummaryInput(period, len(PROVIDERS), len(PROVIDERS), DEFINITIONS, cells, told, places, people, AXES)

    def _places(self, provider: int, end: Counter[tuple[int, str]]) -> PlacesInput:
        occupied = sum(many for (who, _), many in end.items() if who == provider)
        return PlacesInput(provider, occupied, self.dice.randint(0, 9), self.dice.randint(0, 2), self.dice.randint(0, 25))

    def _some(self, number: int, share: float) -> int:
        return sum(self.dice.random() < share for _ in range(number))

    def _cells(self, provider: int, flows: tuple[FlowInput, ...]) -> list[CellInput]:
        mine = [flow for flow in flows if flow.provider == provider]
        sheltered = sum(flow.at_end for flow in mine if flow.pijler == SHELTER)
        supported = sum(flow.at_end for flow in mine if flow.pijler == SUPPORT)
        alive = sum(flow.outflow - self._some(flow.outflow, 0.05) for flow in mine)
        asked = self.dice.randint(15, 60)
        made: list[tuple[str, int, int | None]] = [("MZ-01", supported, None), ("XX-01", self._some(asked, 0.6), asked)]
        made += [("BZ-02", self._some(sheltered, 0.4), None)] if sheltered else []
        made += [("MZ-05", self._some(alive, 0.5), alive)] if alive else []
        made += [("MZ-10", self._some(supported, 0.6), supported)] if supported else []
        return [CellInput(code, 1, provider, Decimal(n), None if d is None else Decimal(d)) for code, n, d in made]


def history(seed: int, number: int, many: int) -> list[SummaryInput]:
    """So many quarters of a region of so many clients, the first being the fourth quarter of 2022."""
    region, period, made = Region(seed, number), FIRST, list[SummaryInput]()
    for _ in range(many):
        made.append(region.quarter(period))
        period = period.shift(1)
    return made


def corrected(told: SummaryInput, *, provider: int, seed: int, many: int) -> SummaryInput:
    """The same quarter after an aanbieder found that so many of its people come from another gemeente: nothing else changes."""
    dice, people = (
        random.Random(seed),
        Counter({(one.form, one.municipality, one.age): one.people for one in told.people if one.provider == provider}),
    )
    for form, _, age in dice.sample(sorted(key for key in people.elements() if key[1] == "0935"), many):
        people[form, "0935", age] -= 1
        people[form, "overig", age] += 1
    others = tuple(one for one in told.people if one.provider != provider)
    mine = tuple(PeopleInput(provider, form, gemeente, age, number) for (form, gemeente, age), number in sorted(people.items()))
    return replace(told, people=(*others, *mine))
