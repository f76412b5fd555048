"""What the checks found, as it is shown: by severity, each a sentence that leads to where it can be mended."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import NamedTuple

from contracts.domain.budget import Matrix
from contracts.domain.budget_signals import Code, Severity, Signal

SHOWN = 5  # of a severity; the others stand folded below it
LOOKS = {
    Severity.ALARM: ("▼", "zorg", "Alarm"),
    Severity.WARNING: ("!", "aandacht", "Let op"),
    Severity.NOTICE: ("○", "rustig", "Goed om te weten"),
}
_DIVISION = ("management.division", "/verdeling?jaar={year}")
_TARIFFS = ("management.tariffs", "/tarieven")
_KPIS = ("management.commitment_kpis", "/kpis")
PAGES = {  # where a signal about a commitment is mended: the endpoint, and what it adds to the commitment's address
    Code.COMMITMENT_WITHOUT_LINE: _DIVISION,
    Code.ALLOCATIONS_DIFFER: _DIVISION,
    Code.SHARES_NOT_WHOLE: _DIVISION,
    Code.TARIFF_GAP: _TARIFFS,
    Code.TARIFF_OVERLAP: _TARIFFS,
    Code.COMMITMENT_WITHOUT_KPI: _KPIS,
    Code.TOO_MANY_STEERING_KPIS: _KPIS,
}


class SignalLine(NamedTuple):
    """What asks for attention, and where to look (empty: nowhere that this viewer may come)."""

    sentence: str
    href: str


@dataclass(frozen=True, slots=True)
class SignalGroup:
    """All of one severity."""

    sign: str
    tone: str
    word: str
    count: int
    shown: tuple[SignalLine, ...]
    more: tuple[SignalLine, ...]


def grouped(signals: tuple[Signal, ...], matrix: Matrix, endpoints: Container[str]) -> tuple[SignalGroup, ...]:
    """By severity, the heaviest first; one without signals is left out. `endpoints`: those that the viewer may open."""
    codes = {row.line.id: row.line.code for row in matrix.rows}
    beyond = {code: text.format(year=matrix.year) for code, (endpoint, text) in PAGES.items() if endpoint in endpoints}
    found: dict[Severity, list[SignalLine]] = {}
    for signal in signals:
        found.setdefault(signal.severity, []).append(SignalLine(signal.sentence, _href(signal, codes, beyond, endpoints)))
    return tuple(
        SignalGroup(*LOOKS[severity], len(found[severity]), tuple(found[severity][:SHOWN]), tuple(found[severity][SHOWN:]))
        for severity in Severity
        if severity in found
    )


def _href(signal: Signal, codes: dict[int, str], beyond: dict[Code, str], endpoints: Container[str]) -> str:
    if signal.subject_kind == "line":
        return f"#regel-{codes[signal.subject_id]}"
    if signal.subject_kind == "kpi":
        return f"/beheer/kpis/{signal.subject_code}" if "management.kpi" in endpoints else ""
    return f"/beheer/overeenkomsten/{signal.subject_id}{beyond.get(signal.code, '')}"
