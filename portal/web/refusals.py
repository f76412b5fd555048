"""A refusal of the domain, put in the form it belongs to."""

from __future__ import annotations

from wtforms import Form

from contracts.foundation.errors import Refused


def place(form: Form, refusal: Refused) -> None:
    """Put the sentence at its field; at the top of the form when it has no such field. An empty reason means the form already says it."""
    if not refusal.reason:
        return
    if refusal.field in form._fields:
        form[refusal.field].errors = [*form[refusal.field].errors, refusal.reason]
    else:
        form.form_errors = [*form.form_errors, refusal.reason]
