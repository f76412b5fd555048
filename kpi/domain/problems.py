"""More than one reason to say no: every problem with the field it belongs to, for an error summary that links to each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.foundation.errors import Refused


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that must be put right. `field` names the form field, such as "BZ-01", "locatie-7" or "stroom-opvang"."""

    field: str
    reason: str


class SeveralRefused(Refused):
    """A refusal with all its problems. As a `Refused` it tells how many there are; `problems` holds each of them."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        if not problems:
            raise ValueError("a refusal needs at least one problem")
        only = problems[0]
        if len(problems) == 1:
            super().__init__(only.field, only.reason)
        else:
            super().__init__("", f"Er zijn nog {len(problems)} punten die u moet nakijken.")
        self.problems = tuple(problems)


def problems_of(refusal: Refused) -> list[Problem]:
    """Each problem of a refusal, be it one or several."""
    return list(refusal.problems) if isinstance(refusal, SeveralRefused) else [Problem(refusal.field, refusal.reason)]


def refuse_any(problems: Sequence[Problem]) -> None:
    """Raise when there is a problem."""
    if problems:
        raise SeveralRefused(problems)
