"""The Flask extensions, made once and bound to an app by the factory."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app
from flask_login import LoginManager
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from flask_wtf import CSRFProtect
from htmx_flask import Htmx

from contracts.foundation import database


class PortalSession(Session):
    """A session that can seal the journal, sign receipts and test a summary: it holds what must never stand in the database."""

    def __init__(self, db: SQLAlchemy, **kwargs: Any) -> None:
        super().__init__(db, **kwargs)
        self.info["journal_key"] = current_app.config["JOURNAL_KEY"]
        self.info["receipt_key"] = current_app.config["SETTINGS"].signing_key
        self.info["publication_rules"] = current_app.config["SETTINGS"].publication_rules


db = SQLAlchemy(session_options={"class_": PortalSession})
login_manager = LoginManager()
csrf = CSRFProtect()
htmx = Htmx()
database.guard(PortalSession)


def bind(app: Flask) -> None:
    """Bind every extension, and give the engine the house's habits before its first connection."""
    db.init_app(app)
    login_manager.init_app(app)
    csrf.init_app(app)
    htmx.init_app(app)
    with app.app_context():
        database.prepare(db.engine)
