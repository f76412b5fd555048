"""What can happen to a subsidie, in the past tense, and the grounds on which the Awb allows it to become less."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType


class Kind(StrEnum):
    """What happened. Of a decision the day is that of its announcement (bekendmaking), of a letter from outside that of its receipt."""

    APPLIED = "aanvraag ontvangen"
    SUPPLEMENT_ASKED = "aanvulling gevraagd"
    SUPPLEMENT_RECEIVED = "aanvulling ontvangen"
    DECISION_EXTENDED = "beslistermijn verlengd"
    WITHDRAWN = "aanvraag ingetrokken"
    NOT_PROCESSED = "aanvraag niet behandeld"
    REFUSED = "aanvraag afgewezen"
    GRANTED = "subsidie verleend"
    GRANT_CHANGED = "verlening gewijzigd"
    GRANT_REVOKED = "verlening ingetrokken"
    ADVANCE_PAID = "voorschot betaald"
    ACCOUNTED = "tussentijds verantwoord"
    REMINDED = "termijn gesteld voor de aanvraag tot vaststelling"
    DETERMINATION_REQUESTED = "vaststelling aangevraagd"
    DETERMINED = "subsidie vastgesteld"
    DETERMINATION_CHANGED = "vaststelling gewijzigd"
    DETERMINATION_REVOKED = "vaststelling ingetrokken"
    REST_PAID = "restant betaald"
    CLAIMED_BACK = "teruggevorderd"
    PAID_BACK = "terugbetaald"
    OFFSET = "verrekend"
    OBJECTED = "bezwaar ontvangen"
    OBJECTION_DECIDED = "op bezwaar beslist"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. `amount_cents` where money is meant; `until_on` is the day that was named in it.

    `starts_on` and `ends_on` are the period that a subsidie was granted for (both included); `per_book_year`: Awb afdeling 4.2.8 holds.
    `ex_officio`: it was granted with the rule that the municipality determines it without an application (Awb 4:47 a).
    `ground` is a code of the Awb's grounds; `breach_on` the day on which an obligation was not met (only with ground 4:49 lid 1 c).
    """

    kind: Kind
    on: date
    amount_cents: int | None = None
    until_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    per_book_year: bool = False
    ex_officio: bool = False
    ground: str = ""
    breach_on: date | None = None


BREACH = "4:49 lid 1 c"

# Each ground with its meaning in plain Dutch. The codes are the articles of the Awb.
LESS_GRANTED: Mapping[str, str] = MappingProxyType(
    {
        "4:48 lid 1 a": "De activiteiten gaan niet of niet helemaal door.",
        "4:48 lid 1 b": "De aanbieder houdt zich niet aan de verplichtingen.",
        "4:48 lid 1 c": "De aanbieder gaf onjuiste of onvolledige gegevens.",
        "4:48 lid 1 d": "De verlening was onjuist en de aanbieder wist dat of kon dat weten.",
        "4:48 lid 1 e": "De gemeenteraad gaf te weinig geld (begrotingsvoorbehoud).",
        "4:50 lid 1 a": "De verlening was onjuist. De gemeente houdt een redelijke termijn aan.",
        "4:50 lid 1 b": "De omstandigheden of inzichten zijn veranderd. De gemeente houdt een redelijke termijn aan.",
        "4:50 lid 1 c": "Een wettelijk voorschrift noemt dit geval.",
    }
)
LESS_DETERMINED: Mapping[str, str] = MappingProxyType(
    {
        "4:46 lid 2 a": "De activiteiten zijn niet of niet helemaal uitgevoerd.",
        "4:46 lid 2 b": "De aanbieder hield zich niet aan de verplichtingen.",
        "4:46 lid 2 c": "De aanbieder gaf onjuiste of onvolledige gegevens.",
        "4:46 lid 2 d": "De verlening was onjuist en de aanbieder wist dat of kon dat weten.",
        "4:46 lid 3": "Een deel van de werkelijke kosten was niet noodzakelijk.",
        "4:31": "De verlening zegt hoe het bedrag wordt berekend. De berekening komt lager uit.",
    }
)
LESS_AFTERWARDS: Mapping[str, str] = MappingProxyType(
    {
        "4:49 lid 1 a": "Er zijn feiten die de gemeente bij de vaststelling niet kon weten.",
        "4:49 lid 1 b": "De vaststelling was onjuist en de aanbieder wist dat of kon dat weten.",
        BREACH: "De aanbieder hield zich na de vaststelling niet aan de verplichtingen.",
    }
)
