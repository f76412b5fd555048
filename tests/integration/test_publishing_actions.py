"""What happens to a summary after it was made: kept, signed by two, published, corrected, withdrawn. On both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.foundation.journal import JournalEntry
from kpi.actions import publishing
from kpi.actions.publication_making import NO_RULES
from kpi.domain.publication.content import sha256
from kpi.domain.publication.draft import LAPSED, PUBLISHED, REPLACED, SIGNED
from kpi.queries.publishing import editions_made, find_draft, open_drafts, quarters
from kpi.tables.edition import SummaryEdition
from kpi.tables.publication import PublicationTruth, SummaryDraft, SummarySignature
from kpi.tables.report import Report
from tests.factories import figures as f
from tests.factories.figures import NOW, QUARTER
from tests.factories.publication import DAAN, FATIMA, THIRD, made, published
from tests.support.published import kept_truths

BY = {"by": FATIMA, "at": NOW}


def _reports(session: Session) -> list[Report]:
    return [f.report(session, f.organisation(session)) for _ in range(4)]


def test_two_people_publish_and_the_truth_is_kept_apart(session: Session) -> None:
    _reports(session)
    one = made(session)
    number = publishing.keep_draft(session, made=one, reason="", age_bands=(), **BY)
    (line,) = open_drafts(session)
    assert (line.draft_id, line.period, line.is_safe, line.made_by, line.signatures) == (number, QUARTER, True, "Fatima Amrani", ())
    assert publishing.sign(session, draft_id=number, shown=sha256(one.text), age_bands=(), **BY).state == SIGNED
    assert editions_made(session) == ()
    with pytest.raises(Refused, match="al ondertekend"):
        publishing.sign(session, draft_id=number, shown=sha256(one.text), age_bands=(), **BY)
    done = publishing.sign(session, draft_id=number, shown=sha256(one.text), age_bands=(), by=DAAN, at=NOW)
    assert done.state == PUBLISHED
    (edition,) = editions_made(session)
    assert (edition.edition_id, edition.edition, edition.state) == (done.edition_id, 1, "gepubliceerd")
    assert edition.published_by == "Fatima Amrani en Daan Smits"
    stored = session.scalars(select(SummaryEdition)).one()
    assert (stored.content, stored.sha256) == (one.text, sha256(one.text))
    assert session.scalars(select(PublicationTruth.content)).one() == one.truth
    assert [truth.content for truth in kept_truths(session)] == [one.truth]
    assert open_drafts(session) == ()
    assert [one.person_id for one in session.scalars(select(SummarySignature).order_by(SummarySignature.id))] == [101, 102]
    told = session.scalars(select(JournalEntry.action).order_by(JournalEntry.id)).all()
    assert told == ["samenvatting: concept gemaakt", "samenvatting: concept ondertekend", "samenvatting gepubliceerd"]


def test_what_is_not_safe_is_kept_to_be_read_and_never_signed(session: Session) -> None:
    _reports(session)
    number = publishing.keep_draft(session, made=made(session, is_safe=False), reason="", age_bands=(), **BY)
    found = find_draft(session, draft_id=number)
    assert (found.is_safe, found.content) == (False, "")
    assert session.scalar(select(SummaryDraft.truth)) == ""
    with pytest.raises(Refused, match="te veel zegt"):
        publishing.sign(session, draft_id=number, shown=found.sha256, age_bands=(), **BY)
    assert editions_made(session) == ()


def test_figures_that_change_undo_a_draft(session: Session) -> None:
    reports = _reports(session)
    one = made(session)
    number = publishing.keep_draft(session, made=one, reason="", age_bands=(), **BY)
    publishing.sign(session, draft_id=number, shown=sha256(one.text), age_bands=(), **BY)
    reports[0].state = "wijziging gevraagd"
    session.flush()
    with pytest.raises(Refused, match="veranderd sinds dit concept"):
        publishing.sign(session, draft_id=number, shown=sha256(one.text), age_bands=(), by=DAAN, at=NOW)
    assert editions_made(session) == ()


def test_another_quarter_that_goes_out_undoes_a_draft(session: Session) -> None:
    _reports(session)
    f.report(session, f.organisation(session), period=QUARTER.previous)
    one = made(session)
    number = publishing.keep_draft(session, made=one, reason="", age_bands=(), **BY)
    other = published(session, made(session, period=QUARTER.previous))
    with pytest.raises(Refused, match="veranderd sinds dit concept"):
        publishing.sign(session, draft_id=number, shown=sha256(one.text), age_bands=(), **BY)
    again = publishing.keep_draft(session, made=made(session), reason="", age_bands=(), **BY)
    publishing.withdraw(session, edition_id=other, reason="Een fout", **BY)
    with pytest.raises(Refused, match="veranderd sinds dit concept"):
        publishing.sign(session, draft_id=again, shown=sha256(one.text), age_bands=(), **BY)


def test_other_rules_undo_a_draft(session: Session) -> None:
    _reports(session)
    one = made(session)
    number = publishing.keep_draft(session, made=one, reason="", age_bands=(), **BY)
    rules = session.info.pop("publication_rules")
    with pytest.raises(Refused, match="SAMENZICHT_PUBLICATION_RULES") as refused:
        publishing.sign(session, draft_id=number, shown=sha256(one.text), age_bands=(), **BY)
    assert refused.value.reason == NO_RULES
    session.info["publication_rules"] = type(rules)(rules.threshold + 1, rules.contributors, rules.percent, rules.base)
    with pytest.raises(Refused, match="veranderd sinds dit concept"):
        publishing.sign(session, draft_id=number, shown=sha256(one.text), age_bands=(), **BY)


def test_what_changed_while_it_was_made_is_not_kept(session: Session) -> None:
    reports = _reports(session)
    one = made(session)
    reports[0].state = "wijziging gevraagd"
    session.flush()
    with pytest.raises(Refused, match="tijdens het toetsen"):
        publishing.keep_draft(session, made=one, reason="", age_bands=(), **BY)
    assert open_drafts(session) == ()


def test_a_newer_concept_replaces_one_that_nobody_signed(session: Session) -> None:
    _reports(session)
    first = publishing.keep_draft(session, made=made(session), reason="", age_bands=(), **BY)
    one = made(session, begin=200)
    second = publishing.keep_draft(session, made=one, reason="", age_bands=(), **BY)
    assert (find_draft(session, draft_id=first).state, find_draft(session, draft_id=first).closed_reason) == (LAPSED, REPLACED)
    publishing.sign(session, draft_id=second, shown=sha256(one.text), age_bands=(), **BY)
    with pytest.raises(Refused, match="eerst vervallen"):
        publishing.keep_draft(session, made=made(session, begin=300), reason="", age_bands=(), **BY)
    with pytest.raises(Refused, match="waarom dit concept vervalt"):
        publishing.let_lapse(session, draft_id=second, reason="  ", **BY)
    publishing.let_lapse(session, draft_id=second, reason="Een verkeerde keuze", **BY)
    assert find_draft(session, draft_id=second).closed_reason == "Een verkeerde keuze"
    with pytest.raises(Refused, match="vervallen"):
        publishing.sign(session, draft_id=second, shown=sha256(one.text), age_bands=(), by=DAAN, at=NOW)
    publishing.keep_draft(session, made=made(session, begin=300), reason="", age_bands=(), **BY)
    assert [line.state for line in open_drafts(session)] == ["concept"]


def test_a_correction_has_a_reason_and_replaces_the_edition_before(session: Session) -> None:
    _reports(session)
    published(session, made(session))
    with pytest.raises(Refused, match="niets veranderd sinds editie 1"):
        publishing.keep_draft(session, made=made(session), reason="Nog eens hetzelfde", age_bands=(), **BY)
    with pytest.raises(Refused, match="waarom"):
        publishing.keep_draft(session, made=made(session, begin=200), reason="", age_bands=(), **BY)
    with pytest.raises(Refused, match="minstens 10 tekens"):
        publishing.keep_draft(session, made=made(session, begin=200), reason="Zo", age_bands=(), **BY)
    published(session, made(session, begin=200), reason="Er stond een fout in de cijfers")
    found = editions_made(session, period=QUARTER)
    assert [(one.edition, one.state) for one in found] == [(2, "gepubliceerd"), (1, "ingetrokken")]
    assert found[1].withdrawn_reason == "Vervangen door editie 2. Er stond een fout in de cijfers"
    assert len(kept_truths(session)) == 2, "what was withdrawn stays what readers know"


def test_a_withdrawn_edition_keeps_its_text_and_its_truth(session: Session) -> None:
    _reports(session)
    edition_id = published(session, made(session))
    before = session.scalars(select(SummaryEdition.content)).one()
    with pytest.raises(Refused, match="waarom"):
        publishing.withdraw(session, edition_id=edition_id, reason=" ", **BY)
    publishing.withdraw(session, edition_id=edition_id, reason="Een fout in de plekken", **BY)
    session.expire_all()
    stored = session.scalars(select(SummaryEdition)).one()
    assert (stored.state, stored.withdrawn_reason, stored.content) == ("ingetrokken", "Een fout in de plekken", before)
    assert len(kept_truths(session)) == 1
    with pytest.raises(Conflict):
        publishing.withdraw(session, edition_id=edition_id, reason="Nog eens", **BY)
    with pytest.raises(NotFound):
        publishing.withdraw(session, edition_id=987654, reason="Een fout", **BY)
    published(session, made(session, begin=200), reason="Na het intrekken opnieuw")
    assert [one.edition for one in editions_made(session, period=QUARTER)] == [2, 1]


def test_a_program_signs_nothing_and_what_is_unknown_is_not_there(session: Session) -> None:
    _reports(session)
    one = made(session)
    number = publishing.keep_draft(session, made=one, reason="", age_bands=(), **BY)
    with pytest.raises(Refused, match="Alleen mensen"):
        publishing.sign(session, draft_id=number, shown=sha256(one.text), age_bands=(), by=f.actor(), at=NOW)
    with pytest.raises(NotFound):
        publishing.sign(session, draft_id=number + 1, shown=sha256(one.text), age_bands=(), **BY)
    with pytest.raises(NotFound):
        publishing.let_lapse(session, draft_id=number + 1, reason="Een fout", **BY)
    with pytest.raises(Refused, match="niet de tekst die u las"):
        publishing.sign(session, draft_id=number, shown="0" * 64, age_bands=(), **BY)


def test_quarters_count_what_is_accepted(session: Session) -> None:
    reports = _reports(session)
    reports[0].state = "in beoordeling"
    session.flush()
    (line,) = quarters(session)
    assert (line.period, line.expected, line.accepted) == (QUARTER, 4, 3)


def test_three_people_sign_at_once_and_two_count(session: Session) -> None:
    _reports(session)
    one = made(session)
    number = publishing.keep_draft(session, made=one, reason="", age_bands=(), **BY)
    for who in (FATIMA, DAAN):
        publishing.sign(session, draft_id=number, shown=sha256(one.text), age_bands=(), by=who, at=NOW)
    with pytest.raises(Refused, match="al gepubliceerd"):
        publishing.sign(session, draft_id=number, shown=sha256(one.text), age_bands=(), by=THIRD, at=NOW)
    assert len(editions_made(session)) == 1
