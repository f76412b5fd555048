"""Amendments of an arrangement, a subsidie or a raamovereenkomst: the versions, and the form for a new one."""

from __future__ import annotations

from flask import Response, flash, make_response, render_template, request

from contracts.actions.amendments import amend_agreement, amend_commitment
from contracts.domain.amending import FOLLOWS_EVENTS
from contracts.domain.amendment import CommitmentTerms, FrameTerms
from contracts.domain.commitment import ARRANGEMENT
from contracts.domain.subject import Subject, subject_of
from contracts.foundation.errors import Conflict, Refused
from contracts.queries.amendments import amendments_of
from contracts.queries.terms import CommitmentNow, FrameNow
from portal.access.guard import requires
from portal.access.identity import actor
from portal.access.permissions import Permission
from portal.management.amendment_page import AmendPage, amendments_page
from portal.management.arrangement_views import MEANINGS
from portal.management.deal_forms import AmendForm, FrameAmendForm, amount_fields, day_of, shown_frame, shown_terms, with_years
from portal.management.desk import ID, management, seen_version, tell
from portal.management.lost_race import lost_race
from portal.management.subject_head import Found, find_subject, head_of
from portal.web import clock, transaction
from portal.web.fragments import see_other
from portal.web.once import once

ONE, RAAM = f"/overeenkomsten/<{ID}:commitment_id>", f"/overeenkomsten/raam/<{ID}:agreement_id>"
HERE = "management.amendments"
AHEAD = 2  # years after the last one for which an amount can be typed at once
MOST_YEARS = 15
Form = AmendForm | FrameAmendForm


@management.get(f"{ONE}/wijzigingen")
@management.get(f"{RAAM}/wijzigingen")
@requires(Permission.BUDGET_READ)
def amendments(commitment_id: int | None = None, agreement_id: int | None = None) -> str:
    """The versions of one contract."""
    session, subject = transaction.reading(), subject_of(agreement_id=agreement_id, commitment_id=commitment_id)
    page = amendments_page(head_of(find_subject(session, subject), subject, here=HERE), amendments_of(session, subject=subject))
    return render_template("management/amendments.html", page=page)


@management.get(f"{ONE}/wijzigen")
@management.get(f"{RAAM}/wijzigen")
@requires(Permission.BUDGET_READ)
def amend(commitment_id: int | None = None, agreement_id: int | None = None) -> Response:
    """The form, filled with what stands."""
    subject = subject_of(agreement_id=agreement_id, commitment_id=commitment_id)
    found = find_subject(transaction.reading(), subject)
    return _show(found, subject, _form(found))


@management.post(f"{ONE}/wijzigen")
@management.post(f"{RAAM}/wijzigen")
@requires(Permission.BUDGET_CHANGE)
@once
def keep_amendment(commitment_id: int | None = None, agreement_id: int | None = None) -> Response:
    """Write a new version."""
    subject = subject_of(agreement_id=agreement_id, commitment_id=commitment_id)
    found = find_subject(transaction.writing(), subject)
    form, head = _form(found, sent=True), head_of(found, subject, here=HERE)
    try:
        number = _keep(found, form)
    except Refused as refused:
        transaction.undo()
        tell(form, refused)
        return _show(found, subject, form)
    except Conflict as conflict:
        return lost_race(conflict, back=f"{head.base}/wijzigen", back_label="Wijzigen")
    flash(f"De wijziging is vastgelegd als versie {number}. Wat er eerst stond, blijft te lezen.")
    return see_other(f"{head.base}/wijzigingen")


def _keep(found: Found, form: Form) -> int:
    session = transaction.writing()
    about = {"reason": form.reason.data, "effective_on": day_of(form, "effective_on"), "version": seen_version(), "by": actor(), "at": clock.now()}
    if isinstance(found, FrameNow):
        return amend_agreement(session, agreement_id=found.id, change=form.told(), **about)  # type: ignore[call-arg, arg-type]
    change = form.told(found.terms, follows_events=found.follows_events)  # type: ignore[call-arg]
    return amend_commitment(session, commitment_id=found.id, change=change, **about)  # type: ignore[arg-type]


def _form(found: Found, *, sent: bool = False) -> Form:
    """What was sent, or what stands."""
    terms = found.terms
    shown = shown_terms(terms) if isinstance(terms, CommitmentTerms) else shown_frame(terms)
    kind = FrameAmendForm if isinstance(terms, FrameTerms) else with_years(AmendForm, _years(terms))
    made: Form = kind(request.form) if sent else kind(data={**shown, "effective_on": clock.today().isoformat()})
    return made


def _years(terms: CommitmentTerms) -> range:
    """Every year that it runs or has money, and a few more to extend it."""
    first = min(terms.starts_on.year, *terms.years) if terms.years else terms.starts_on.year
    last = max(terms.ends_on.year, *terms.years) if terms.years else terms.ends_on.year
    return range(first, min(last + AHEAD, max(first + MOST_YEARS, last)) + 1)


def _show(found: Found, subject: Subject, form: Form) -> Response:
    head, wrong = head_of(found, subject, here=HERE), bool(form.errors)
    follows = isinstance(found, CommitmentNow) and found.follows_events
    note = FOLLOWS_EVENTS if follows else ""
    lead = "Elke wijziging is een nieuwe versie. De vorige blijft te lezen. Wat u vastlegt, telt in het portaal meteen mee."
    amounts = () if follows else tuple(amount_fields(form))
    page = AmendPage(
        f"Wijzig {head.reference}",
        head.kicker,
        lead,
        f"{head.base}/wijzigen",
        f"{head.base}/wijzigingen",
        head.version,
        note,
        amounts,
        head.trail,
        wrong,
    )
    meanings = MEANINGS if head.kind == ARRANGEMENT else {}
    is_frame = isinstance(found, FrameNow)
    return make_response(render_template("management/amend.html", page=page, form=form, meanings=meanings, is_frame=is_frame), 422 if wrong else 200)
