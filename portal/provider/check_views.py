"""The page "Controleren", and confirming there what the rules ask about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, current_app, flash, make_response, render_template, request, url_for
from sqlalchemy.orm import Session

from contracts.foundation.errors import Conflict, Refused
from kpi.actions.confirmations import Answer, confirm_findings
from kpi.domain import report as lifecycle
from kpi.domain.checks.verdict import Verdict
from kpi.domain.expected import expected
from kpi.domain.problems import SeveralRefused
from kpi.queries.adjustments import adjustments_of
from kpi.queries.confirmations import confirmations_of
from kpi.queries.content import content_among
from kpi.queries.people import moves_and_people
from kpi.queries.readiness import verdict_on
from kpi.queries.receipts import receipts_of_report
from kpi.queries.report_facts import ReportRead, read_report
from kpi.queries.reports import ReportHeader, latest_event
from portal.access.guard import requires
from portal.access.identity import actor, viewer
from portal.access.permissions import Permission, permits
from portal.accounts.second_factor import code_for_demonstration
from portal.provider.check_page import CheckPage, answers_by_family, groups_of
from portal.provider.desk import provider, report_of
from portal.provider.forms import LONGEST, SendBackForm, SignForm
from portal.web import clock, transaction
from portal.web.difference import changed_lines, correction_words
from portal.web.formatting import moment
from portal.web.fragments import see_other

MOST_ANSWERS = 200


def check_page(
    report: ReportHeader, *, has_errors: bool = False, typed: Mapping[str, str] | None = None, wrong: Mapping[str, str] | None = None
) -> CheckPage:
    """Everything of a report in one view, with what the rules say of it."""
    session, me = transaction.reading(), viewer()
    read = read_report(session, report=report)
    verdict = verdict_on(read, confirmations_of(session, report_id=report.id))
    foreseen = () if report.state in lifecycle.SETTLED else expected(read.facts, verdict.findings)
    waiting = report.state == lifecycle.AWAITING_SIGNATURE
    offered = latest_event(session, report_id=report.id, kind=lifecycle.OFFERED) if waiting else None
    may_sign = waiting and not report.is_closed and permits(Permission.REPORT_SIGN, me)
    shows_code, key = may_sign and current_app.config["IS_DEMONSTRATION"], current_app.config["SECRET_KEY"]
    return CheckPage(
        report=report,
        families=answers_by_family(read.cells, clock.today()),
        capacity=read.places,
        flows=read.flows,
        groups=groups_of(verdict, report, read.cells, expected=foreseen, typed=typed, wrong=wrong),
        may_enter=report.is_editable and permits(Permission.REPORT_ENTER, me),
        may_sign=may_sign,
        offered_by=offered.person_name if offered else "",
        offered_by_me=offered is not None and offered.person_id == me.person_id,
        title=f"Controleren: {report.label}",
        **_since_before(session, report, read, verdict),
        shown_code=code_for_demonstration(session, person_id=me.person_id, key=key, at=clock.now()) if shows_code else "",
        has_errors=has_errors,
    )


def _since_before(session: Session, report: ReportHeader, read: ReportRead, verdict: Verdict) -> dict[str, Any]:
    """The corrections of earlier quarters, and what is different from what was signed before: shown before it is signed again."""
    if report.state == lifecycle.NOT_STARTED:
        return {}
    was_submitted = report.submitted_at is not None and report.state not in lifecycle.SETTLED
    # Compared with what was signed before, and else not shown.
    moves, people = moves_and_people(session, report_id=report.id) if was_submitted else ({}, ())
    now = content_among(report, read, verdict, adjustments_of(session, report_id=report.id), moves, people)
    names = {row.code: row.name for row in read.cells} | {row.care_form_code: row.care_form_name for row in read.flows}
    told: dict[str, Any] = {"corrections": correction_words(now, names=names)}
    if was_submitted:
        before = receipts_of_report(session, report_id=report.id, provider_id=report.provider_id)[0]
        told["changed"] = changed_lines(before.content, now, names=names)
        told["changed_since"] = f"uw indiening van {moment(before.at)}"
    return told


def show(
    report: ReportHeader,
    *,
    status: int = 200,
    form: SignForm | None = None,
    back: SendBackForm | None = None,
    refusal: str = "",
    typed: Mapping[str, str] | None = None,
    wrong: Mapping[str, str] | None = None,
) -> Response:
    """The page, with what was refused."""
    version = str(report.version)
    sign_form = form or SignForm(formdata=None, version=version)
    back_form = back or SendBackForm(formdata=None, version=version, prefix="terug-")
    page = check_page(report, has_errors=status >= 400, typed=typed, wrong=wrong)
    return make_response(render_template("provider/check.html", page=page, form=sign_form, back=back_form, refusal=refusal), status)


@provider.get("/rapportages/<period>/controleren")
@requires(Permission.REPORT_READ)
def check(period: str) -> Response:
    """Everything in one view."""
    return show(report_of(period))


@provider.post("/rapportages/<period>/bevestigen")
@requires(Permission.REPORT_ENTER)
def confirm(period: str) -> Response:
    """Confirm every question that has a reason. The same reason again changes nothing."""
    report, answers = report_of(period), _answers()
    typed = {answer.key: answer.reason for answer in answers}
    try:
        if not answers:
            raise Refused("", "Schrijf eerst op waarom het klopt.")
        confirm_findings(transaction.writing(), report_id=report.id, provider_id=report.provider_id, answers=answers, by=actor(), at=clock.now())
    except SeveralRefused as refusals:
        return show(report, status=422, typed=typed, wrong={one.field: one.reason for one in refusals.problems})
    except Refused as refusal:
        return show(report, status=422, typed=typed, refusal=refusal.reason)
    except Conflict as conflict:
        now = " ".join(f"{label}: {text}" for label, text in conflict.theirs)
        return show(report, status=409, typed=typed, refusal=f"Hier is intussen iets veranderd. {now} Uw reden is niet opgeslagen.")
    flash("Uw reden is opgeslagen. De gemeente ziet die bij de rapportage." if len(answers) == 1 else "Uw redenen zijn opgeslagen.")
    return see_other(url_for("provider.check", period=period))


def _answers() -> list[Answer]:
    """The questions with a reason, and the one of which the button was pressed."""
    form, pressed, rows = request.form, request.form.get("only", ""), []
    for number in range(1, MOST_ANSWERS):
        if f"rule-{number}" not in form:
            break
        rule, place, facts, reason = (form.get(f"{name}-{number}", "") for name in ("rule", "field", "facts", "reason"))
        rows.append(Answer(rule[:40], place[:60], reason[: LONGEST + 1], facts))
    return [answer for answer in rows if answer.reason.strip() or answer.key == pressed]
