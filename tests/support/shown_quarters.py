"""Quarters as protection lets them through, of any shape: for what is written from them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from contracts.foundation.period import Quarter
from kpi.domain.publication.content import AnsweredAdvice, Movement, PeopleTable, Places
from kpi.domain.publication.plan_goals import PlanGoal
from kpi.domain.publication.reasons import TOO_FEW, WHY
from kpi.domain.publication.shown import Shown, ShownIndicator
from kpi.domain.summary_input import Axes, Category, CellInput, Definition, FlowInput, PeopleInput, PlacesInput, SummaryInput

NOW = Quarter(2026, 3)
RATIO = Definition("NZ-02", 1, "Uitstroom met onderdak", "Nazorg", "verhouding", "%", 0, "hoger", "min", Decimal(90), None, True, True)
COUNT = replace(RATIO, code="MZ-01", name="Cliënten in maatzorg", value_kind="aantal", unit="cliënten", norm_kind="geen", norm_low=None)
LATE = replace(RATIO, code="BZ-02", name="Lang in de eerste opvang", value_kind="aantal", unit="personen", norm_kind="max", norm_high=Decimal(0))
MEAN = replace(RATIO, code="OC-03", name="Cliënttevredenheid", value_kind="gemiddelde", unit="cijfer", decimals=1, norm_kind="geen", norm_low=None)
SHORT = replace(RATIO, code="BZ-01", name="Eerste opvang binnen 6 weken", norm_low=Decimal(100))
DEFINITIONS = (RATIO, COUNT, LATE, MEAN, SHORT)
FORMS = (Category("bw-met-verblijf", "Beschermd wonen met verblijf"), Category("bw-zonder-verblijf", "Beschermd wonen zonder verblijf"))
TOWNS = (Category("0935", "Maastricht"), Category("1903", "Eijsden-Margraten"))
GOALS = (
    PlanGoal("daklozen-op-straat", "Daklozen op straat", "hoogstens 10 mensen", "S000", "mensen", high=Decimal(10), by_indicator="BZ-04"),
    PlanGoal("eerste-opvang-6-weken", "Kort in de eerste opvang", "iedereen", "S001 §4.3.1", low=Decimal(100), by_indicator="BZ-01"),
    PlanGoal("plekken-samen", "Genoeg plekken", "220 plekken", "S000", "plekken", low=Decimal(220), by_places=True),
    PlanGoal("bwzv", "Beschermd wonen thuis", "plek voor 100 mensen", "S000", "mensen", low=Decimal(100), by_form="bw-zonder-verblijf"),
    PlanGoal("nieuwe-inkoop", "Nieuwe afspraken", "klaar in 2021", "S000", reached_in=2022),
)
ADVICE = (AnsweredAdvice("Wachten", "mee eens", "Het duurt te lang.", "We maken een lijst.", "1 maart 2027", "", ""),)


def facts(period: Quarter = NOW, *, accepted: int = 4, expected: int = 4, salt: int = 0) -> SummaryInput:
    """The quarter with true figures that nothing may tell; another `salt` makes every one of them another."""
    return SummaryInput(
        period=period,
        accepted=accepted,
        expected=expected,
        definitions=DEFINITIONS,
        cells=tuple(
            CellInput(one.code, 1, who, Decimal(70_011 + salt + who), Decimal(90_017 + salt)) for one in DEFINITIONS for who in range(accepted)
        ),
        flows=tuple(FlowInput(FORMS[0].code, FORMS[0].name, who, *(70_101 + salt + step for step in range(6))) for who in range(accepted)),
        places=tuple(PlacesInput(who, *(70_201 + salt + step for step in range(4))) for who in range(accepted)),
        people=tuple(PeopleInput(who, FORMS[0].code, "0935", "27-64", 70_301 + salt) for who in range(accepted)),
        axes=Axes(municipalities=TOWNS, forms=FORMS, centre="0935"),
    )


def shown(**changed: object) -> Shown:
    """A quarter of which everything is shown."""
    table = PeopleTable(
        "gemeente-voorziening", "Mensen per gemeente en voorziening", "gemeente", "voorziening", ("Maastricht", "Eijsden-Margraten", "Samen"),
        ("Beschermd wonen met verblijf", "Beschermd wonen zonder verblijf", "Samen"), ((200, 120, 320), (60, 100, 160), (260, 220, 480)),
    )  # fmt: skip
    whole = Shown(
        base=5,
        tables=(table,),
        tables_missing=False,
        movement=Movement(470, 55, 45, 480),
        places=Places(240, 200, 40, 25),
        indicators=(
            ShownIndicator("NZ-02", 1, False, Decimal(92), Decimal(46), Decimal(50), ""),
            ShownIndicator("MZ-01", 1, True, Decimal(480), None, None, ""),
            ShownIndicator("BZ-02", 1, True, Decimal(10), None, None, ""),
            ShownIndicator("OC-03", 1, False, Decimal("7.4"), None, Decimal(25), ""),
            ShownIndicator("BZ-01", 1, False, None, None, None, TOO_FEW),
        ),
    )
    return replace(whole, **changed)


def rounded(most: int = 300) -> st.SearchStrategy[int]:
    """A multiple of the base."""
    return st.integers(0, most // 5).map(lambda times: 5 * times)


@st.composite
def movements(draw: st.DrawFn) -> Movement:
    """Begin + joined - left = end, whole or with parts left out."""
    begin, joined = draw(rounded()), draw(rounded())
    left = draw(st.integers(0, (begin + joined) // 5)) * 5
    parts: tuple[int | None, ...] = (begin, joined, left, begin + joined - left)
    hidden = draw(st.sampled_from([(), (0, 1, 2, 3), (1, 2), (0, 1), (3, 2)]))
    return Movement(*(None if place in hidden else value for place, value in enumerate(parts)))


@st.composite
def indicators(draw: st.DrawFn, definition: Definition) -> ShownIndicator:
    """One KPI: shown, or hidden for a reason."""
    reason = draw(st.sampled_from(["", "", "", *WHY]))
    if reason:
        return ShownIndicator(definition.code, definition.version, False, None, None, None, reason)
    if definition.value_kind == "aantal":
        return ShownIndicator(definition.code, definition.version, True, Decimal(draw(rounded())), None, None, "")
    if definition.value_kind == "verhouding" and draw(st.booleans()):
        return rounded_ratio(definition, draw(rounded()), draw(rounded()))
    of = Decimal(draw(st.integers(1, 200)))
    if definition.value_kind == "gemiddelde":
        return ShownIndicator(definition.code, definition.version, False, Decimal(draw(st.integers(10, 100))) / 10, None, of, "")
    part = Decimal(draw(st.integers(0, int(of))))
    value = (100 * part / of).quantize(Decimal(1).scaleb(-definition.decimals))
    return ShownIndicator(definition.code, definition.version, False, value, part, of, "")


def rounded_ratio(definition: Definition, part: int, rest: int) -> ShownIndicator:
    """A ratio of two rounded counts; without a denominator there is none."""
    if not part + rest:
        return ShownIndicator(definition.code, definition.version, True, None, None, None, TOO_FEW)
    value = (100 * Decimal(part) / (part + rest)).quantize(Decimal(1))
    return ShownIndicator(definition.code, definition.version, True, value, Decimal(part), Decimal(part + rest), "")


@st.composite
def people_tables(draw: st.DrawFn) -> PeopleTable:
    """Two by two with totals that add up; inner cells may be left out."""
    a, b, c, d = (draw(rounded()) for _ in range(4))
    inner: list[int | None] = [a, b, c, d]
    for place in draw(st.sampled_from([(), (0, 1, 2, 3), (0, 3)])):
        inner[place] = None
    rows = ((inner[0], inner[1], a + b), (inner[2], inner[3], c + d), (a + c, b + d, a + b + c + d))
    names = (*(one.name for one in TOWNS), "Samen"), (*(one.name for one in FORMS), "Samen")
    return PeopleTable("gemeente-voorziening", "Mensen per gemeente en voorziening", "gemeente", "voorziening", *names, rows)


@st.composite
def quarters_shown(draw: st.DrawFn) -> Shown:
    """Any quarter."""
    occupied, unoccupied = draw(rounded()), draw(rounded())
    places = draw(
        st.sampled_from(
            [Places(occupied + unoccupied, occupied, unoccupied, 25), Places(occupied + unoccupied, None, None, None), Places(None, None, None, 0)]
        )
    )
    tables = draw(st.one_of(st.just(()), people_tables().map(lambda one: (one,))))
    given = tuple(draw(indicators(one)) for one in DEFINITIONS)
    return Shown(5, tables, not tables, draw(movements()), places, given)
