"""The demonstration's entrance: choose who you are. The factory registers this blueprint in demonstration mode only."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.foundation.errors import NotFound
from contracts.tables.organisation import Organisation, Role
from portal.access.guard import requires
from portal.access.permissions import Permission
from portal.accounts import entrance
from portal.accounts.pages import Choice, ChoosePage
from portal.accounts.tables import Membership, MembershipRole, Person
from portal.web import clock, transaction

demonstration = Blueprint("demonstration", __name__)
ORDER = {"aanbieder": 0, "centrumgemeente": 1, "klankbordgroep": 2, "regiogemeente": 3}


def people_to_be(session: Session) -> list[Choice]:
    """Every membership that has a role, aanbieders first."""
    rows = session.execute(
        select(Membership.id, Person.name, Organisation.name.label("organisation"), Organisation.kind, Role.name.label("role"))
        .join(Person, Person.id == Membership.person_id)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .join(MembershipRole, MembershipRole.membership_id == Membership.id)
        .join(Role, Role.code == MembershipRole.role)
        .where(Person.is_blocked.is_(False))
        .order_by(Organisation.name, Person.name, Role.name)
    ).all()
    found: dict[int, Choice] = {}
    kinds = {row.organisation: row.kind for row in rows}
    for row in rows:
        known = found.get(row.id)
        found[row.id] = Choice(row.id, row.name, row.organisation, f"{known.roles}, {row.role.lower()}" if known else row.role)
    return sorted(found.values(), key=lambda choice: ORDER[kinds[choice.organisation_name]])


@demonstration.get("/demonstratie")
@requires(Permission.PUBLIC)
def choose() -> str:
    """Who can I be?"""
    grouped: dict[str, list[Choice]] = {}
    for choice in people_to_be(transaction.reading()):
        grouped.setdefault(choice.organisation_name, []).append(choice)
    return render_template("accounts/choose.html", page=ChoosePage(grouped))


@demonstration.post("/demonstratie")
@requires(Permission.PUBLIC)
def become() -> Response:
    """Begin a real session as the chosen person."""
    session = transaction.writing()
    chosen = request.form.get("membership_id", type=int)
    person = session.execute(select(Person.id, Person.name).join(Membership, Membership.person_id == Person.id).where(Membership.id == chosen)).first()
    if person is None or not entrance.enter(person_id=person.id, name=person.name, at=clock.now(), how="demonstratie", membership_id=chosen):
        raise NotFound("membership")
    return redirect(url_for("start.home"), code=303)  # type: ignore[return-value]
