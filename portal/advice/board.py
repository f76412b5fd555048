"""The members of the klankbordgroep: their names, which no aanbieder may read, and the mail they get when the gemeente answers."""

from __future__ import annotations

from datetime import datetime

from flask import current_app
from sqlalchemy.orm import Session

from kpi.queries.advice import find_advice
from portal.access.identity import Kind, Role
from portal.accounts.people_queries import Member, members
from portal.reminders import advice_mail


def board_names(session: Session) -> tuple[str, ...]:
    """Everybody who is, or was, at a klankbordgroep here."""
    return tuple(one.name for one in members(session) if one.organisation_kind == Kind.SOUNDING_BOARD)


def tell_board(session: Session, *, advice_id: int, number: int, is_outcome: bool = False, at: datetime) -> int:
    """Mail every member of the klankbordgroep that gave this advice; how many mails. In the transaction of the answer itself."""
    board = find_advice(session, advice_id=advice_id).organisation_id
    told = {"advice_id": advice_id, "number": number, "is_outcome": is_outcome, "address": current_app.config["SETTINGS"].address}
    return sum(
        advice_mail.write(session, person_id=one.person_id, name=one.name, to=one.email, at=at, **told)
        for one in members(session)
        if one.organisation_id == board and _reads_advice(one)
    )


def _reads_advice(one: Member) -> bool:
    return Role.SOUNDING_BOARD in one.roles and not one.is_blocked
