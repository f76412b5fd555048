"""The life of a draft: made, signed by one, published by the signature of another; or lapsed. And the editions that come out of it.

concept -> getekend -> gepubliceerd, or vervallen with a reason. Whatever is not allowed here cannot happen (S003 advice 13; two pairs of eyes).
Both people sign the fingerprint of what they read. A draft holds only for the figures and the editions that it was tested with: when one of
them changed since, it cannot be signed any more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from contracts.foundation.errors import Refused

CONCEPT, SIGNED, PUBLISHED, LAPSED = "concept", "getekend", "gepubliceerd", "vervallen"
STATES = (CONCEPT, SIGNED, PUBLISHED, LAPSED)
OPEN = (CONCEPT, SIGNED)
ONLINE, WITHDRAWN = "gepubliceerd", "ingetrokken"
REPLACED = "Vervangen door een nieuw concept."
SIGNED_WAITS = "Er is al een concept met één handtekening. Wacht op de tweede, of laat het eerst vervallen."
CHANGED = "De cijfers of de edities zijn veranderd sinds dit concept. Maak een nieuw concept."


@dataclass(frozen=True, slots=True)
class Prints:
    """The fingerprints of the reports and of the editions that a draft was made with, or as they are now."""

    source: str
    history: str


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed, and the fingerprint of the text that was signed."""

    person_id: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as far as its life is concerned. `sha256`: of the text that the klankbordgroep would read. `is_safe`: the audit found nothing."""

    sha256: str
    is_safe: bool
    prints: Prints
    state: str = CONCEPT
    signatures: tuple[Signature, ...] = ()
    closed_reason: str = ""


@dataclass(frozen=True, slots=True)
class Issued:
    """An edition of a quarter as far as its life is concerned."""

    number: int
    state: str
    sha256: str


def signed(draft: Draft, *, by: int, shown: str, now: Prints) -> Draft:
    """The draft after a signature; it is published when this was the second person. `shown` is the fingerprint that stood on the screen.

    Raises Refused when it may not be signed: it is closed, not safe, changed, another text, or signed by this person already.
    """
    _require_open(draft)
    if not draft.is_safe:
        raise Refused("", "De toets vond een cijfer dat te veel zegt. Dit concept kan niet naar buiten.")
    if draft.prints != now:
        raise Refused("", CHANGED)
    if shown != draft.sha256 or any(one.sha256 != draft.sha256 for one in draft.signatures):
        raise Refused("", "Dit is niet de tekst die u las. Laad de pagina opnieuw en lees hem nog eens.")
    if any(one.person_id == by for one in draft.signatures):
        raise Refused("", "U hebt dit concept al ondertekend. Een collega moet ook ondertekenen.")
    signatures = (*draft.signatures, Signature(by, shown))
    return replace(draft, signatures=signatures, state=PUBLISHED if len(signatures) > 1 else SIGNED)


def lapsed(draft: Draft, *, reason: str) -> Draft:
    """The draft after somebody let it lapse. Raises Refused without a reason, or when it is closed already."""
    _require_open(draft)
    if not reason.strip():
        raise Refused("reason", "Schrijf op waarom dit concept vervalt.")
    return replace(draft, state=LAPSED, closed_reason=reason)


def replaced(draft: Draft) -> Draft:
    """The draft after a newer one took its place. Raises Refused once somebody signed it: then it lapses with a reason of its own."""
    _require_open(draft)
    if draft.state != CONCEPT:
        raise Refused("", SIGNED_WAITS)
    return replace(draft, state=LAPSED, closed_reason=REPLACED)


def require_new(editions: Sequence[Issued], *, sha256: str, reason: str) -> None:
    """May a draft with this text become the next edition? Raises Refused for what is online already, and for a correction without a reason."""
    for one in editions:
        if one.state == ONLINE and one.sha256 == sha256:
            raise Refused("", f"Er is niets veranderd sinds editie {one.number}. Die staat al online.")
    if editions and not reason.strip():
        raise Refused("reason", "Schrijf op waarom er een nieuwe editie komt.")


def next_number(editions: Sequence[Issued]) -> int:
    """The number of the next edition of a quarter: one more than the highest, also when that one was withdrawn."""
    return max((one.number for one in editions), default=0) + 1


def issued(editions: Sequence[Issued], *, sha256: str) -> tuple[Issued, ...]:
    """The quarter's editions after a new one: it is the only one online. No text changes."""
    earlier = tuple(replace(one, state=WITHDRAWN) for one in editions)
    return (*earlier, Issued(next_number(editions), ONLINE, sha256))


def withdrawn(edition: Issued, *, reason: str) -> Issued:
    """The edition after it was taken back. Its text stays: who read it still knows it. Raises Refused without a reason, or when it is not online."""
    if edition.state != ONLINE:
        raise Refused("", "Deze editie is al ingetrokken of vervangen.")
    if not reason.strip():
        raise Refused("reason", "Schrijf op waarom u deze samenvatting intrekt.")
    return replace(edition, state=WITHDRAWN)


def _require_open(draft: Draft) -> None:
    if draft.state == PUBLISHED:
        raise Refused("", "Dit concept is al gepubliceerd.")
    if draft.state == LAPSED:
        raise Refused("", "Dit concept is vervallen.")
