"""What a round leaves behind in the database, without what differs between two walks by nature: moments, keys and fingerprints."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tests.journeys.scene.portal import Portal

QUESTIONS: Mapping[str, str] = {
    "reports": "SELECT provider_id, period, state, note FROM report ORDER BY id",
    "cells": "SELECT report_id, indicator_version_id, numerator, denominator, missing_reason, explanation FROM report_value ORDER BY 1, 2",
    "places": "SELECT report_id, location_id, places, occupied, free, closed, waiting FROM capacity_count ORDER BY 1, 2",
    "flows": "SELECT report_id, care_form_code, at_begin, inflow, through_in, through_out, outflow, at_end FROM flow_count ORDER BY 1, 2",
    "lives of reports": "SELECT report_id, kind, person_name, note FROM report_event ORDER BY report_id, id",
    "receipts": "SELECT number, report_id, signed_by FROM receipt ORDER BY number",
    "deviations": "SELECT report_id, indicator_code, severity, state FROM deviation ORDER BY 1, 2",
    "follow-up": "SELECT d.report_id, d.indicator_code, e.kind, e.person_name, e.text FROM deviation_event e "
    "JOIN deviation d ON d.id = e.deviation_id ORDER BY d.report_id, d.indicator_code, e.id",
    "findings": "SELECT d.report_id, d.indicator_code, f.rule, f.sentence FROM finding f JOIN deviation d ON d.id = f.deviation_id ORDER BY 1, 2, 3",
    "conversations": "SELECT title, state FROM dialogue_session ORDER BY id",
    "minutes": "SELECT session_id, position, title, figures, minutes, changed_by FROM agenda_item ORDER BY 1, 2",
    "agreements": "SELECT session_id, text, owner_organisation, owner_name, due_on, state FROM action_point ORDER BY id",
    "consents": "SELECT session_id, side, verdict, person_name, is_void FROM consent ORDER BY session_id, side, id",
    "editions": "SELECT period, edition, state, published_by FROM summary_edition ORDER BY id",
    "drafts": "SELECT period, state, choice, is_safe, reason, made_by FROM summary_draft ORDER BY id",
    "signatures": "SELECT draft_id, person_name FROM summary_signature ORDER BY id",
    "who did what": "SELECT DISTINCT action, actor, result FROM journal ORDER BY 1, 2, 3",
}


def remains(portal: Portal) -> dict[str, Any]:
    """Everything that two equal rounds must have in common."""
    found: dict[str, Any] = {name: portal.ask(question) for name, question in QUESTIONS.items()}
    found["summaries"] = [_without_moments(json.loads(content)) for (content,) in portal.ask("SELECT content FROM summary_edition ORDER BY id")]
    return found


def _without_moments(content: Any) -> Any:
    if isinstance(content, dict):
        return {name: _without_moments(value) for name, value in content.items() if not name.endswith("_at")}
    return [_without_moments(one) for one in content] if isinstance(content, list) else content
