"""The talk at a cell: who may read along, and from when (S003 advies 13: what is unclear is asked where it stands)."""

from __future__ import annotations

from datetime import datetime

from contracts.foundation.errors import Refused
from kpi.domain import report
from kpi.domain.written import read_text

MUNICIPALITY, PROVIDER = "gemeente", "aanbieder"
LONGEST_COMMENT = 1000


def municipality_reads(submitted_at: datetime | None) -> bool:
    """What is said at a concept stays inside the aanbieder's own house; from the first submission on the gemeente reads all of it."""
    return submitted_at is not None


def read_comment(text: str) -> str:
    """A remark that says something, without personal data. Raises Refused at "text"."""
    kept = read_text(text, field="text", longest=LONGEST_COMMENT)
    if not kept:
        raise Refused("text", "Schrijf eerst uw opmerking op.")
    return kept


def require_open(state: str) -> None:
    """Refuse a remark at figures that are settled for good."""
    if state == report.FROZEN:
        raise Refused("text", "De rapportage is vastgesteld. U kunt de opmerkingen nog lezen, maar er geen meer bij zetten.")
