"""What a published summary is, for who makes a page or a file of it: its content, and what it was published as. Nothing else is known there."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from contracts.foundation.period import Quarter
from kpi.domain.publication.content import SummaryContent


class Published(Protocol):
    """An edition (kpi/queries/summaries.py). `sha256` is the fingerprint of the content as it was published."""

    @property
    def period(self) -> Quarter:
        """The quarter."""

    @property
    def edition(self) -> int:
        """The how many-eth of this quarter."""

    @property
    def published_at(self) -> datetime:
        """When."""

    @property
    def sha256(self) -> str:
        """Its fingerprint."""

    @property
    def content(self) -> SummaryContent:
        """All there is to read."""
