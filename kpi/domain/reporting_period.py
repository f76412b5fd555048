"""What a report is about: a calendar quarter, a calendar year, or a request with a reference day of its own (issue 3)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from contracts.foundation.period import Quarter

QUARTER, YEAR, FREE = "kwartaal", "jaar", "vrij"
KINDS = (QUARTER, YEAR, FREE)
SERIALS = "123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"  # of the free requests of one year: one sign, so that a code stays seven signs long
_CODE = re.compile(r"^(\d{4})-(?:K([1-4])|(J)|V([1-9A-Z]))\Z")


@dataclass(frozen=True, slots=True)
class ReportingPeriod:
    """The period of a report. `code` is "2026-K3", "2026-J" or "2026-V1"; both days are inclusive; `title` names a free request."""

    kind: str
    code: str
    starts_on: date
    ends_on: date
    title: str = ""

    @property
    def label(self) -> str:
        """The name on screens."""
        return label_of(self.code, self.title)

    @property
    def year(self) -> int:
        """The year in its code."""
        return int(self.code[:4])


def of_quarter(quarter: Quarter) -> ReportingPeriod:
    """A calendar quarter."""
    return ReportingPeriod(QUARTER, quarter.code, quarter.starts_on, quarter.ends_on)


def of_year(year: int) -> ReportingPeriod:
    """A calendar year."""
    return ReportingPeriod(YEAR, f"{year}-J", date(year, 1, 1), date(year, 12, 31))


def of_request(ends_on: date, serial: str, title: str) -> ReportingPeriod:
    """A request with its own reference day (peildatum): it looks at the quarter that holds that day, up to and including it."""
    return ReportingPeriod(FREE, f"{ends_on.year}-V{serial}", Quarter.of(ends_on).starts_on, ends_on, title)


def kind_of(code: str) -> str:
    """The kind that a code stands for. Raises ValueError when it is no code."""
    found = _CODE.match(code)
    if found is None:
        raise ValueError(f"not a reporting period: {code!r}")
    return QUARTER if found[2] else YEAR if found[3] else FREE


def label_of(code: str, title: str = "") -> str:
    """ "3e kwartaal 2026", "Jaar 2026", the title of a free request, or "Extra rapportage 1 van 2026" when that is not at hand."""
    kind = kind_of(code)
    if kind == QUARTER:
        return Quarter.parse(code).label
    return f"Jaar {code[:4]}" if kind == YEAR else title or f"Extra rapportage {code[6:]} van {code[:4]}"


def short_label_of(code: str) -> str:
    """ "K3 2026", "Jaar 2026", "Extra 1 2026"."""
    kind = kind_of(code)
    if kind == QUARTER:
        return f"K{code[6:]} {code[:4]}"
    return f"Jaar {code[:4]}" if kind == YEAR else f"Extra {code[6:]} {code[:4]}"


def before(code: str, quarters: int = 1) -> str:
    """The code of the quarter so many quarters earlier. "" for a year or a free request: those are compared with no quarter."""
    return Quarter.parse(code).shift(-quarters).code if kind_of(code) == QUARTER else ""


def last_quarter_of(code: str) -> str:
    """The code of the quarter with which a period ends at the latest: what comes after that quarter comes after the period."""
    return code if kind_of(code) == QUARTER else f"{code[:4]}-K4"
