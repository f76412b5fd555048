"""Published summaries of any shape, as they may be frozen: tables that add up with shared totals, figures that are shown and left out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from itertools import combinations

from hypothesis import strategies as st

from contracts.foundation.period import Quarter
from kpi.domain.publication.content import (
    SCHEMA,
    AnsweredAdvice,
    GoalFigure,
    IndicatorFigure,
    Movement,
    PeopleTable,
    Places,
    SummaryContent,
    Trend,
    canonical,
    sha256,
)
from kpi.domain.publication.plan_goals import MISSED, REACHED, UNKNOWN, UNSURE

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
PERIOD = Quarter(2026, 3)
TOGETHER = "Samen"
AXES = {
    "gemeente": ("Eijsden-Margraten", "Gulpen-Wittem", "Maastricht", "Meerssen", "Vaals", "Valkenburg aan de Geul", "Overig"),
    "voorziening": ("Eerste opvang", "Tussenvoorziening", "Beschermd wonen met verblijf", "Beschermd thuis", "Housing"),
    "leeftijd": ("Jonger dan 18 jaar", "18 tot en met 22 jaar", "23 tot en met 26 jaar", "27 tot en met 64 jaar", "65 jaar en ouder", "Onbekend"),
}


@dataclass(frozen=True, slots=True)
class PublishedSummary:
    """An edition, without a database."""

    content: SummaryContent
    period: Quarter = PERIOD
    edition: int = 2
    published_at: datetime = AT

    @property
    def sha256(self) -> str:
        """Its fingerprint."""
        return sha256(canonical(self.content))


WHOLE = SummaryContent(
    schema=SCHEMA,
    period=PERIOD.code,
    base=5,
    providers_counted=4,
    providers_expected=4,
    conclusions=(
        "Er kregen ongeveer 480 mensen hulp.",
        "Er kwamen ongeveer 45 mensen bij.",
        "Van de 220 plekken waren er ongeveer 205 bezet.",
        "Van de vijf doelen halen we er drie.",
        "De wachttijd is gelijk gebleven.",
    ),
    figures=(
        IndicatorFigure(
            "NZ-01", 1, "Woning binnen een jaar", "Nazorg", "verhouding", "%", 1, "hoger", "Woning binnen een jaar: 71,0 %.", "Het cijfer is 71,0 %.",
            "", "", "", False, Decimal("71.0"), Decimal(71), Decimal(100), Decimal("68.5"),
            "minstens 80 %", Decimal(80), None, False, "Wie snel een huis kreeg.",
        ),
        IndicatorFigure(
            "BZ-08", 1, "Geen plek", "Basiszorg", "aantal", "personen", 0, "lager", "Geen plek: geen cijfer.", "Dit gaat over te weinig mensen.",
            "", "", "te weinig mensen", False, None, None, None, None, "hoogstens 0", None, Decimal(0), None,
        ),
        IndicatorFigure(
            "VZ-01", 1, "Meldingen", "", "aantal", "meldingen", 0, "", "Meldingen: ongeveer 35.", "Het cijfer is ongeveer 35.",
            "", "Dit gaat over weinig gevallen.", "", True, Decimal(35), None, None, None, "", None, None, None,
        ),
    ),
    tables=(
        PeopleTable("gemeente-leeftijd", "Mensen per gemeente en leeftijd", "gemeente", "leeftijd", ("Maastricht", "Heuvelland", TOGETHER),
                    ("Jonger dan 23 jaar", "23 jaar en ouder", TOGETHER), ((50, 300, 350), (None, 115, 130), (65, 415, 480))),
        PeopleTable("voorziening-leeftijd", "Mensen per voorziening en leeftijd", "voorziening", "leeftijd", ("Opvang", "Beschermd wonen", TOGETHER),
                    ("Jonger dan 23 jaar", "23 jaar en ouder", TOGETHER), ((20, 100, 120), (45, 315, 360), (65, 415, 480))),
    ),
    movement=Movement(470, 45, 35, 480),
    places=Places(220, 205, 15, None),
    goals=(GoalFigure("BZ-D1", "Niemand op straat", "hoogstens 10 mensen", "ongeveer 10 mensen", "niet zeker",
                      "Of we dit doel halen, is niet zeker.", "S001 §6.4"),),
    trends=(Trend("mensen", "Mensen met hulp", "mensen", (("2026-K1", Decimal(460)), ("2026-K3", Decimal(480)))),),
    certainty=("Kleine aantallen zijn minder zeker.",),
    left_out=("We tonen 1 cijfer niet. Het gaat over te weinig mensen.",),
    advice=(AnsweredAdvice("Meer kamers", "Deels mee eens", "Er is geld voor vier kamers.",
                           "Wij bouwen er vier.", "1 mei 2027", "Twee zijn klaar.", ""),),
)  # fmt: skip
"""A small quarter with one of everything."""

HIDDEN = IndicatorFigure(
    "XX-00", 1, "Cijfer XX-00", "", "aantal", "personen", 0, "hoger", "", "Dit gaat over te weinig mensen. Daarom staat hier geen cijfer.",
    "", "", "te weinig mensen", False, None, None, None, None, "", Decimal(80), None, None,
)  # fmt: skip
"""A KPI of which no figure is told."""

COUNT = st.one_of(st.none(), st.integers(0, 40).map(lambda n: 5 * n))
NUMBER = st.integers(0, 30_000).map(lambda n: Decimal(n) / 10)


@st.composite
def indicators(draw: st.DrawFn, code: str) -> IndicatorFigure:
    """A KPI that is shown, or left out with its reason."""
    shown, ratio = draw(st.booleans()), draw(st.booleans())
    values = NUMBER if ratio else st.integers(0, 3000).map(Decimal)
    hidden = replace(
        HIDDEN,
        code=code,
        name=f"Cijfer {code}",
        pijler=draw(st.sampled_from(("Voorzorg", "Basiszorg", "Maatzorg", "Nazorg", ""))),
        kind="verhouding" if ratio else "aantal",
        unit="%" if ratio else draw(st.sampled_from(("personen", "dagen", "meldingen"))),
        decimals=1 if ratio else 0,
        message=f"Cijfer {code}: het gaat goed.",
        note=draw(st.sampled_from(("", "Dit is een gemiddelde van alle mensen die antwoord gaven."))),
        certainty=draw(st.sampled_from(("", "Dit gaat over weinig mensen."))),
        norm=draw(st.sampled_from(("", "minstens 80 %"))),
        change=draw(st.sampled_from(("", "gestegen", "gedaald", "ongeveer gelijk gebleven"))) if shown else "",
        meaning=draw(st.sampled_from(("", "Van alle mensen: het deel met een huis."))),
    )
    return _shown(draw, hidden, values) if shown else hidden


def _shown(draw: st.DrawFn, hidden: IndicatorFigure, values: st.SearchStrategy[Decimal]) -> IndicatorFigure:
    """The same KPI with its figure: a share with both its parts, or a rounded count."""
    whole = draw(st.integers(10, 2000)) if hidden.kind == "verhouding" else None
    return replace(
        hidden,
        sentence="Het cijfer is goed.",
        hidden="",
        is_rounded=whole is None,
        value=draw(values),
        numerator=None if whole is None else Decimal(draw(st.integers(0, whole))),
        denominator=None if whole is None else Decimal(whole),
        previous=draw(st.one_of(st.none(), values)),
        meets_norm=draw(st.sampled_from((True, False, None))),
    )


@st.composite
def people_tables(draw: st.DrawFn) -> tuple[PeopleTable, ...]:
    """Three tables with one set of totals, or none."""
    if draw(st.booleans()):
        return ()
    axes = {name: groups[: draw(st.integers(1, len(groups)))] for name, groups in AXES.items()}
    totals = {(name, group): draw(COUNT) for name, groups in axes.items() for group in groups}
    grand = draw(COUNT)
    tables = []
    for rows, columns in combinations(axes, 2):
        inner = [(*(draw(COUNT) for _ in axes[columns]), totals[rows, group]) for group in axes[rows]]
        last = (*(totals[columns, group] for group in axes[columns]), grand)
        title = f"Mensen per {rows} en {columns}"
        names = ((*axes[rows], TOGETHER), (*axes[columns], TOGETHER))
        tables.append(PeopleTable(f"{rows}-{columns}", title, rows, columns, *names, (*inner, last)))
    return tuple(tables)


@st.composite
def contents(draw: st.DrawFn) -> SummaryContent:
    """A whole summary."""
    codes = [f"XX-{number:02}" for number in range(draw(st.integers(0, 6)))]
    counts = st.lists(st.integers(0, 400).map(lambda n: Decimal(5 * n)), max_size=4)
    points = counts.map(lambda values: tuple((PERIOD.shift(n - 3).code, value) for n, value in enumerate(values)))
    verdicts, shown = st.sampled_from((REACHED, MISSED, UNSURE, UNKNOWN)), st.sampled_from(("", "ongeveer 15 mensen"))
    adviser = st.sampled_from(("", "Cliëntenraad Zuid"))
    return SummaryContent(
        schema=SCHEMA,
        period=PERIOD.code,
        base=5,
        providers_counted=4,
        providers_expected=4,
        conclusions=tuple(f"Dit is zin {number} van vijf." for number in range(1, 6)),
        figures=tuple(draw(indicators(code)) for code in codes),
        tables=draw(people_tables()),
        movement=Movement(*(draw(COUNT) for _ in range(4))),
        places=Places(*(draw(COUNT) for _ in range(4))),
        goals=tuple(
            GoalFigure(f"D-{n}", f"Doel nummer {n}", "hoogstens 10 mensen", draw(shown), draw(verdicts), f"Zo staat het met doel {n}.", "S001 §6.4")
            for n in range(draw(st.integers(0, 4)))
        ),
        trends=tuple(Trend(f"reeks-{n}", f"Reeks {n} over de tijd", "mensen", draw(points)) for n in range(draw(st.integers(0, 3)))),
        certainty=tuple(f"Zo zeker is het, zin {n}." for n in range(draw(st.integers(0, 2)))),
        left_out=tuple(f"Dit laten we weg, reden {n}." for n in range(draw(st.integers(0, 3)))),
        advice=tuple(
            AnsweredAdvice(f"Onderwerp {n}", "Deels mee eens", f"Reden nummer {n}.", f"Wij doen plan {n}.", "1 mei 2027", "Het loopt.", draw(adviser))
            for n in range(draw(st.integers(0, 2)))
        ),
    )  # fmt: skip
