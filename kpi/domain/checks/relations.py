"""Which figures of a report belong together: every relation with its name, its place, and why it must hold by the definitions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kpi.domain.checks import people, shelter
from kpi.domain.checks.facts import ReportFacts
from kpi.domain.checks.finding import Finding, found
from kpi.domain.checks.tolerances import Tolerances
from kpi.domain.checks.view import Doubt, View


@dataclass(frozen=True, slots=True)
class Relation:
    """A rule over more than one figure. `field` is where it is mended; `why` in Dutch, for whoever asks on what it is based."""

    rule: str
    field: str
    why: str
    look: Callable[[View, Tolerances], Doubt | None]


RELATIONS = (
    Relation("zelfde verblijven", "BZ-01", "BZ-01 en BZ-03 gaan over dezelfde beëindigde verblijven.", shelter.same_stays),
    Relation("deel en mediaan", "BZ-03", "Het deel tot 42 dagen zegt aan welke kant van 42 dagen de mediaan ligt.", shelter.share_and_median),
    Relation("lang verblijf", "BZ-02", "Wie lang in de eerste opvang is, is daar op de laatste dag.", shelter.long_stayers),
    Relation("einde en stromen", "BZ-01", "Een verblijf eindigt met doorstroom of uitstroom.", shelter.ended_stays),
    Relation("opvangplekken", "BZ-06", "De noemer van BZ-06 is het aantal afgesproken opvangplekken.", shelter.shelter_places),
    Relation("pleknachten", "BZ-07", "Er zijn niet meer pleknachten dan plekken maal dagen.", shelter.nights),
    Relation("herkomst en instroom", "BZ-09", "Instroom met bekende herkomst is een deel van de instroom.", shelter.origin_known),
    Relation("zelfde uitstroom", "MZ-05", "MZ-05 en NZ-02 gaan over dezelfde uitgestroomde mensen.", people.same_people_left),
    Relation("woning en onderdak", "NZ-02", "Wie naar een woning gaat, heeft onderdak.", people.home_is_a_roof),
    Relation("uitstroom in stromen", "MZ-05", "De noemer is de uitstroom van alle vormen, zonder overlijden.", people.left_by_flow("MZ-05")),
    Relation("uitstroom in stromen", "NZ-02", "De noemer is de uitstroom van alle vormen, zonder overlijden.", people.left_by_flow("NZ-02")),
    Relation("aantal en stromen", "MZ-01", "Cliënten van het kwartaal zijn wie er was en wie erbij kwam.", people.clients_by_flow),
    Relation("laatste dag", "MZ-10", "Cliënten op de laatste dag zijn een deel van die van het kwartaal.", people.clients_with_a_day),
    Relation("wachtlijsten", "MZ-08", "Wie op een wachtlijst van een locatie staat, wacht op een start.", people.waiting_lists),
    *(
        Relation("mensen en plekken", f"stroom-{form}", "Wie er aan het eind is, woont in een bezette plek.", people.residents(form))
        for form in people.FORMS_WITH_PLACES
    ),
)


def relations(facts: ReportFacts, tolerances: Tolerances) -> Iterator[Finding]:
    """Every relation that does not hold."""
    view = View(facts)
    for relation in RELATIONS:
        doubt = relation.look(view, tolerances)
        if doubt is not None:
            yield found(doubt.level, relation.rule, relation.field, doubt.sentence, doubt.figures)
