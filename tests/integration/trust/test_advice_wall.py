"""The wall round the advice: each answer to everybody is searched for who advised, and for the words of the advice (issue 7, point 7).

An aanbieder reads the contractmanager's words at its table and nothing else. Nobody but the klankbordgroep and the contractmanager reads an advice;
and who gave it without allowing the name is told to nobody, in no answer, mail or line of the journal.
"""

from __future__ import annotations

import zlib
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import select

from contracts.foundation import database
from contracts.foundation.journal import JournalEntry
from kpi.actions.advice_giving import give
from kpi.actions.advice_points import bring_to_tables
from portal.extensions import db
from portal.reminders.tables import OutgoingMail
from tests.integration.trust.conftest import invite_somebody
from tests.integration.trust.test_wall import _posts, _walk
from tests.support.attacker import undo_everything
from tests.support.authorization import Matrix
from tests.support.figures import measured
from tests.support.whole_world import ADVICE_SUBJECT, ADVICE_TEXT, ADVICE_WORDS, AT, Whole

READERS, WRITERS = {"klankbordgroeplid", "contractmanager"}, {"invoerder A", "tekenbevoegde B"}
SEARCHED = sorted(READERS | WRITERS | {"publicist", "subsidiebeheerder"})
NAMED_SUBJECT, NAMED_TEXT = "Eten in de nachtopvang", "Kook samen met bewoners, ook in het weekend."
NAMED_WORDS = "Hoe gaat het met de maaltijden?"


@pytest.fixture
def walled(portal: Flask, whole: Whole) -> Matrix:
    """The whole world with a second advice, whose giver allowed the name; both stand at the tables of both aanbieders."""
    with portal.app_context():
        session = db.session()
        database.begin_writing(session)
        giver, manager = whole.people["klankbordgroeplid"].as_actor(), whole.people["contractmanager"].as_actor()
        told = {"subject": NAMED_SUBJECT, "text": NAMED_TEXT, "may_be_named": True, "answer_working_days": 30}
        made = give(session, by=giver, at=AT, **told)
        tables = [whole.world.organisations[slug] for slug in ("linde", "noord")]
        bring_to_tables(session, advice_id=made, provider_ids=tables, words=NAMED_WORDS, board_names=(giver.name,), by=manager, at=AT)
        session.commit()
        db.session.remove()
    invite_somebody(portal, whole)
    matrix = Matrix(portal, whole)
    undo_everything(portal)
    return matrix


def text_of(answer: object) -> str:
    """An answer as text; what is compressed in a file is unpacked as far as it can be."""
    data: bytes = answer.get_data()  # type: ignore[attr-defined]
    if data[:4] == b"%PDF":
        parts = data.split(b"stream\r\n" if b"stream\r\n" in data else b"stream\n")[1:]
        data += b"".join(_unpacked(part) for part in parts)
    return unescape(data.decode("utf-8", "replace"))


def _unpacked(part: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(part)
    except zlib.error:
        return b""


@pytest.mark.sqlite_only
def test_nobody_reads_what_is_not_theirs(walled: Matrix, whole: Whole) -> None:
    name = whole.people["klankbordgroeplid"].name
    words = {ADVICE_SUBJECT, ADVICE_TEXT, NAMED_SUBJECT, NAMED_TEXT}
    searched, leaks, seen = 0, [], dict[str, set[str]]()
    for identity in SEARCHED:
        for path, answer in _walk(walled, identity):
            searched += 1
            told = text_of(answer)
            seen[identity] = seen.get(identity, set()) | {one for one in words | {ADVICE_WORDS, NAMED_WORDS, name} if one in told}
            forbidden = set() if identity in READERS else {*words, name, *(set() if identity in WRITERS else {ADVICE_WORDS})}
            if identity == "contractmanager" and NAMED_SUBJECT not in told:
                forbidden = {name}
            leaks += [f"{path} tells {identity}: {one}" for one in forbidden if one in told]
    measured("answers searched for who advised", searched)
    measured("answers that tell who advised, or what", len(leaks))
    assert leaks == []
    assert all({ADVICE_WORDS, NAMED_WORDS} <= seen[identity] for identity in WRITERS)
    assert words | {name} <= seen["contractmanager"]
    assert words <= seen["klankbordgroeplid"]


@pytest.mark.sqlite_only
def test_no_form_of_an_aanbieder_answers_with_an_advice(walled: Matrix, whole: Whole) -> None:
    secrets = {ADVICE_SUBJECT, ADVICE_TEXT, NAMED_SUBJECT, NAMED_TEXT, whole.people["klankbordgroeplid"].name}
    for identity, path, fields in _posts(walled):
        told = text_of(walled.browsers[identity].send("POST", path, data=fields))
        assert [one for one in secrets if one in told] == [], path


@pytest.mark.sqlite_only
def test_the_journal_and_the_mails_tell_it_to_nobody(walled: Matrix, whole: Whole) -> None:
    person = whole.people["klankbordgroeplid"]
    with walled.app.app_context():
        lines = db.session.scalars(select(JournalEntry).where(JournalEntry.object == f"advies/{whole.advice[0]}")).all()
        mails = list(db.session.scalars(select(OutgoingMail.body)))
    assert [one.action for one in lines] == ["advies gegeven", "advies naar een tafel gebracht"]
    for one in lines:
        assert one.person_id != person.person_id
        assert not any(secret in f"{one.actor} {one.details}" for secret in (person.name, ADVICE_SUBJECT, ADVICE_TEXT))
    assert not any(secret in body for body in mails for secret in (person.name, ADVICE_SUBJECT, ADVICE_TEXT))
