"""The page on which an afspraak is written down, or said otherwise."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kpi.queries.action_point_whole import AgreementHead
from portal.web.formatting import day


@dataclass(frozen=True, slots=True)
class MakePage:
    """`action` is where the form goes, `back` where one was. `theirs`: what somebody else wrote first, by label."""

    session_id: int
    session_title: str
    action: str
    back: str
    is_change: bool = False
    has_errors: bool = False
    by: str = ""
    theirs: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """What one does here."""
        return "Wijzig de afspraak" if self.is_change else "Leg een afspraak vast"

    @property
    def lead(self) -> str:
        """What comes of it."""
        if self.is_change:
            return "U verandert het verslag. Wie al instemde, wordt opnieuw gevraagd."
        return "Schrijf op wat u afspreekt, wie het doet en wanneer. Verwacht u een ander cijfer? Kies dan de KPI erbij."

    def wrong(self) -> MakePage:
        """The same page, with something that was refused."""
        return replace(self, has_errors=True)

    def overtaken(self, by: str, state: str, now: AgreementHead) -> MakePage:
        """The same page, with what somebody else made of it in the meantime."""
        theirs = (
            ("Afspraak", now.text),
            ("Wie", f"{now.owner_name}, {now.owner_organisation}"),
            ("Uiterlijk", day(now.due_on)),
            ("Stand", state),
        )
        return replace(self, has_errors=True, by=by, theirs=theirs)
