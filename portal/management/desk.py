"""The blueprint of this desk, and what its views share: the version a form was made with, and a refusal put at its field."""

from __future__ import annotations

from flask import Blueprint, request
from wtforms import Form

from contracts.foundation.errors import NotFound, Refused
from contracts.foundation.period import Quarter

management = Blueprint("management", __name__, url_prefix="/beheer")

ID = "int(max=2147483647)"  # in an address: more than a database's whole number is no id at all
LARGEST_WHOLE = 2_147_483_647


def whole(text: str, *, otherwise: int = 0) -> int:
    """A whole number from a form or an address; `otherwise` when it is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 11 and int(text) <= LARGEST_WHOLE else otherwise


def seen_version() -> int:
    """The version of the thing that the form was made with. 0 matches nothing that exists."""
    return whole(request.form.get("version", ""))


def asked_quarter(text: str) -> Quarter:
    """The quarter in an address ("2026-k3"). Raises NotFound."""
    try:
        return Quarter.parse(text)
    except ValueError as error:
        raise NotFound(text) from error


def asked_year(text: str) -> int:
    """The year in an address. Raises NotFound for what no begroting can have."""
    year = whole(text)
    if not 2000 <= year <= 2999:
        raise NotFound(text)
    return year


def tell(form: Form, refusal: Refused) -> None:
    """Put a refusal at the field it belongs to, or above the form as a whole."""
    if refusal.field in form:
        form[refusal.field].errors = [refusal.reason]
    else:
        form.form_errors.append(refusal.reason)
