"""Saving a cell by hand: the same checks, the same change, the same line in the journal, the same answer."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, date, datetime
from html import escape
from typing import Any

from portal.developer.bench.by_hand.desk import Desk, No, Person, send, shown
from portal.developer.bench.by_hand.grid import EDITABLE, REPORT, is_jump, is_missed, previous_of, progress, status_parts, value_text
from portal.web import clock

ONE = """
SELECT i.code, v.name, v.definition, v.source, v.numerator_label, v.denominator_label, v.norm_note, v.value_kind, v.unit, v.decimals,
 v.direction, v.norm_kind, v.norm_low, v.norm_high, c.numerator, c.denominator, c.missing_reason, c.explanation, c.changed_at, c.version,
 v.version, v.id, e.id, p.numerator, p.denominator
FROM report_question q JOIN indicator_version v ON v.id = q.indicator_version_id JOIN indicator i ON i.code = v.indicator_code
LEFT JOIN report_value c ON c.indicator_version_id = v.id AND c.report_id = :report
LEFT JOIN report e ON e.provider_id = :provider AND e.period = :before
 AND e.state IN ('ingediend', 'in beoordeling', 'opnieuw ingediend', 'geaccepteerd', 'vastgesteld')
LEFT JOIN report_value p ON p.report_id = e.id AND p.indicator_version_id = v.id
WHERE i.code = :code AND q.report_id = :report
"""
COUNTED = """
SELECT v.value_kind, v.norm_kind, v.norm_low, v.norm_high, c.numerator, c.denominator, c.missing_reason, length(c.explanation) >= 10,
 p.numerator, p.denominator
FROM report_question q JOIN indicator_version v ON v.id = q.indicator_version_id JOIN indicator i ON i.code = v.indicator_code
LEFT JOIN report_value c ON c.indicator_version_id = v.id AND c.report_id = :report
LEFT JOIN report_value p ON p.report_id = :earlier AND p.indicator_version_id = v.id
WHERE i.family = :family AND q.report_id = :report
"""
SAVE = """
UPDATE report_value SET numerator = ?, denominator = ?, missing_reason = NULL, explanation = ?, changed_at = ?, changed_by = ?, origin = 'getypt',
 version = version + 1
WHERE report_id = ? AND indicator_version_id = ? AND version = ?
 AND EXISTS (SELECT 1 FROM report WHERE id = ? AND state IN ('niet begonnen', 'bezig', 'wijziging gevraagd'))
"""
TAIL = "SELECT id, hash FROM journal ORDER BY id DESC LIMIT 1"
WRITE = """
INSERT INTO journal (id, at, action, object, result, origin, actor, person_id, organisation_id, details, hash)
VALUES (?, ?, 'cijfer opgeslagen', ?, 'gelukt', ?, ?, ?, ?, ?, ?)
"""


class Autosave:
    """POST of one cell."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        """Answer; everything or nothing is kept."""
        period, _, rest = environ["PATH_INFO"].removeprefix("/aanbieder/rapportages/").partition("/cijfers/")
        family, _, code = rest.partition("/")
        desk = self.desk
        person = desk.person(environ, kind="aanbieder", roles=("invoerder",))
        form = desk.form(environ, person)
        desk.run("BEGIN IMMEDIATE")
        text, status, more = self.save(person, form, period.upper(), family, code, environ["REMOTE_ADDR"])
        desk.run("COMMIT" if status == "200 OK" else "ROLLBACK")
        return send(start_response, text, person, status=status, more=more)

    def save(self, person: Person, form: dict[str, str], period: str, family: str, code: str, origin: str) -> tuple[str, str, Any]:
        """Check, change, tell."""
        run = self.desk.run
        report = run(REPORT, (person.organisation_id, period)).fetchone()
        if report is None or report[1] not in EDITABLE:
            raise No
        asked = {"report": report[0], "code": code, "provider": person.organisation_id, "before": previous_of(period)}
        row = run(ONE, asked).fetchone()
        above, below = (whole(form[f"{name}-{code}"]) for name in ("numerator", "denominator"))
        if row[7] == "verhouding" and above is not None and below is not None and above > below:
            reason = f"De teller ({shown(above)}) kan niet groter zijn dan de noemer ({shown(below)})."
            return refusal(reason), "422 UNPROCESSABLE ENTITY", ()
        explanation, now = form[f"explanation-{code}"].strip(), clock.now()
        if row[19] != int(form[f"version-{code}"]):
            raise No
        at = now.strftime("%Y-%m-%d %H:%M:%S.%f")
        wanted = (above, below, explanation, at, person.name, report[0], row[21], row[19], report[0])
        if run(SAVE, wanted).rowcount != 1:
            raise No
        self.tell(person, report[0], row, (above, below, explanation), now, origin)
        return self.answer(person, report, (period, family), (*row[:14], above, below, None, explanation, at, row[19] + 1, *row[20:]), clock.today())

    def tell(self, person: Person, report_id: int, row: Any, kept: tuple[Any, ...], now: datetime, origin: str) -> None:
        """The line in the journal, chained to the one before it."""
        was, new = facts(row, row[14], row[15], row[16], row[17]), facts(row, kept[0], kept[1], None, kept[2])
        details = json.dumps({"kpi": row[0], "was": was, "is": new}, sort_keys=True, ensure_ascii=False)
        last, tail = self.desk.run(TAIL).fetchone()
        actor, thing, at = f"{person.name} ({person.organisation_name})"[:200], f"rapportage {report_id}", now.astimezone(UTC).isoformat()
        told = [last + 1, at, "cijfer opgeslagen", thing, "gelukt", origin, actor, person.id, person.organisation_id, details]
        text = json.dumps([tail, told], ensure_ascii=False, separators=(",", ":"))
        seal = hmac.new(self.desk.journal_key, text.encode(), hashlib.sha256).hexdigest()
        moment = now.strftime("%Y-%m-%d %H:%M:%S.%f")
        self.desk.run(WRITE, (last + 1, moment, thing, origin, actor, person.id, person.organisation_id, details, seal))

    def answer(self, person: Person, report: Any, where: tuple[str, str], row: Any, today: date) -> tuple[str, str, Any]:
        """The status, the value, and how far the whole family is."""
        rows = self.desk.run(COUNTED, {"report": report[0], "family": where[1], "earlier": row[22]}).fetchall()
        filled = waiting = 0
        for kind, norm, low, high, above, below, reason, explained, past, past_of in rows:
            filled += above is not None or below is not None or reason is not None
            waiting += not explained and (is_missed(kind, norm, low, high, above, below) or is_jump(kind, above, below, past, past_of))
        words, code = progress(filled, len(rows), waiting), escape(row[0])
        status, _ = status_parts(row, row[23:], today)
        bar = f'<progress value="{filled}" max="{len(rows)}" aria-label="{words}"></progress>'
        text = f"""{status}<span id="waarde-{code}" hx-swap-oob="true">{value_text(row[7], escape(row[8]), row[9], row[14], row[15])}</span>
<div class="progress" id="voortgang" hx-swap-oob="true"><p>{words}</p>{bar}</div>
"""
        return text, "200 OK", (("X-Version", str(row[19])),)


def whole(text: str) -> int | None:
    """A whole number as thousandths. Raises No for anything else: the measurement types whole numbers."""
    bare = text.strip()
    if not bare:
        return None
    if not bare.isdecimal():
        raise No
    return int(bare) * 1000


def refusal(reason: str) -> str:
    """The status cell of something that was refused."""
    badge = '<span class="badge tone-zorg"><span aria-hidden="true">▼</span>Niet opgeslagen</span>'
    return f'{badge}<span class="error">{escape(reason)}</span>'


def facts(row: Any, above: int | None, below: int | None, reason: str | None, explanation: str) -> dict[str, str]:
    """A cell as the journal tells it."""
    told = {row[4]: shown(above)}
    if row[7] == "verhouding":
        told[row[5]] = shown(below)
    return told | {"Geen cijfer, want": reason or "", "Toelichting": explanation}
