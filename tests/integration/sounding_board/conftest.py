"""A published quarter, or four of them: what the klankbordgroep's window opens upon."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from contracts.foundation import database
from contracts.foundation.period import Quarter
from kpi.domain.publication.content import SummaryContent
from kpi.domain.publication.shown import Shown
from portal.extensions import db
from tests.factories.editions import row_of_quarters
from tests.support.inspector import Inspector
from tests.support.portal import signed_in
from tests.support.shown_quarters import NOW, shown
from tests.support.world import World


@dataclass
class Window:
    """Who reads, and what was published last."""

    app: Flask
    reader: Inspector
    quarter: Quarter = NOW
    content: SummaryContent | None = None

    @property
    def page(self) -> str:
        """The summary of the quarter."""
        return f"/klankbord/{self.quarter.slug}"

    def write(self, change: Callable[[Session], SummaryContent | None]) -> SummaryContent | None:
        """Change the database, and keep it."""
        with self.app.app_context():
            session = db.session()
            database.begin_writing(session)
            made = change(session)
            session.commit()
        return made

    def publish(self, *quarters: Shown) -> Window:
        """First editions of as many quarters, the last one being this window's."""
        self.content = self.write(lambda session: row_of_quarters(session, self.quarter, quarters))
        return self


@pytest.fixture
def window(app: Flask, world: World) -> Window:
    """Nothing is published yet."""
    return Window(app, signed_in(app, world.people["klankbordgroeplid"]))


@pytest.fixture
def published(window: Window) -> Window:
    """One quarter."""
    return window.publish(shown())
