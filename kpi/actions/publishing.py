"""Publishing the regional summary: keep a draft, sign it, publish it with the second signature, let it lapse, take an edition back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from contracts.domain.region import AgeBand
from contracts.foundation import journal
from contracts.foundation.actor import Actor
from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.foundation.period import Quarter
from kpi.actions.publication_making import Made, prints_now
from kpi.domain.publication import draft as life
from kpi.domain.publication.chosen import choice_text
from kpi.domain.publication.content import sha256
from kpi.domain.publication.free_words import require_unrevealing
from kpi.domain.written import read_reason, read_text
from kpi.queries.publishing import Draft, editions_made, find_draft, issued_of, open_draft_of, provider_names, truth_of_draft
from kpi.tables.edition import SummaryEdition
from kpi.tables.publication import PublicationTruth, SummaryDraft, SummarySignature

LONGEST_NAMES = 250


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a signature brought: the draft's state, and the edition that it became (None while a second signature is needed)."""

    state: str
    edition_id: int | None = None


def keep_draft(session: Session, *, made: Made, reason: str, age_bands: Sequence[AgeBand], by: Actor, at: datetime) -> int:
    """Keep a summary that was made and tested; its number. A concept that nobody signed makes room for it.

    The making took seconds and was done without the right to write: what changed since is refused. Raises Refused.
    """
    period, why = made.period, _public(session, reason)
    issued, text = issued_of(editions_made(session, period=period), period), made.text
    life.require_new(issued, sha256=sha256(text), reason=why)
    if issued:
        read_reason(why, field="reason", what="een reden")
    if prints_now(session, period=period, age_bands=age_bands) != made.prints:
        raise Refused("", "De cijfers of de edities veranderden tijdens het toetsen. Maak het concept nog eens.")
    _make_room(session, period, at=at, by=by)
    row = SummaryDraft(
        period=period.code, state=life.CONCEPT, choice=choice_text(made.choice), content=text, truth=made.truth, verdict=made.verdict.text,
        is_safe=made.verdict.is_safe, source_sha256=made.prints.source, history_sha256=made.prints.history, reason=why, made_at=at,
        made_by=by.name[:120], version=1,
    )  # fmt: skip
    session.add(row)
    session.flush()
    _write(session, period, "samenvatting: concept gemaakt", by, at, {"sha256": sha256(text), "veilig": row.is_safe, "reden": why})
    return row.id


def sign(session: Session, *, draft_id: int, shown: str, age_bands: Sequence[AgeBand], by: Actor, at: datetime) -> Outcome:
    """Sign a draft. The second person's signature publishes it as the quarter's next edition.

    `shown`: the fingerprint of the text that stood on the screen. Raises NotFound, Refused (see the draft's rules), Conflict.
    """
    found = find_draft(session, draft_id=draft_id)
    if by.person_id is None:
        raise Refused("", "Alleen mensen kunnen ondertekenen.")
    now = prints_now(session, period=found.period, age_bands=age_bands) if found.state in life.OPEN else found.prints
    after = life.signed(found.life, by=by.person_id, shown=shown, now=now)
    _move(session, found, after)
    session.add(SummarySignature(draft_id=draft_id, person_id=by.person_id, person_name=by.name[:120], at=at, sha256=shown))
    session.flush()
    if after.state != life.PUBLISHED:
        _write(session, found.period, "samenvatting: concept ondertekend", by, at, {"sha256": shown})
        return Outcome(after.state)
    return Outcome(after.state, _publish(session, found, by=by, at=at))


def let_lapse(session: Session, *, draft_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Let an open draft lapse, with a reason. Raises NotFound, Refused, Conflict."""
    found = find_draft(session, draft_id=draft_id)
    after = life.lapsed(found.life, reason=read_text(reason, field="reason"))
    _move(session, found, after)
    _write(session, found.period, "samenvatting: concept vervallen", by, at, {"reden": after.closed_reason})


def withdraw(session: Session, *, edition_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Take a published edition back. Its text stays, with the reason: who read it still knows it. Raises Refused, Conflict, NotFound."""
    e = SummaryEdition
    found = session.execute(select(e.period, e.edition, e.state, e.sha256, e.version).where(e.id == edition_id)).one_or_none()
    if found is None:
        raise NotFound
    why = _public(session, reason)
    if not why:
        raise Refused("reason", "Schrijf op waarom u deze samenvatting intrekt.")
    if found.state != life.ONLINE:
        raise Conflict(mine=[("Stand die u koos", life.WITHDRAWN)], theirs=[("Stand nu", found.state)], by="iemand anders", version=found.version)
    after = life.withdrawn(life.Issued(found.edition, found.state, found.sha256), reason=why)
    statement = update(e).where(e.id == edition_id, e.state == life.ONLINE, e.version == found.version)
    _require_one(session.execute(statement.values(state=after.state, withdrawn_reason=why, version=found.version + 1)), found.version)
    details = {"editie": found.edition, "reden": why}
    _write(session, Quarter.parse(found.period), "samenvatting ingetrokken", by, at, details)


def _publish(session: Session, draft: Draft, *, by: Actor, at: datetime) -> int:
    """The next edition, with the true figures behind it. An edition that was online is replaced by it."""
    e = SummaryEdition
    earlier = issued_of(editions_made(session, period=draft.period), draft.period)
    number = life.next_number(earlier)
    online = update(e).where(e.period == draft.period.code, e.state == life.ONLINE)
    session.execute(online.values(state=life.WITHDRAWN, withdrawn_reason=f"Vervangen door editie {number}. {draft.reason}", version=e.version + 1))
    names = f"{draft.signatures[0].person_name} en {by.name}"[:LONGEST_NAMES]
    row = SummaryEdition(
        period=draft.period.code, edition=number, state=life.ONLINE, published_at=at, published_by=names, content=draft.content, sha256=draft.sha256
    )
    session.add(row)
    session.flush()
    truth = truth_of_draft(session, draft_id=draft.draft_id)
    session.add(PublicationTruth(edition_id=row.id, content=truth, sha256=sha256(truth)))
    session.flush()
    _write(session, draft.period, "samenvatting gepubliceerd", by, at, {"editie": number, "sha256": draft.sha256, "ondertekend door": names})
    return row.id


def _public(session: Session, reason: str) -> str:
    """A reason that the klankbordgroep will read: no aanbieder and no number may be named in it."""
    kept = read_text(reason, field="reason")
    require_unrevealing(kept, providers=provider_names(session))
    return kept


def _make_room(session: Session, period: Quarter, *, by: Actor, at: datetime) -> None:
    there = open_draft_of(session, period=period)
    if there is not None:
        found = find_draft(session, draft_id=there[0])
        _move(session, found, life.replaced(found.life))
        _write(session, period, "samenvatting: concept vervallen", by, at, {"reden": life.REPLACED})


def _move(session: Session, found: Draft, after: life.Draft) -> None:
    """Write the draft's new state, if it is still as it was read."""
    d = SummaryDraft
    statement = update(d).where(d.id == found.draft_id, d.version == found.version, d.state == found.state)
    values = {"state": after.state, "closed_reason": after.closed_reason, "version": found.version + 1}
    _require_one(session.execute(statement.values(**values)), found.version)


def _require_one(result: object, version: int) -> None:
    if cast("CursorResult[Any]", result).rowcount != 1:
        raise Conflict(mine=[("Stand die u zag", "")], theirs=[("Stand nu", "veranderd")], by="iemand anders", version=version)


def _write(session: Session, period: Quarter, action: str, by: Actor, at: datetime, details: dict[str, object]) -> None:
    journal.record(session, by=by, at=at, action=action, object=f"samenvatting/{period.code}", details=details)
