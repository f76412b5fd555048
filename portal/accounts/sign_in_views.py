"""Signing in and out."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, Response, current_app, make_response, redirect, render_template, request, url_for
from flask import session as cookie

from contracts.foundation.actor import Actor
from contracts.foundation.errors import Refused
from contracts.foundation.journal import record
from portal.access.guard import requires
from portal.access.identity import actor, current_identity
from portal.access.permissions import Permission
from portal.accounts import entrance, secrets, sessions, throttle
from portal.accounts.forms import CodeForm, SignInForm
from portal.accounts.pages import ResumePage, SignInPage
from portal.accounts.queries import credentials
from portal.accounts.resume import seal_request, unseal
from portal.accounts.second_factor import use_code
from portal.web import clock, transaction

accounts = Blueprint("accounts", __name__)
WRONG = "Het e-mailadres of het wachtwoord klopt niet."


@accounts.get("/aanmelden")
@requires(Permission.PUBLIC)
def sign_in() -> Response | str:
    """Ask for the first factor."""
    if current_identity() is not None:
        return redirect(entrance.safe_next(request.args.get("next")), code=303)  # type: ignore[return-value]
    form = SignInForm(next=request.args.get("next", ""))
    return render_template("accounts/sign_in.html", page=SignInPage("Aanmelden"), form=form)


def interrupted() -> Response:
    """A form arrived without a session: ask to sign in, and keep what was typed."""
    form = SignInForm(formdata=None, resume=seal_request())
    notice = (
        "Uw sessie is verlopen. Meld u opnieuw aan. Wat u had ingevuld, is bewaard."
        if form.resume.data
        else "Uw sessie is verlopen. Meld u opnieuw aan."
    )
    return make_response(render_template("accounts/sign_in.html", page=SignInPage("Aanmelden", notice=notice), form=form), 401)


@accounts.post("/aanmelden")
@requires(Permission.PUBLIC)
def check_passphrase() -> Response | str:
    """Check the first factor. The answer is the same, and takes as long, for known, unknown and blocked accounts."""
    form, at, network = SignInForm(), clock.now(), throttle.network_of(request.remote_addr or "")
    if not form.validate():
        return _again(form, 422)
    until = throttle.wait_until(transaction.reading(), email=form.email.data, network=network, at=at)
    if until is not None:
        return _wait("accounts/sign_in.html", form, until, at)
    known = credentials(transaction.reading(), email=form.email.data)
    fits = secrets.passphrase_fits(form.passphrase.data, known.password_hash if known else None)
    until = throttle.wait_until(transaction.writing(), email=form.email.data, network=network, at=at)
    if until is not None:  # asked again with the write lock: guesses sent at the same time do not all slip through
        return _wait("accounts/sign_in.html", form, until, at)
    if known is None or not fits or known.is_blocked:
        _count_failure(form.email.data, network, at, "wachtwoord")
        form.form_errors.append(WRONG)
        return _again(form, 422)
    entrance.first_factor_passed(known.person_id, at=at)
    cookie["email"] = form.email.data
    return render_template("accounts/code.html", page=SignInPage("Tweede stap"), form=_code_form(form))


@accounts.post("/aanmelden/code")
@requires(Permission.PUBLIC)
def check_code() -> Response | str:
    """Check the second factor and begin a session."""
    form, at, network = CodeForm(), clock.now(), throttle.network_of(request.remote_addr or "")
    person_id, email = entrance.awaited_person(at=at), cookie.get("email", "")
    if person_id is None:
        return redirect(url_for("accounts.sign_in"), code=303)  # type: ignore[return-value]
    until = throttle.wait_until(transaction.writing(), email=email, network=network, at=at)
    if until is not None:
        return _wait("accounts/code.html", form, until, at)
    try:
        how = use_code(
            transaction.writing(), person_id=person_id, code=form.code.data or "", key=current_app.config["SECRET_KEY"], at=at, recovery_allowed=True
        )
    except Refused as refusal:
        _count_failure(email, network, at, "code")
        form.code.errors = [*form.code.errors, refusal.reason]
        return make_response(render_template("accounts/code.html", page=SignInPage("Fout: tweede stap"), form=form), 422)
    throttle.succeeded(transaction.writing(), email=email, network=network)
    known = credentials(transaction.reading(), person_id=person_id)
    if known is None or known.is_blocked or not entrance.enter(person_id=person_id, name=known.name, at=at, how=f"wachtwoord en {how}"):
        return redirect(url_for("accounts.sign_in"), code=303)  # type: ignore[return-value]
    return _onwards(form)


def _onwards(form: CodeForm) -> Response | str:
    unsent = unseal(form.resume.data or "")
    if unsent is not None:
        return render_template("accounts/resume.html", page=ResumePage(unsent))
    return redirect(entrance.safe_next(form.next.data), code=303)  # type: ignore[return-value]


def _code_form(form: SignInForm) -> CodeForm:
    return CodeForm(formdata=None, next=form.next.data, resume=form.resume.data)


def _again(form: SignInForm, status: int) -> Response:
    return make_response(render_template("accounts/sign_in.html", page=SignInPage("Fout: aanmelden"), form=form), status)


def _wait(template: str, form: SignInForm | CodeForm, until: datetime, at: datetime) -> Response:
    seconds = max(1, int((until - at).total_seconds() + 0.999))
    page = SignInPage("Even wachten", notice=f"Er is te vaak een fout gemaakt. Probeer het over {seconds} seconden opnieuw.", wait_seconds=seconds)
    response = make_response(render_template(template, page=page, form=form), 429)
    response.headers["Retry-After"] = str(seconds)
    return response


def _count_failure(email: str, network: str, at: datetime, what: str) -> None:
    session = transaction.writing()
    throttle.failed(session, email=email, network=network, at=at)
    by = Actor(person_id=None, name="onbekend", organisation_id=None, organisation_name="-", origin=request.remote_addr or "")
    record(session, by=by, at=at, action="aanmelden", object=f"account {secrets.hashed(email.strip().lower())[:16]}", result=f"mislukt: {what}")
    transaction.keep()


@accounts.post("/afmelden")
@requires(Permission.ACCOUNT_OWN)
def sign_out() -> Response:
    """End the session on the server, empty the cookie, and tell the browser to forget what it kept."""
    identity = current_identity()
    if identity is not None:
        session = transaction.writing()
        sessions.end(session, session_id=identity.session_id, person_id=identity.person_id, why="afgemeld", by=actor(), at=clock.now())
    entrance.leave()
    response = make_response(redirect(url_for("public.front"), code=303))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
