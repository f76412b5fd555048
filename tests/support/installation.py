"""Installations of their own, migrated and empty, for tests of what fills a database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.foundation.journal import JournalEntry
from contracts.tables.budget import BudgetAmount
from kpi.tables.capacity import CapacityCount, FlowCount
from kpi.tables.deviation import DeviationEvent
from kpi.tables.indicator import IndicatorVersion
from kpi.tables.report import Report, ReportValue
from portal.config import Settings, from_environment
from portal.developer import migration
from tests.support.databases import SIGNING_SEED


def settings_in(folder: Path, *, mode: str = "demonstratie") -> Settings:
    """Settings of an installation with an empty, migrated database."""
    told = {"SAMENZICHT_MODE": mode, "SAMENZICHT_INSTANCE": str(folder), "SAMENZICHT_HOSTS": "portaal.example"}
    told |= {"SAMENZICHT_SECRET": "een-willekeurig-geheim-voor-de-proef-1", "SAMENZICHT_JOURNAL_KEY": "een-willekeurig-geheim-voor-de-proef-2"}
    told["SAMENZICHT_SIGNING_KEY"] = SIGNING_SEED
    made = from_environment(told)
    folder.mkdir(parents=True, exist_ok=True)
    migration.upgrade(made.database_url)
    return made


def everything(settings: Settings, statement: Any) -> list[Any]:
    """All rows of a question, on a session of its own."""
    engine = migration.engine_for(settings.database_url)
    with Session(engine) as session:
        rows = list(session.execute(statement).all())
    engine.dispose()
    return rows


def head(settings: Settings) -> tuple[int, str]:
    """The journal's last line."""
    return tuple(everything(settings, select(JournalEntry.id, JournalEntry.hash).order_by(JournalEntry.id.desc()).limit(1))[0])


def figures(settings: Settings) -> dict[str, list[Any]]:
    """Everything counted, said and decided, without ids, hashes and secrets."""
    cell = select(Report.provider_id, Report.period, IndicatorVersion.indicator_code, ReportValue.numerator, ReportValue.denominator)
    cell = cell.add_columns(ReportValue.missing_reason, ReportValue.explanation, ReportValue.changed_at)
    questions = {
        "cells": cell.join(ReportValue, ReportValue.report_id == Report.id).join(IndicatorVersion),
        "places": select(CapacityCount.report_id, CapacityCount.location_id, CapacityCount.occupied, CapacityCount.free, CapacityCount.waiting),
        "flows": select(FlowCount.report_id, FlowCount.care_form_code, FlowCount.at_begin, FlowCount.at_end),
        "said": select(DeviationEvent.deviation_id, DeviationEvent.kind, DeviationEvent.at, DeviationEvent.text),
        "money": select(BudgetAmount.line_id, BudgetAmount.year, BudgetAmount.amount_cents),
    }
    return {name: sorted(map(str, everything(settings, question))) for name, question in questions.items()}
