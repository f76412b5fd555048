"""An invented small region in one quarter, for tests: its axes, KPIs, and random figures that agree with each other."""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction

from contracts.foundation.period import Quarter
from kpi.domain.people import ELSEWHERE, UNKNOWN
from kpi.domain.publication.rules import PublicationRules
from kpi.domain.summary_input import Axes, Category, CellInput, Definition, FlowInput, PeopleInput, PlacesInput, SummaryInput

QUARTER = Quarter(2026, 3)
RULES = PublicationRules(threshold=5, contributors=3, percent=Fraction(10), base=5, group=1)

SHELTER, HOUSE, FLAT = "eerste-opvang", "bw-met-verblijf", "zelfstandig-met-begeleiding"
PIJLERS = {SHELTER: "basiszorg", HOUSE: "maatzorg", FLAT: "maatzorg"}
AXES = Axes(
    municipalities=(Category("0935", "Maastricht"), Category("0938", "Meerssen"), Category("0981", "Vaals"), ELSEWHERE),
    ages=(Category("18-22", "18 tot en met 22 jaar"), Category("23-64", "23 tot en met 64 jaar"), Category("65+", "65 jaar en ouder"), UNKNOWN),
    forms=(Category(SHELTER, "Eerste opvang"), Category(HOUSE, "Beschermd wonen"), Category(FLAT, "Eigen woning"), Category("nergens", "Nergens")),
    centre="0935",
)


def definition(code: str, kind: str, *, unit: str = "", decimals: int = 0, prefill: str = "geen", can_be_added: bool = True) -> Definition:
    """A KPI without a norm."""
    return Definition(code, 1, code, "maatzorg", kind, unit, decimals, "hoger", "geen", None, None, True, can_be_added, prefill)


DEFINITIONS = (
    definition("BZ-01", "verhouding", unit="%", prefill="geen | stromen:verblijven in de opvang die eindigden"),
    definition("BZ-02", "aantal"),
    definition("BZ-03", "mediaan", can_be_added=False),
    definition("MZ-05", "verhouding", unit="%"),
    definition("MZ-10", "verhouding", unit="%", prefill="geen | stromen:cliënten in maatzorg op de laatste dag"),
    definition("MZ-12", "verhouding", unit="%", decimals=1),
    definition("NZ-02", "verhouding", unit="%", prefill="geen | cijfers:noemer van MZ-05"),
    definition("OC-02", "verhouding", unit="%"),
    definition("OC-03", "gemiddelde", unit="cijfer", decimals=1),
    definition("CF-04", "aantal"),
)


def quarter(seed: int, *, providers: int = 4, size: int = 12, period: Quarter = QUARTER) -> SummaryInput:
    """Everything of one quarter, as reports that were accepted tell it. `size`: about how many people each form of an aanbieder has."""
    chance = random.Random(seed)
    flows, people, cells, places = [], [], [], []
    for provider in range(1, providers + 1):
        forms = [form for form in PIJLERS if chance.random() < 0.8] or [HOUSE]
        for form in forms:
            flow, told = _form(chance, provider, form, size)
            flows.append(flow)
            people += told
        mine = [flow for flow in flows if flow.provider == provider]
        cells += _cells(chance, provider, mine)
        places.append(PlacesInput(provider, *(chance.randint(0, 2 * size) for _ in range(4))))
    flows.sort(key=lambda flow: (list(PIJLERS).index(flow.form), flow.provider))
    return SummaryInput(period, providers, providers, DEFINITIONS, tuple(cells), tuple(flows), tuple(places), tuple(people), AXES)


def _form(chance: random.Random, provider: int, form: str, size: int) -> tuple[FlowInput, list[PeopleInput]]:
    told = [
        PeopleInput(provider, form, gemeente.code, age.code, chance.choice((0, 0, 1, 2, size // 2)))
        for gemeente in AXES.municipalities
        for age in AXES.ages
    ]
    end = sum(one.people for one in told)
    joined, left = chance.randint(0, size), chance.randint(0, size)
    begin = max(0, end - joined + left)
    joined = end - begin + left
    return FlowInput(form, form, provider, begin, joined, 0, 0, left, end, PIJLERS[form]), told


def _cells(chance: random.Random, provider: int, flows: list[FlowInput]) -> list[CellInput]:
    ended = sum(flow.outflow for flow in flows if flow.form == SHELTER)
    supported = sum(flow.at_end for flow in flows if flow.form != SHELTER)
    left = sum(flow.outflow for flow in flows)
    alive = max(0, left - chance.randint(0, 1))
    home = chance.randint(0, alive)
    housed = chance.randint(home, alive)
    numbers: dict[str, tuple[Decimal | int, Decimal | int | None]] = {
        "BZ-01": (chance.randint(0, ended), ended),
        "BZ-02": (chance.randint(0, sum(flow.at_end for flow in flows if flow.form == SHELTER)), None),
        "BZ-03": (Decimal("31.5"), ended),
        "MZ-05": (home, alive),
        "MZ-10": (chance.randint(0, supported), supported),
        "MZ-12": (Decimal(chance.randint(0, 20)) / 10, Decimal(chance.randint(20, 90)) / 10),
        "NZ-02": (housed, alive),
        "OC-02": (chance.randint(0, 30), 40),
        "OC-03": (Decimal(chance.randint(50, 90)) / 10, chance.randint(5, 30)),
        "CF-04": (chance.randint(0, 9), None),
    }
    return [CellInput(code, 1, provider, Decimal(first), None if second is None else Decimal(second)) for code, (first, second) in numbers.items()]
