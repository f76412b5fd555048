"""Every failure becomes a plain Dutch page with a reference, and never half-done work."""

from __future__ import annotations

import logging
import uuid
from dataclasses import dataclass

from flask import Flask, Response, current_app, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException, InternalServerError

from contracts.foundation.errors import Conflict, NotFound, Refused
from portal.extensions import db

log = logging.getLogger("samenzicht")

SENTENCES = {
    400: ("Dit verzoek klopt niet", "Ga terug, laad de pagina opnieuw en probeer het nog eens."),
    401: ("U bent niet aangemeld", "Meld u aan en probeer het opnieuw."),
    403: ("Hier hebt u geen toegang toe", "Denkt u dat dit niet klopt? Vraag de functioneel beheerder van uw centrumgemeente."),
    404: ("Deze pagina is er niet", "Controleer het adres, of ga naar de startpagina."),
    405: ("Dit kan hier niet", "Ga terug en gebruik de knoppen op de pagina."),
    409: ("Iemand was u voor", "Dit is intussen gewijzigd. Vergelijk de teksten en kies."),
    413: ("Dit is te groot", "Maak de tekst of het bestand kleiner en probeer het opnieuw."),
    422: ("Dit kan niet zo", "Ga terug en pas uw invoer aan."),
    429: ("Even wachten", "U probeert het te vaak. Wacht even en probeer het opnieuw."),
    500: ("Er ging iets mis", "Uw laatste wijziging is niet opgeslagen. Probeer het opnieuw. Lukt het niet, meld dan het kenmerk."),
    503: ("Het portaal is even bezet", "Uw laatste wijziging is niet opgeslagen. Wacht een minuut en probeer het opnieuw."),
}


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """What went wrong, and what to do now."""

    title: str
    explanation: str
    what_to_do: tuple[str, ...] = ()
    reference: str = ""
    status: int = 500


def error_response(status: int, *, advice: str = "", reference: str = "") -> Response:
    """The page for a status, with the standing sentences or a better one."""
    heading, standing = SENTENCES.get(status, SENTENCES[500])
    page = ErrorPage(heading, advice or standing, reference=reference, status=status)
    try:
        text = render_template("errors/error.html", page=page)
    except Exception:  # the frame asks who is signed in, and where things are: without a database, or with a foreign host, that fails too
        log.exception("the error page itself failed")
        db.session.rollback()
        text = current_app.jinja_env.get_template("errors/last_resort.html").render(page=page)
    return make_response(text, status)


def _http(error: HTTPException) -> Response:
    if isinstance(error, InternalServerError) and error.original_exception is not None:
        return _late(error.original_exception)
    if error.code is not None and error.code < 400:
        return error.get_response()  # type: ignore[return-value]
    response = error_response(error.code or 500)
    if error.code == 405 and getattr(error, "valid_methods", None):
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))  # type: ignore[attr-defined]
    return response


def _csrf(_error: CSRFError) -> Response:
    return error_response(400, advice="Dit formulier is niet meer geldig. Laad de pagina opnieuw en verstuur het nog eens.")


def _refused(error: Refused) -> Response:
    return error_response(422, advice=error.reason)


def _not_found(_error: NotFound) -> Response:
    return error_response(404)


def _conflict(error: Conflict) -> Response:
    page = ErrorPage(*SENTENCES[409], status=409)
    return make_response(render_template("errors/conflict.html", page=page, conflict=error), 409)


def _database(error: DBAPIError) -> Response:
    db.session.rollback()
    text = str(error.orig).lower()
    if "locked" in text or "busy" in text:
        return _failure(error, 503)
    if "no such table" in text or "no such column" in text or "does not exist" in text:
        return _failure(error, 503, advice="De database is nog niet bijgewerkt. De beheerder moet './samenzicht migreer' uitvoeren.")
    if "disk" in text or "full" in text or "no space" in text:
        return _failure(error, 503, advice="Er is geen schijfruimte meer. Uw laatste wijziging is niet opgeslagen. De beheerder moet ruimte maken.")
    return _failure(error, 500)


def _late(error: BaseException) -> Response:
    """What failed after the view: the commit. Flask hands it over wrapped."""
    return _database(error) if isinstance(error, DBAPIError) else _unexpected(error)


def _unexpected(error: BaseException) -> Response:
    db.session.rollback()
    return _failure(error, 500)


def _failure(error: BaseException, status: int, *, advice: str = "") -> Response:
    reference = uuid.uuid4().hex[:10].upper()
    log.error("failure %s at %s %s", reference, request.method, request.endpoint, exc_info=error)
    return error_response(status, advice=advice, reference=reference)


def bind(app: Flask) -> None:
    """Attach the handlers, the most particular first."""
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(NotFound, _not_found)
    app.register_error_handler(Conflict, _conflict)
    app.register_error_handler(DBAPIError, _database)
    app.register_error_handler(Exception, _unexpected)
