"""What is agreed now, whole: the terms of a raamovereenkomst, and those of an arrangement or subsidie, as an amendment writes them down."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from contracts.domain.amendment import CommitmentTerms, FrameTerms
from contracts.domain.options import Option
from contracts.domain.terms import Unit
from contracts.domain.variant import Variant
from contracts.foundation.errors import NotFound
from contracts.tables.agreement import Agreement, Commitment, CommitmentYear
from contracts.tables.amendment import AgreementOption
from contracts.tables.organisation import Organisation


@dataclass(frozen=True, slots=True)
class CommitmentNow:
    """An arrangement or subsidie as it stands. `follows_events`: a subsidie whose amounts and period come from its own events."""

    id: int
    version: int
    provider_id: int
    provider_name: str
    agreement_id: int | None
    follows_events: bool
    terms: CommitmentTerms


@dataclass(frozen=True, slots=True)
class FrameNow:
    """A raamovereenkomst as it stands, with the numbers of its options in their order."""

    id: int
    version: int
    provider_id: int
    provider_name: str
    option_ids: tuple[int, ...]
    terms: FrameTerms


def commitment_now(session: Session, *, commitment_id: int, provider_id: int | None = None) -> CommitmentNow:
    """Raises NotFound, also for another aanbieder's. Two queries."""
    c, y = Commitment, CommitmentYear
    found = (
        select(c, Organisation.name, Agreement.reference)
        .join(Organisation, Organisation.id == c.provider_id)
        .outerjoin(Agreement, Agreement.id == c.agreement_id)
        .where(c.id == commitment_id, _visible(c.provider_id, provider_id))
    )
    row = session.execute(found.execution_options(populate_existing=True)).first()
    if row is None:
        raise NotFound(f"commitment {commitment_id}")
    item, provider_name, agreement = row
    years = select(y.year, y.committed_cents).where(y.commitment_id == commitment_id).order_by(y.year)
    terms = CommitmentTerms(
        kind=item.kind,
        reference=item.reference,
        agreement=agreement,
        care_form_code=item.care_form_code,
        name=item.name,
        starts_on=item.starts_on,
        ends_on=item.ends_on,
        variant=None if item.variant is None else Variant(item.variant),
        product_category=item.product_category,
        product_code=item.product_code,
        agreed_places=item.agreed_places,
        years={year.year: year.committed_cents for year in session.execute(years)},
    )
    follows = item.subsidy_state is not None
    return CommitmentNow(item.id, item.version, item.provider_id, provider_name, item.agreement_id, follows_events=follows, terms=terms)


def frame_now(session: Session, *, agreement_id: int, provider_id: int | None = None) -> FrameNow:
    """Raises NotFound, also for another aanbieder's. Two queries."""
    a = Agreement
    found = select(a, Organisation.name).join(Organisation, Organisation.id == a.provider_id)
    own = found.where(a.id == agreement_id, _visible(a.provider_id, provider_id))
    row = session.execute(own.execution_options(populate_existing=True)).first()
    if row is None:
        raise NotFound(f"agreement {agreement_id}")
    item, provider_name = row
    options = _options(session, agreement_id)
    terms = FrameTerms(
        reference=item.reference,
        name=item.name,
        starts_on=item.starts_on,
        base_ends_on=item.base_ends_on or item.ends_on,
        ends_on=item.ends_on,
        note=item.note,
        options=tuple(option for _, option in options),
    )
    return FrameNow(item.id, item.version, item.provider_id, provider_name, tuple(number for number, _ in options), terms)


def _options(session: Session, agreement_id: int) -> list[tuple[int, Option]]:
    o = AgreementOption
    asked = select(o.id, o.length, o.length_unit, o.notice, o.notice_unit, o.used_on).where(o.agreement_id == agreement_id).order_by(o.position)
    return [(row.id, Option(row.length, Unit(row.length_unit), row.notice, Unit(row.notice_unit), row.used_on)) for row in session.execute(asked)]


def _visible(column: InstrumentedAttribute[int], provider_id: int | None) -> ColumnElement[bool]:
    return true() if provider_id is None else column == provider_id
