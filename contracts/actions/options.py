"""Options of a raamovereenkomst: agreed, and used before the last day to decide. A used option is a version of the agreement."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from contracts.actions.amendments import change_frame
from contracts.actions.versions import keep_version, require_seen
from contracts.domain.amending import read_reason
from contracts.domain.amendment import FrameTerms
from contracts.domain.options import MOST_OPTIONS, Option, Outcome, ends_after, plan
from contracts.domain.subject import of_agreement
from contracts.domain.tariff import day_text
from contracts.foundation.actor import Actor
from contracts.foundation.errors import NotFound, Refused
from contracts.foundation.period import AMSTERDAM
from contracts.queries.terms import frame_now
from contracts.tables.amendment import AgreementOption


def add_option(session: Session, *, agreement_id: int, option: Option, reason: str, version: int, by: Actor, at: datetime) -> int:
    """Record one more option, after those there are, and return its number in the row. Raises NotFound, Refused and Conflict.

    One whose last day to decide has passed may be recorded too: it is shown as lapsed.
    """
    found, today = frame_now(session, agreement_id=agreement_id), at.astimezone(AMSTERDAM).date()
    before, number = found.terms, len(found.terms.options) + 1
    after, reason = replace(before, options=(*before.options, replace(option.checked(), used_on=None))), read_reason(reason)
    require_seen(session, subject=of_agreement(agreement_id), version=version, stored=found.version, now=before, mine=after)
    if number > MOST_OPTIONS:
        raise Refused("length", f"Er mogen hoogstens {MOST_OPTIONS} verlengingen worden afgesproken.")
    plan(after.base_ends_on, after.options, today=today)
    position = {"agreement_id": agreement_id, "position": number, "length": option.length, "length_unit": option.length_unit.value}
    session.add(AgreementOption(**position, notice=option.notice, notice_unit=option.notice_unit.value))
    change_frame(session, agreement_id=agreement_id, after=after, version=version)
    effective_on = min(max(today, before.starts_on), after.ends_on)
    subject = of_agreement(agreement_id)
    keep_version(session, subject=subject, before=before, after=after, effective_on=effective_on, reason=reason, by=by, at=at)
    return number


def use_option(session: Session, *, agreement_id: int, number: int, reason: str, version: int, by: Actor, at: datetime) -> FrameTerms:
    """Extend the agreement by its next option, on or before the last day to decide; gives the new terms.

    The last day without options stays known. Raises NotFound, Refused (too late, not its turn, used already) and Conflict.
    """
    found, today = frame_now(session, agreement_id=agreement_id), at.astimezone(AMSTERDAM).date()
    before = found.terms
    if not 1 <= number <= len(before.options):
        raise NotFound(f"agreement {agreement_id}, option {number}")
    after, reason = _used(before, number, today), read_reason(reason)
    require_seen(session, subject=of_agreement(agreement_id), version=version, stored=found.version, now=before, mine=after)
    used = update(AgreementOption).where(AgreementOption.id == found.option_ids[number - 1]).values(used_on=today)
    session.execute(used)
    change_frame(session, agreement_id=agreement_id, after=after, version=version)
    begins = plan(before.base_ends_on, before.options, today=today)[number - 1].starts_on
    subject = of_agreement(agreement_id)
    keep_version(session, subject=subject, before=before, after=after, effective_on=begins, reason=reason, by=by, at=at)
    return after


def _used(before: FrameTerms, number: int, today: date) -> FrameTerms:
    """The terms with this option used today. Raises Refused when that cannot be."""
    planned = plan(before.base_ends_on, before.options, today=today)[number - 1]
    if planned.outcome is Outcome.LAPSED:
        raise Refused("option", f"Verlenging {number} is vervallen. Beslissen kon tot en met {day_text(planned.decide_by)}.")
    if planned.outcome is not Outcome.OPEN:
        told = "is al gebruikt" if planned.outcome is Outcome.USED else "kan niet zonder de verlenging ervoor"
        raise Refused("option", f"Verlenging {number} {told}.")
    options = tuple(replace(each, used_on=today) if index == number else each for index, each in enumerate(before.options, start=1))
    return replace(before, options=options, ends_on=ends_after(before.base_ends_on, plan(before.base_ends_on, options, today=today)))
