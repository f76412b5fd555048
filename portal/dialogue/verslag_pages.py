"""What the reading page and the page of an addendum show."""

from __future__ import annotations

from dataclasses import dataclass

from kpi.domain.dialogue import OFFERED, SETTLED, TALKING
from kpi.domain.minutes import AGREES, DISAGREES, MUNICIPALITY, RecordedParty
from kpi.queries.dialogue_reading import Reading
from portal.dialogue.document import MinutesDocument
from portal.dialogue.verslag_document import parties_in_order
from portal.dialogue.verslag_words import standing
from portal.dialogue.words import NextStep, Seat


@dataclass(frozen=True, slots=True)
class ReadingPage:
    """The minutes, for one viewer. `asked` is the edition that was asked for; None: as it is now."""

    reading: Reading
    document: MinutesDocument
    seat: Seat
    own_provider_id: int | None
    asked: int | None = None
    has_errors: bool = False
    notice: str = ""

    @property
    def title(self) -> str:
        """The conversation's own title."""
        return f"Verslag: {self.document.title}"

    @property
    def standing(self) -> tuple[str, str]:
        """What this text is: a concept, before the parties, or which edition."""
        return standing(self.reading)

    @property
    def own_party(self) -> RecordedParty | None:
        """The organisation that the viewer answers for."""
        return own_party(self.reading, self.own_provider_id)

    @property
    def may_answer(self) -> bool:
        """Can this viewer answer now?"""
        return self.asked is None and self.reading.state == OFFERED and self.seat.may_consent and self.own_party is not None

    @property
    def may_reopen(self) -> bool:
        """Can this viewer take the minutes back into the conversation? Not once they were settled."""
        return self.asked is None and self.reading.state == OFFERED and self.seat.may_chair and not self.reading.editions

    @property
    def may_propose(self) -> bool:
        """Can this viewer propose an addendum?"""
        return self.asked is None and self.reading.state == SETTLED and bool(self.reading.editions)

    @property
    def shows_answers(self) -> bool:
        """Does this text lie before the parties, or did it?"""
        return self.reading.state in (OFFERED, SETTLED)

    @property
    def has_files(self) -> bool:
        """Is there something to keep: has the conversation begun?"""
        return self.reading.state in (TALKING, OFFERED, SETTLED)

    @property
    def file_edition(self) -> int | None:
        """Which edition a download of this page is; None for the concept."""
        return self.reading.edition.number if self.reading.edition else None

    @property
    def step(self) -> NextStep | None:
        """What the viewer does now; None where there is nothing to do."""
        return None if self.asked is not None or self.reading.state != OFFERED else _step(self.reading, self.seat, self.own_party)


@dataclass(frozen=True, slots=True)
class AddendumPage:
    """Proposing an addendum, or writing the open one differently. `late` is the point at which a text came too late."""

    reading: Reading
    is_own: bool
    may_withdraw: bool
    late: str = ""
    has_errors: bool = False
    notice: str = ""

    @property
    def title(self) -> str:
        """What one does here."""
        if self.reading.addendum:
            return "Wijzig de aanvulling" if self.is_own else f"Aanvulling {self.reading.addendum.number}"
        return "Stel een aanvulling voor"

    @property
    def is_possible(self) -> bool:
        """Is there something settled to add to, or an addendum to look at?"""
        return bool(self.reading.editions) and (self.reading.state == SETTLED or self.reading.addendum is not None)


def own_party(reading: Reading, provider_id: int | None) -> RecordedParty | None:
    """The organisation at the table that this viewer answers for; None of the centrumgemeente that is not a party."""
    parties = reading.record.head.parties
    return next((one for one in parties if (one.side == MUNICIPALITY if provider_id is None else one.organisation_id == provider_id)), None)


def _step(reading: Reading, seat: Seat, own: RecordedParty | None) -> NextStep:
    """The one next step for this viewer while the text lies before the parties."""
    given = {party.name: reading.answer_of(party.organisation_id) for party in parties_in_order(reading.record)}
    against = [name for name, answer in given.items() if answer and answer.what == DISAGREES]
    mine = given.get(own.name) if own else None
    if against:
        return _against(reading, against, own)
    if mine and mine.what == AGREES:
        waiting = " en ".join(name for name, answer in given.items() if answer is None)
        return NextStep(f"Wacht op {waiting}", "U bent het eens. Verandert de tekst nog, dan vragen we u opnieuw om instemming.")
    what = "de aanvulling" if reading.addendum else "het verslag"
    if seat.may_consent:
        return NextStep(f"Lees {what} en geef uw instemming", "Klopt er iets niet? Schrijf op waarom u het niet eens bent.", "consent")
    return NextStep(f"Lees {what}", "Een tekenbevoegde van uw organisatie geeft de instemming.")


def _against(reading: Reading, against: list[str], own: RecordedParty | None) -> NextStep:
    """Somebody does not agree: nothing can be settled until the text is another one, or the answer is."""
    if reading.addendum:
        what = "Pas de aanvulling aan, of trek haar in. Na een wijziging antwoordt iedereen opnieuw."
    else:
        what = "Pas het verslag samen aan op de pagina van het gesprek. Daarna antwoordt iedereen opnieuw."
    if own and against == [own.name]:
        return NextStep("U bent het niet eens", f"De andere kant ziet uw reden. {what} U kunt ook een ander antwoord geven.", "change")
    others = " en ".join(name for name in against if own is None or name != own.name)
    verb = "is" if " en " not in others else "zijn"
    return NextStep(f"{others} {verb} het niet eens", f"Lees de reden hieronder bij Instemming. {what}", "change")
