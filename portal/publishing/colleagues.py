"""Who else may sign: they stand on the concept's page, and are mailed when it waits for its second signature."""

from __future__ import annotations

from datetime import datetime

from flask import current_app
from sqlalchemy.orm import Session

from kpi.queries.publishing import find_draft
from portal.access.identity import Kind, Role
from portal.accounts.people_queries import Member, members
from portal.reminders import signature_mail


def colleagues(session: Session, *, of: int) -> tuple[Member, ...]:
    """The other publishers of the gemeente who can sign in."""
    return tuple(
        one
        for one in members(session)
        if one.organisation_kind == Kind.CENTRE and Role.PUBLISHER in one.roles and not one.is_blocked and one.person_id != of
    )


def ask_for_the_second(session: Session, *, draft_id: int, signer_id: int, at: datetime) -> int:
    """Mail every other publisher that this concept waits for a second signature; how many mails. In the transaction of the first."""
    draft, address = find_draft(session, draft_id=draft_id), current_app.config["SETTINGS"].address
    signer = next(one.person_name for one in draft.signatures if one.person_id == signer_id)
    told = {"draft_id": draft_id, "period": draft.period, "signer": signer, "address": address, "at": at}
    return sum(
        signature_mail.write(session, person_id=one.person_id, name=one.name, to=one.email, **told) for one in colleagues(session, of=signer_id)
    )
