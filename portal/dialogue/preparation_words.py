"""How preparing a point is said: why it stands on the agenda, what became of its figure, and who reads what."""

from __future__ import annotations

from kpi.actions.agenda_places import BY_ITSELF
from kpi.domain.dialogue import ADVICE, AGREEMENT, DATE, DEVIATION, FIXED
from kpi.domain.follow_up import EXPLANATION_ASKED, EXPLANATION_GIVEN, EXPLANATION_RETURNED
from kpi.queries.agenda_item import AgendaPoint
from kpi.queries.item_figures import FigureNow
from portal.web.formatting import moment, short_quarter

INPUT_LABELS = {"seen": "Wat zien we?", "meaning": "Wat betekent het?", "doing": "Wat doen we?"}
NOTE_LABELS = {"text": "Uw eigen notitie"}
SAID = {EXPLANATION_ASKED: "Uitleg gevraagd", EXPLANATION_GIVEN: "Uitleg gegeven", EXPLANATION_RETURNED: "Nog een vraag over de uitleg"}
_WHY = {
    FIXED: "Deze vraag staat op elke agenda.",
    DEVIATION: "Dit cijfer valt op. Daarom bespreekt u het samen.",
    AGREEMENT: "Deze afspraak is nog niet bevestigd. Daarom komt hij terug.",
    DATE: "Deze datum komt dichterbij.",
    ADVICE: "De klankbordgroep gaf hierover advies.",
}


def why_here(point: AgendaPoint) -> str:
    """Why it stands on the agenda."""
    by_people = point.added_by and point.added_by != BY_ITSELF
    return _WHY.get(point.kind) or (f"{point.added_by} heeft dit op de agenda gezet." if by_people else "Dit punt is op de agenda gezet.")


def frozen_words(figure: FigureNow) -> str:
    """When and from which version of the report it was frozen."""
    if figure.frozen_at is None:
        return "Dit cijfer wordt vastgezet als de agenda wordt gedeeld."
    version = "" if figure.frozen_version is None else f", uit versie {figure.frozen_version} van de rapportage"
    return f"Vastgezet op {moment(figure.frozen_at)}{version}."


def since_words(figure: FigureNow) -> str:
    """Why the same quarter says something else now, and since when."""
    if figure.corrected_at is not None:
        told = f"De aanbieder corrigeerde dit met de rapportage van {short_quarter(figure.corrected_in)}, ondertekend {moment(figure.corrected_at)}."
        return f"{told} Reden: {figure.corrected_reason}"
    if figure.signed_at is None:
        return "De rapportage is gewijzigd."
    asked = f" Gevraagd was: {figure.asked}" if figure.asked else ""
    return f"De rapportage is opnieuw ondertekend, {moment(figure.signed_at)}.{asked}"
