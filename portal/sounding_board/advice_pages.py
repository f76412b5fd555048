"""What the klankbordgroep's screens of advice show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kpi.queries.advice_of_board import BoardAdvice


@dataclass(frozen=True, slots=True)
class AllAdvicePage:
    """Every advice, the latest first."""

    advice: tuple[BoardAdvice, ...]
    today: date
    title: str = "Adviezen"

    @property
    def lead(self) -> str:
        """What to do now."""
        late = sum(one.is_overdue(self.today) for one in self.advice)
        waiting = sum(one.is_waiting for one in self.advice)
        if late:
            return f"Bij {late} {'advies' if late == 1 else 'adviezen'} is de gemeente te laat met haar antwoord."
        if waiting:
            return f"{waiting} {'advies wacht' if waiting == 1 else 'adviezen wachten'} op een antwoord van de gemeente."
        return (
            "Hier geeft u advies aan de gemeente. U leest wat zij ermee doet." if not self.advice else "De gemeente heeft op elk advies geantwoord."
        )


@dataclass(frozen=True, slots=True)
class NewAdvicePage:
    """The form."""

    has_errors: bool = False
    title: str = "Geef advies"


@dataclass(frozen=True, slots=True)
class AdvicePage:
    """One advice. `refusal`: why it could not be taken back, or ""."""

    advice: BoardAdvice
    today: date
    refusal: str = ""

    @property
    def title(self) -> str:
        """Its subject."""
        return self.advice.subject

    @property
    def has_errors(self) -> bool:
        """Was something refused?"""
        return bool(self.refusal)
