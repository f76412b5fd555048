"""The functioneel beheerder's screens: who is in, with which rights, and who is invited."""

from __future__ import annotations

import csv
import io

from flask import Blueprint, Response, current_app, flash, make_response, redirect, render_template, url_for
from wtforms.fields.choices import SelectChoice

from contracts.foundation.errors import NotFound, Refused
from contracts.foundation.journal import record
from portal.access.guard import requires
from portal.access.identity import actor
from portal.access.permissions import Permission
from portal.accounts.forms import InvitationForm, RolesForm
from portal.accounts.invitations import invite, renew_access
from portal.accounts.pages import DirectoryPage, MemberPage
from portal.accounts.people_queries import Member, members, open_invitations, organisation_choices, person_of_membership, role_choices
from portal.accounts.rights import set_blocked, set_roles
from portal.web import clock, transaction
from portal.web.cells import safe_cell
from portal.web.formatting import moment

people = Blueprint("people", __name__)


def _directory(*, link: str = "", link_for: str = "") -> DirectoryPage:
    session, grouped = transaction.reading(), dict[str, list[Member]]()
    for member in members(session):
        grouped.setdefault(member.organisation_name, []).append(member)
    return DirectoryPage(grouped, open_invitations(session, at=clock.now()), role_choices(session), link, link_for)


def _invitation_form() -> InvitationForm:
    form, session = InvitationForm(), transaction.reading()
    form.organisation_id.choices = [SelectChoice(one.organisation_id, one.name) for one in organisation_choices(session)]
    form.roles.choices = [SelectChoice(role.code, f"{role.name} ({role.organisation_kind})") for role in role_choices(session)]
    return form


@people.get("/mensen")
@requires(Permission.PEOPLE_MANAGE)
def directory() -> str:
    """Everybody, with roles and last sign-in."""
    return render_template("accounts/directory.html", page=_directory(), form=_invitation_form())


@people.post("/mensen/uitnodigen")
@requires(Permission.PEOPLE_MANAGE)
def send_invitation() -> Response | str:
    """Make an invitation; the link is shown once."""
    form = _invitation_form()
    try:
        if not form.validate():
            raise Refused("", "")
        key, wanted = current_app.config["SECRET_KEY"], form.data
        token = invite(
            transaction.writing(),
            name=wanted["name"],
            email=wanted["email"],
            organisation_id=wanted["organisation_id"],
            roles=wanted["roles"],
            key=key,
            by=actor(),
            at=clock.now(),
        )
    except Refused as refusal:
        if refusal.field:
            form[refusal.field].errors = [*form[refusal.field].errors, refusal.reason]
        return make_response(render_template("accounts/directory.html", page=_directory(), form=form), 422)
    if token is None:
        flash(f"{form.name.data} had al een account en hoort nu ook bij deze organisatie.")
        return redirect(url_for("people.directory"), code=303)  # type: ignore[return-value]
    link = url_for("invitation.open_link", token=token, _external=True)
    return render_template("accounts/directory.html", page=_directory(link=link, link_for=form.name.data), form=_empty(form))


def _empty(form: InvitationForm) -> InvitationForm:
    fresh = InvitationForm(formdata=None)
    fresh.organisation_id.choices, fresh.roles.choices = form.organisation_id.choices, form.roles.choices
    return fresh


def _member_page(membership_id: int, *, link: str = "") -> MemberPage:
    member = person_of_membership(transaction.reading(), membership_id=membership_id)
    if member is None:
        raise NotFound(f"membership {membership_id}")
    return MemberPage(member, role_choices(transaction.reading(), organisation_kind=member.organisation_kind), link, f"Rechten van {member.name}")


def _roles_form(page: MemberPage, *, filled: bool) -> RolesForm:
    form = RolesForm(formdata=None, roles=list(page.member.roles)) if filled else RolesForm()
    form.roles.choices = [SelectChoice(role.code, role.name) for role in page.choices]
    return form


@people.get("/mensen/<int:membership_id>")
@requires(Permission.PEOPLE_MANAGE)
def member(membership_id: int) -> str:
    """One person at one organisation."""
    page = _member_page(membership_id)
    return render_template("accounts/member.html", page=page, form=_roles_form(page, filled=True))


@people.post("/mensen/<int:membership_id>/rollen")
@requires(Permission.PEOPLE_MANAGE)
def change_roles(membership_id: int) -> Response | str:
    """Give and take roles."""
    page = _member_page(membership_id)
    form = _roles_form(page, filled=False)
    try:
        if not form.validate():
            raise Refused("roles", "Kies rollen uit de lijst.")
        set_roles(transaction.writing(), membership_id=membership_id, roles=form.roles.data, by=actor(), at=clock.now())
    except Refused as refusal:
        form.roles.errors = [refusal.reason]
        return make_response(render_template("accounts/member.html", page=page, form=form), 422)
    flash(f"De rollen van {page.member.name} zijn gewijzigd. Open sessies zijn beëindigd.")
    return redirect(url_for("people.directory"), code=303)  # type: ignore[return-value]


@people.post("/mensen/<int:membership_id>/blokkeren")
@requires(Permission.PEOPLE_MANAGE)
def block(membership_id: int) -> Response:
    """Block a person."""
    set_blocked(transaction.writing(), membership_id=membership_id, blocked=True, by=actor(), at=clock.now())
    flash("Deze persoon kan niet meer aanmelden.")
    return redirect(url_for("people.directory"), code=303)  # type: ignore[return-value]


@people.post("/mensen/<int:membership_id>/vrijgeven")
@requires(Permission.PEOPLE_MANAGE)
def unblock(membership_id: int) -> Response:
    """Let a blocked person in again."""
    set_blocked(transaction.writing(), membership_id=membership_id, blocked=False, by=actor(), at=clock.now())
    flash("Deze persoon kan weer aanmelden.")
    return redirect(url_for("people.directory"), code=303)  # type: ignore[return-value]


@people.post("/mensen/<int:membership_id>/nieuwe-toegang")
@requires(Permission.PEOPLE_MANAGE)
def new_access(membership_id: int) -> str:
    """A link for somebody who lost passphrase or telephone; shown once."""
    token = renew_access(transaction.writing(), membership_id=membership_id, key=current_app.config["SECRET_KEY"], by=actor(), at=clock.now())
    page = _member_page(membership_id, link=url_for("invitation.open_link", token=token, _external=True))
    return render_template("accounts/member.html", page=page, form=_roles_form(page, filled=True))


@people.post("/mensen/rechtenoverzicht.csv")
@requires(Permission.PEOPLE_MANAGE)
def rights_overview() -> Response:
    """The rights overview for the yearly review (BIO2 5.18.02). A POST, because the journal keeps who took it."""
    at, out = clock.now(), io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(["organisatie", "naam", "e-mail", "rollen", "geblokkeerd", "laatst aangemeld"])
    session = transaction.writing()
    for one in members(session):
        seen = moment(one.last_sign_in_at) if one.last_sign_in_at else "nooit"
        cells = (one.organisation_name, one.name, one.email, ", ".join(one.role_names), "ja" if one.is_blocked else "nee", seen)
        writer.writerow([safe_cell(cell) for cell in cells])
    record(session, by=actor(), at=at, action="rechtenoverzicht uitgevoerd", object="alle mensen")
    headers = {"Content-Type": "text/csv; charset=utf-8", "Content-Disposition": f'attachment; filename="rechtenoverzicht-{at:%Y-%m-%d}.csv"'}
    return make_response(("\ufeff" + out.getvalue(), 200, headers))
