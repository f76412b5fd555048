"""Following an invitation: set a passphrase and a second factor, and receive recovery codes."""

from __future__ import annotations

import io

import segno
from flask import Blueprint, Response, current_app, make_response, render_template
from markupsafe import Markup

from contracts.foundation.errors import NotFound
from portal.access.guard import requires
from portal.access.permissions import Permission
from portal.accounts import entrance, secrets
from portal.accounts.forms import AcceptForm
from portal.accounts.invitations import accept
from portal.accounts.pages import AcceptPage
from portal.accounts.people_queries import OpenInvitation, invitation_by_token
from portal.web import clock, transaction
from portal.web.pages import PlainPage

invitation = Blueprint("invitation", __name__)


def _find(token: str) -> tuple[OpenInvitation, str]:
    found = invitation_by_token(transaction.reading(), token_hash=secrets.hashed(token), at=clock.now())
    if found is None:
        raise NotFound("invitation")
    return found, secrets.decrypt(found.totp_secret, current_app.config["SECRET_KEY"])


def _page(found: OpenInvitation, secret: str, *, title: str = "Stel uw toegang in") -> AcceptPage:
    drawing = io.BytesIO()
    segno.make(secrets.provisioning_uri(secret, email=found.email)).save(
        drawing, kind="svg", xmldecl=False, svgns=True, scale=4, title="QR-code", omitsize=False
    )
    return AcceptPage(
        name=found.name,
        email=found.email,
        organisation_name=found.organisation_name,
        is_renewal=found.person_id is not None,
        secret=" ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
        qr=Markup(drawing.getvalue().decode().replace("<svg ", '<svg role="img" ', 1)),  # noqa: S704  made by segno from a secret of our own: base32 and an address of the invitation, encoded as modules
        title=title,
    )


@invitation.get("/uitnodiging/<token>")
@requires(Permission.PUBLIC)
def open_link(token: str) -> str:
    """Show what to set."""
    found, secret = _find(token)
    return render_template("accounts/accept.html", page=_page(found, secret), form=AcceptForm(formdata=None))


@invitation.post("/uitnodiging/<token>")
@requires(Permission.PUBLIC)
def follow(token: str) -> Response | str:
    """Set passphrase and second factor; the link stops working and the recovery codes are shown once."""
    found, secret = _find(token)
    form, at = AcceptForm(), clock.now()
    step = secrets.matching_step(secret, form.code.data or "", at=at, after_step=0)
    problem = secrets.passphrase_problem(form.passphrase.data or "", name=found.name, email=found.email)
    if not form.validate() or problem or step is None:
        if problem and not form.passphrase.errors:
            form.passphrase.errors = [problem]
        if step is None and not form.code.errors:
            form.code.errors = ["Deze code klopt niet. Wacht op de volgende code in uw app."]
        return make_response(render_template("accounts/accept.html", page=_page(found, secret, title="Fout: stel uw toegang in"), form=form), 422)
    password_hash = secrets.hash_passphrase(form.passphrase.data)
    by = entrance.actor_for(found.person_id or 0, found.name)
    _, codes = accept(transaction.writing(), token_hash=secrets.hashed(token), password_hash=password_hash, totp_step=step, by=by, at=at)
    return render_template("accounts/recovery_codes.html", page=PlainPage("Uw herstelcodes"), codes=codes)
