"""What the measurement looks at: 200 KPIs in one family, 200 open deviations, 200 budget lines against 12 commitments. All invented."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from contracts.foundation.base import Base
from contracts.foundation.period import Quarter
from kpi.domain import follow_up, report
from portal.developer.bench.money import Money, money

KPIS, DEVIATIONS, LINES, COMMITMENTS = 200, 200, 200, 12
LARGE = (40, 60, 6)  # lines, commitments and years of the large begroting
QUARTER = Quarter(2026, 3)
FAMILY = "maatzorg"
CENTRE_NAME = "Gemeente Maastricht"
AT = datetime(2026, 10, 20, 8, 30, tzinfo=UTC)
CENTRE, PROVIDER = 1, 2
PROVIDERS = ("Stichting De Linde", "Huize Noord", "Opvang & Meer", "Woongroep De Brug")
NEVER_LOCKED = timedelta(days=20_000)  # the bench saves cells, whatever day it is
PEOPLE = ((1, CENTRE, "Ans de Beheerder", "contractmanager"), (2, PROVIDER, "Ieke van 't Invoeren", "invoerder"))
ORDINARY_FAMILY, ORDINARY = "basiszorg", 14  # what an aanbieder's page really holds: for the first visit over the wire

Rows = list[dict[str, Any]]


def fill(session: Session, size: Money | None = None) -> None:
    """Fill an empty database whose session is open for writing; with money of another size than usual. The caller commits."""
    held = size or Money(LINES, COMMITMENTS, tuple(code for _, code, _ in _codes()))
    for table, rows in (*_people(), *_catalogue(), *_reports(), *_deviations(), *money(held)):
        if rows:
            session.execute(insert(Base.metadata.tables[table]), rows)


def large(lines: int, commitments: int, years: int) -> Money:
    """Money of this size with the KPIs that are asked here."""
    return Money(lines, commitments, tuple(code for _, code, _ in _codes()), years)


def _people() -> Iterator[tuple[str, Rows]]:
    source = "verzonnen voor de meting"
    yield "municipality", [{"code": "0935", "name": "Maastricht", "is_centre": True, "source": source}]
    names = [("centrum", CENTRE_NAME, "centrumgemeente")] + [(f"aanbieder-{n}", name, "aanbieder") for n, name in enumerate(PROVIDERS)]
    yield (
        "organisation",
        [
            {"id": n, "slug": slug, "name": name, "kind": kind, "is_fictitious": True, "source": source}
            for n, (slug, name, kind) in enumerate(names, 1)
        ],
    )
    people = [
        {"id": n, "email": f"p{n}@voorbeeld.example", "name": name, "password_hash": "", "totp_secret": b"", "created_at": AT}
        for n, _, name, _ in PEOPLE
    ]
    yield "person", [row | {"totp_last_step": 0, "is_blocked": False} for row in people]
    yield "membership", [{"id": n, "person_id": n, "organisation_id": where} for n, where, _, _ in PEOPLE]
    yield "membership_role", [{"membership_id": n, "role": role, "given_at": AT, "given_by": "meting"} for n, _, _, role in PEOPLE]


def _codes() -> list[tuple[int, str, str]]:
    """Every KPI: its number, its code, its family."""
    large = [(n, f"MZ-{n:03}", FAMILY) for n in range(1, KPIS + 1)]
    return large + [(KPIS + n, f"BZ-{n:03}", ORDINARY_FAMILY) for n in range(1, ORDINARY + 1)]


def _catalogue() -> Iterator[tuple[str, Rows]]:
    yield "indicator", [{"code": code, "family": family, "position": n, "source": "S001 §7.2"} for n, code, family in _codes()]
    yield "indicator_version", [_definition(n, code) for n, code, _ in _codes()]


def _definition(n: int, code: str) -> dict[str, Any]:
    """A share of people within weeks, with a norm; every fourth is a number of people without one."""
    ratio = n % 4 != 0
    return {
        "id": n,
        "indicator_code": code,
        "version": 1,
        "name": f"Plaatsing binnen {n} weken na aanmelding",
        "definition": f"Het deel van de cliënten dat binnen {n} weken na de aanmelding een plek kreeg & gebruikte, geteld op de laatste dag.",
        "value_kind": "verhouding" if ratio else "aantal",
        "numerator_label": "aantal cliënten met een plek",
        "denominator_label": "aantal aangemelde cliënten" if ratio else "",
        "unit": "%" if ratio else "aantal",
        "decimals": 0,
        "direction": "hoger" if ratio else "geen",
        "norm_kind": "min" if ratio else "geen",
        "norm_low": Decimal(80) if ratio else None,
        "norm_high": None,
        "norm_note": "Afgesproken in het beleidsplan." if ratio else "",
        "frequency": "kwartaal",
        "reported_by": "aanbieder",
        "over_time": "laatste",
        "over_providers": "som",
        "valid_from": date(2020, 1, 1),
        "valid_to": None,
        "breakdown": "",
        "prefill": "geen",
        "source": "S001 §7.2",
    }


def _reports() -> Iterator[tuple[str, Rows]]:
    """Three quarters of one aanbieder (the last one busy), and a submitted one of the others."""
    own = [(PROVIDER, QUARTER, report.BUSY), (PROVIDER, QUARTER.previous, report.ACCEPTED), (PROVIDER, QUARTER.shift(-4), report.ACCEPTED)]
    others = [(PROVIDER + n, QUARTER, report.IN_REVIEW) for n in range(1, len(PROVIDERS))]
    listed = list(enumerate([*own, *others], 1))
    yield "report", [_report(*found) for found in listed]
    yield "report_question", [{"report_id": number, "indicator_version_id": n} for number, _ in listed for n, _, _ in _codes()]
    yield "report_value", [_cell(number, n, period) for number, (_, period, _) in listed for n, _, _ in _codes()]


def _report(number: int, found: tuple[int, Quarter, str]) -> dict[str, Any]:
    provider_id, period, state = found
    row = {
        "id": number,
        "provider_id": provider_id,
        "period": period.code,
        "period_ends_on": period.ends_on,
        "state": state,
        "note": "",
        "version": 1,
    }
    due_at = AT + timedelta(days=40)
    row |= {"kind": "kwartaal", "title": "", "contract_basis": "", "first_due_at": due_at, "last_edit_at": due_at + NEVER_LOCKED}
    return row | {"due_at": due_at, "submitted_at": None if state == report.BUSY else AT}


def _cell(report_id: int, n: int, period: Quarter) -> dict[str, Any]:
    """One in ten misses its norm and says why; one in fifty still has to; one in twenty-five has no figure yet."""
    missing = n % 25 == 0
    misses, explained = n % 10 == 1, n % 50 != 1
    people = 40 + n
    reached = people * 42 // 100 if misses else people - 2 - (n + period.number) % 2
    numerator = None if missing else Decimal(reached if n % 4 else 38 + n % 7)
    return {
        "report_id": report_id,
        "indicator_version_id": n,
        "numerator": numerator,
        "denominator": None if missing or n % 4 == 0 else Decimal(people),
        "missing_reason": "nog niet bekend" if missing else None,
        "explanation": "Er was een piek in de instroom & te weinig plekken." if misses and explained else "",
        "changed_at": AT + timedelta(minutes=n),
        "origin": "getypt",
        "changed_by": PEOPLE[1][2],
        "version": 1,
    }


def _deviations() -> Iterator[tuple[str, Rows]]:
    """Spread over the aanbieders that submitted; half of them explained."""
    numbers = range(1, DEVIATIONS + 1)
    states = (follow_up.NEW, follow_up.ASKED, follow_up.EXPLAINED, follow_up.ON_AGENDA)
    yield "deviation", [_deviation(n, states[n % 4]) for n in numbers]
    yield "finding", [_finding(n, position) for n in numbers for position in range(1 + (n % 5 == 0))]
    told = {"person_name": PEOPLE[1][2], "organisation_name": PROVIDERS[1]}
    yield "deviation_event", [{"deviation_id": n, "kind": follow_up.FOUND, "at": AT, "text": "", **told} for n in numbers]
    answer = {"kind": follow_up.EXPLANATION_GIVEN, "at": AT, "text": "Er waren te weinig plekken & de wachtlijst groeide. Vanaf januari is er meer."}
    yield "deviation_event", [{"deviation_id": n, **answer, **told} for n in numbers if n % 4 >= 2]
    yield "judgement", [_judgement(place, n) for place in range(3) for n in range(1, KPIS + 1)]
    yield "dialogue_session", [_talk(number, place) for number, place in enumerate((0, 1, 2, 0), 1)]
    yield "agenda_item", [_on_agenda(n) for n in numbers if states[n % 4] == follow_up.ON_AGENDA and n % 3 < 2]


def _deviation(n: int, state: str) -> dict[str, Any]:
    place, kpi = n % 3, (n - 1) // 3 + 1
    found = {"id": n, "report_id": 4 + place, "provider_id": PROVIDER + 1 + place, "period": QUARTER.code, "indicator_code": f"MZ-{kpi:03}"}
    owner = {"owner_id": 1, "owner_name": PEOPLE[0][2]} if n % 6 == 0 else {"owner_id": None, "owner_name": ""}
    changed_at = AT + timedelta(days=n % 20) if n % 7 == 0 else None
    times = {"found_at": AT + timedelta(days=n % 20), "changed_at": changed_at}
    return found | owner | times | {"severity": n % 3 + 1, "state": state, "version": 1}


def _finding(n: int, position: int) -> dict[str, Any]:
    """The norm that was missed; every fifth stands out in its history too."""
    sentence = f"{QUARTER.code}: 42,5 % (17 van 40). " + ("Dat is lager dan te verwachten was." if position else "De norm is minstens 80 %.")
    kind = {"rule": "history", "nature": "statistical"} if position else {"rule": "norm", "nature": "contractual"}
    told = {"severity": n % 3 + 1 if not position else 1, "sentence": sentence, "shared_sentence": sentence, "numbers": "{}"}
    return {"deviation_id": n, "position": position, **kind, **told}


def _judgement(place: int, n: int) -> dict[str, Any]:
    """Every figure of the last quarter was judged, with one chance in a hundred to stand out for nothing."""
    about = {"report_id": 4 + place, "provider_id": PROVIDER + 1 + place, "period": QUARTER.code, "indicator_code": f"MZ-{n:03}"}
    judged = {"kind": "proportion", "indicator_version_id": n, "numerator": Decimal(17), "denominator": Decimal(40), "chance": 0.01, "judged_at": AT}
    return about | judged | {"chance_peers": 0.0125, "findings": "[]", "severity": 0, "is_trial": True, "earlier": 5, "norm_side": 0}


def _talk(number: int, place: int) -> dict[str, Any]:
    """A conversation that is planned."""
    told = {"title": f"Gesprek {number} & meer", "planned_at": AT + timedelta(days=50 + number), "place": "", "state": "voorbereiding", "version": 1}
    return {"id": number, "provider_id": PROVIDER + 1 + place, **told}


def _on_agenda(n: int) -> dict[str, Any]:
    """A deviation on the agenda of its aanbieder's conversation; those of the third aanbieder were talked about before."""
    told = {"part": "data", "position": 3000 + n, "title": f"Punt {n}", "figures": "", "minutes": "", "changed_by": "", "version": 1}
    return {"session_id": n % 3 + 1, "deviation_id": n, **told}
