"""The demonstration's letter box: mails are shown here and never sent. The factory registers this blueprint in demonstration mode only."""

from __future__ import annotations

from flask import Blueprint, render_template

from portal.access.guard import requires
from portal.access.permissions import Permission
from portal.reminders import outbox
from portal.reminders.pages import CaughtPage
from portal.web import transaction

caught = Blueprint("caught", __name__)


@caught.get("/demonstratie/post")
@requires(Permission.PUBLIC)
def post() -> str:
    """What the invented people would get in their mail."""
    states = (outbox.READY, outbox.BUSY, outbox.DONE, outbox.FAILED)
    return render_template("reminders/caught.html", page=CaughtPage(outbox.lines(transaction.reading(), states=states)))
