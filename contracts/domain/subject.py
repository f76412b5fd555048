"""What an amendment, a contact person or a document belongs to: one raamovereenkomst, or one arrangement or subsidie."""

from __future__ import annotations

from dataclasses import dataclass

AGREEMENT, COMMITMENT = "agreement", "commitment"


@dataclass(frozen=True, slots=True)
class Subject:
    """One of the two, by its number. Make it with `of_agreement` or `of_commitment`."""

    kind: str
    id: int

    @property
    def object(self) -> str:
        """How the journal names it."""
        return f"{self.kind}:{self.id}"

    @property
    def keys(self) -> dict[str, int | None]:
        """The two columns of a row that belongs to it: one is filled."""
        return {"agreement_id": self.id if self.kind == AGREEMENT else None, "commitment_id": self.id if self.kind == COMMITMENT else None}


def of_agreement(agreement_id: int) -> Subject:
    """A raamovereenkomst."""
    return Subject(AGREEMENT, agreement_id)


def of_commitment(commitment_id: int) -> Subject:
    """An arrangement or subsidie."""
    return Subject(COMMITMENT, commitment_id)


def subject_of(*, agreement_id: int | None, commitment_id: int | None) -> Subject:
    """The one of the two that is named. Raises ValueError when it is none or both."""
    if (agreement_id is None) == (commitment_id is None):
        raise ValueError("one of the two")
    return Subject(COMMITMENT, commitment_id) if commitment_id is not None else Subject(AGREEMENT, agreement_id or 0)
