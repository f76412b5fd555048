"""What a subsidiebeheerder reads: each kind of event as something to record, each field explained, each state with its tone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from contracts.domain.subsidy.events import Kind
from contracts.domain.subsidy.standing import State

TONES: Mapping[State, str] = MappingProxyType(
    {
        State.NOTHING: "rustig",
        State.APPLICATION: "actie",
        State.CLOSED: "rustig",
        State.REFUSED: "rustig",
        State.GRANTED: "goed",
        State.REVOKED: "aandacht",
        State.SETTLING: "actie",
        State.DETERMINED: "goed",
        State.ANNULLED: "aandacht",
    }
)
BY_STATE: Mapping[State, str] = MappingProxyType(
    {
        State.NOTHING: "Er is nog geen aanvraag vastgelegd.",
        State.APPLICATION: "De aanvraag is in behandeling.",
        State.CLOSED: "De aanvraag is gesloten, zonder dat er is verleend.",
        State.REFUSED: "De aanvraag is afgewezen.",
        State.GRANTED: "De subsidie is verleend.",
        State.REVOKED: "De verlening is ingetrokken.",
        State.SETTLING: "De aanbieder heeft de vaststelling aangevraagd. De gemeente beslist.",
        State.DETERMINED: "De subsidie is vastgesteld.",
        State.ANNULLED: "De vaststelling is ingetrokken.",
    }
)
LIKELY: Mapping[State, tuple[Kind, ...]] = MappingProxyType(
    {
        State.APPLICATION: (Kind.GRANTED, Kind.SUPPLEMENT_RECEIVED, Kind.SUPPLEMENT_ASKED, Kind.REFUSED),
        State.GRANTED: (Kind.ADVANCE_PAID, Kind.DETERMINATION_REQUESTED, Kind.ACCOUNTED),
        State.SETTLING: (Kind.DETERMINED, Kind.SUPPLEMENT_RECEIVED, Kind.DECISION_EXTENDED),
        State.DETERMINED: (Kind.REST_PAID, Kind.PAID_BACK, Kind.CLAIMED_BACK),
    }
)
"""What mostly comes next, for the top of the list."""
MEANS: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.APPLIED: "De aanbieder vraagt de subsidie aan. Vanaf deze dag loopt de tijd om te beslissen.",
        Kind.SUPPLEMENT_ASKED: "De aanvraag is niet volledig. De beslistermijn staat stil tot de aanvulling er is.",
        Kind.SUPPLEMENT_RECEIVED: "De gevraagde aanvulling is er. De beslistermijn loopt verder.",
        Kind.DECISION_EXTENDED: "De gemeente laat weten dat zij later beslist, en op welke dag uiterlijk.",
        Kind.WITHDRAWN: "De aanbieder wil de subsidie niet meer. Er hoeft niet meer te worden beslist.",
        Kind.NOT_PROCESSED: "De aanvulling kwam niet of was niet genoeg. De gemeente behandelt de aanvraag niet (Awb 4:5).",
        Kind.REFUSED: "De gemeente verleent de subsidie niet.",
        Kind.GRANTED: "De gemeente zegt het geld toe. Het bedrag telt vanaf nu als vastgelegd in de begroting.",
        Kind.GRANT_CHANGED: "Het toegezegde bedrag of de einddatum verandert, voordat de subsidie is vastgesteld.",
        Kind.GRANT_REVOKED: "De gemeente trekt de toezegging in, voordat de subsidie is vastgesteld.",
        Kind.ADVANCE_PAID: "Er is een deel vooruit betaald. Het telt als gerealiseerd.",
        Kind.ACCOUNTED: "De aanbieder liet tussentijds zien wat er met het geld is gedaan.",
        Kind.REMINDED: "De aanvraag tot vaststelling is te laat. De gemeente noemt een laatste dag (Awb 4:44 lid 3).",
        Kind.DETERMINATION_REQUESTED: "De aanbieder legt verantwoording af en vraagt om het bedrag vast te stellen.",
        Kind.DETERMINED: "De gemeente stelt vast op welk bedrag de aanbieder recht heeft.",
        Kind.DETERMINATION_CHANGED: "Het vastgestelde bedrag verandert. Lager kan alleen op een grond uit de wet, en niet na vijf jaar.",
        Kind.DETERMINATION_REVOKED: "De vaststelling vervalt. Dat kan alleen op een grond uit de wet, en niet na vijf jaar.",
        Kind.REST_PAID: "Na de vaststelling is betaald wat de aanbieder nog kreeg.",
        Kind.CLAIMED_BACK: "De gemeente vraagt terug wat te veel is betaald.",
        Kind.PAID_BACK: "De aanbieder betaalde terug. Het gaat van gerealiseerd af.",
        Kind.OFFSET: "Wat terug moest komen, is afgetrokken van een andere betaling. Het gaat van gerealiseerd af.",
        Kind.OBJECTED: "Er is bezwaar gemaakt tegen het laatste besluit.",
        Kind.OBJECTION_DECIDED: "De gemeente nam een besluit op het bezwaar.",
    }
)
_DECISIONS = frozenset(
    {
        *(Kind.SUPPLEMENT_ASKED, Kind.DECISION_EXTENDED, Kind.NOT_PROCESSED, Kind.REFUSED, Kind.GRANTED, Kind.GRANT_CHANGED, Kind.GRANT_REVOKED),
        *(Kind.REMINDED, Kind.DETERMINED, Kind.DETERMINATION_CHANGED, Kind.DETERMINATION_REVOKED, Kind.CLAIMED_BACK, Kind.OBJECTION_DECIDED),
    }
)
_PAYMENTS = frozenset({Kind.ADVANCE_PAID, Kind.REST_PAID, Kind.PAID_BACK, Kind.OFFSET})
UNTIL: Mapping[Kind, tuple[str, str]] = MappingProxyType(
    {
        Kind.SUPPLEMENT_ASKED: ("Aanvullen tot en met", "De laatste dag die in de brief staat."),
        Kind.DECISION_EXTENDED: ("Beslissen tot en met", "De laatste dag die in de brief staat. Een dag na de beslistermijn van nu."),
        Kind.GRANTED: ("Vaststelling aanvragen tot en met", "Alleen als de beschikking een dag noemt. Anders geldt de wet."),
        Kind.REMINDED: ("Vaststelling aanvragen tot en met", "De laatste dag die in de brief staat."),
    }
)
AMOUNT: Mapping[Kind, tuple[str, str]] = MappingProxyType(
    {
        Kind.APPLIED: ("Aangevraagd bedrag in euro's", "Voor de hele looptijd."),
        Kind.GRANTED: ("Verleend bedrag in euro's", "Voor de hele looptijd, zoals het in de beschikking staat."),
        Kind.GRANT_CHANGED: ("Nieuw verleend bedrag in euro's", "Het hele bedrag zoals het nu wordt, niet het verschil."),
        Kind.DETERMINED: ("Vastgesteld bedrag in euro's", "Het hele bedrag waar de aanbieder recht op heeft."),
        Kind.DETERMINATION_CHANGED: ("Nieuw vastgesteld bedrag in euro's", "Het hele bedrag zoals het nu wordt, niet het verschil."),
    }
)
PLAIN_AMOUNT = ("Bedrag in euro's", "Bijvoorbeeld 12.500 of 12.500,50.")
MAY_BE_LESS = frozenset({Kind.GRANT_CHANGED, Kind.DETERMINED, Kind.DETERMINATION_CHANGED})
"""Their ground is asked only when the amount becomes less."""


def day_label(kind: Kind) -> tuple[str, str]:
    """What the day of the event is called, and what is meant by it (Awb 3:41: a decision works from its announcement)."""
    if kind in _DECISIONS:
        return "Datum van de brief of het besluit", "De dag waarop het is verstuurd of bekendgemaakt."
    if kind in _PAYMENTS:
        return (
            "Datum van de betaling",
            "Bij verrekenen: de dag waarop het is verrekend." if kind is Kind.OFFSET else "De dag waarop het geld is overgemaakt.",
        )
    return "Datum van ontvangst", "De dag waarop het bij de gemeente binnenkwam."


def in_likely_order(kinds: Iterable[Kind], state: State) -> list[Kind]:
    """What mostly comes next first; the others stay in the order of a subsidie's life."""
    likely = LIKELY.get(state, ())
    return sorted(kinds, key=lambda kind: likely.index(kind) if kind in likely else len(likely))


def slug(kind: Kind) -> str:
    """The kind in an address."""
    return kind.value.replace(" ", "-")


SLUGS: Mapping[str, Kind] = MappingProxyType({slug(kind): kind for kind in Kind})
