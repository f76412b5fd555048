"""One's own account: organisations, sessions, recovery codes."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, flash, make_response, redirect, render_template, request, url_for

from contracts.foundation.errors import NotFound, Refused
from contracts.foundation.journal import record
from portal.access.guard import requires
from portal.access.identity import actor, viewer
from portal.access.permissions import Permission
from portal.accounts import entrance, sessions
from portal.accounts.forms import CodeForm
from portal.accounts.pages import AccountPage
from portal.accounts.queries import open_sessions, places
from portal.accounts.second_factor import recovery_codes_left, replace_recovery_codes, use_code
from portal.accounts.throttle import network_of
from portal.web import clock, transaction
from portal.web.pages import PlainPage

own = Blueprint("own", __name__)


def _page() -> AccountPage:
    me, session, at = viewer(), transaction.reading(), clock.now()
    return AccountPage(
        name=me.name,
        email=me.email,
        places=places(session, person_id=me.person_id),
        current_membership_id=me.membership_id,
        sessions=open_sessions(session, person_id=me.person_id, at=at),
        current_session_id=me.session_id,
        codes_left=recovery_codes_left(session, person_id=me.person_id),
    )


@own.get("/account")
@requires(Permission.ACCOUNT_OWN)
def own_account() -> str:
    """Who I am here, where I am signed in, and what I can change."""
    return render_template("accounts/account.html", page=_page(), form=CodeForm(formdata=None))


@own.post("/account/organisatie")
@requires(Permission.ACCOUNT_OWN)
def switch_organisation() -> Response:
    """Act for another organisation that I belong to: a new session."""
    me = viewer()
    try:
        chosen = int(request.form.get("membership_id", ""))
    except ValueError as error:
        raise NotFound("membership") from error
    token = sessions.switch(
        transaction.writing(),
        session_id=me.session_id,
        person_id=me.person_id,
        membership_id=chosen,
        hours=current_app.config["SESSION_ABSOLUTE_HOURS"],
        browser=request.user_agent.string,
        network=network_of(request.remote_addr or ""),
        by=actor(),
        at=clock.now(),
    )
    entrance.carry(token)
    return redirect(url_for("start.home"), code=303)  # type: ignore[return-value]


@own.post("/account/sessies/<int:session_id>/beeindigen")
@requires(Permission.ACCOUNT_OWN)
def end_session(session_id: int) -> Response:
    """End one of my sessions, on another device for instance."""
    sessions.end(
        transaction.writing(), session_id=session_id, person_id=viewer().person_id, why="beëindigd door eigenaar", by=actor(), at=clock.now()
    )
    flash("De sessie is beëindigd.")
    return redirect(url_for("own.own_account"), code=303)  # type: ignore[return-value]


@own.post("/account/herstelcodes")
@requires(Permission.ACCOUNT_OWN)
def new_recovery_codes() -> Response | str:
    """Make new recovery codes; asks for the second factor again. The codes are shown once."""
    form, me, at = CodeForm(), viewer(), clock.now()
    session = transaction.writing()
    try:
        key = current_app.config["SECRET_KEY"]
        use_code(session, person_id=me.person_id, code=form.code.data or "", key=key, at=at, recovery_allowed=False)
    except Refused as refusal:
        form.code.errors = [refusal.reason]
        return make_response(render_template("accounts/account.html", page=_page(), form=form), 422)
    codes = replace_recovery_codes(session, person_id=me.person_id)
    record(session, by=actor(), at=at, action="herstelcodes vernieuwd", object=f"persoon {me.person_id}")
    return render_template("accounts/recovery_codes.html", page=PlainPage("Uw nieuwe herstelcodes"), codes=codes)
