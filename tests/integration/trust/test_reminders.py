"""Reminders by a real mail server: each mail once, whatever breaks, and nothing after the report was handed in."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from contracts.foundation.database import begin_writing
from kpi.tables.report import Report
from portal.accounts.tables import Person
from portal.config import ROOT, STARTTLS, TLS
from portal.reminders import outbox, rounds
from portal.reminders.post import LATER, REFUSED, SENT, UNKNOWN, Outcome
from portal.reminders.tables import OutgoingMail
from tests.support.databases import JOURNAL_SECRET, SECRET, SIGNING_SEED
from tests.support.figures import measured, size
from tests.support.mail_server import SENDER, MailServer, certificate, running
from tests.support.reminder_desk import ADDRESS, DAY, NOON, Desk


def test_a_digest_is_written_once_and_sent_once(desk: Desk, post: MailServer) -> None:
    assert desk.write() == 1 and desk.write() == 0
    for _ in range(3):
        desk.send(post)
    (mail,) = post.taken
    assert post.recipients == ["invoerder-noord@voorbeeld.example"] and desk.states() == ["verstuurd"]
    assert mail["From"] == f"Samenzicht <{SENDER}>" and mail["To"] == post.recipients[0]
    assert mail["Subject"] == "Samenzicht: Huize Noord, 3e kwartaal 2026 (over 5 dagen)"
    assert mail["Auto-Submitted"] == "auto-generated" and str(mail["Message-ID"]).endswith("@portaal.example>") and mail["Date"].datetime == NOON
    text = mail.get_body(("plain",))
    assert text is not None and f"{ADDRESS}/aanbieder/rapportages/2026-k3" in text.get_content()
    (calendar,) = mail.iter_attachments()
    assert calendar.get_content_type() == "text/calendar" and "DTSTART;VALUE=DATE:20261125" in calendar.get_content()


def test_it_stops_at_submission_also_for_what_was_written_already(desk: Desk, post: MailServer) -> None:
    assert desk.write() == 1
    report = desk.world.reports["noord", "2026-K3"]
    desk.change(update(Report).where(Report.id == report).values(state="ingediend", submitted_at=NOON))
    assert desk.write() == 0 and desk.states() == []
    desk.change(update(Report).where(Report.id == report).values(state="wacht op ondertekening", submitted_at=None))
    assert desk.write() == 1
    desk.send(post)
    assert post.recipients == ["tekenbevoegde-noord@voorbeeld.example"]


def test_who_is_blocked_gets_nothing(desk: Desk, post: MailServer) -> None:
    assert desk.write() == 1
    desk.change(update(Person).where(Person.id == desk.world.people["invoerder-noord"].person_id).values(is_blocked=True))
    assert desk.write() == 0 and desk.states() == []


def test_yesterdays_mail_that_could_not_go_does_not_go_today(desk: Desk, post: MailServer) -> None:
    assert desk.write() == 1
    desk.at = NOON + timedelta(days=1)
    assert desk.write(DAY + timedelta(days=1)) == 1, "it is made up for, with today's words"
    desk.send(post)
    assert len(post.taken) == 1 and "(over 4 dagen)" in post.taken[0]["Subject"]


@pytest.mark.sqlite_only
@pytest.mark.parametrize("where", ["at the recipient", "after the text"])
@pytest.mark.parametrize(("answer", "kind", "state"), [("451 Later", LATER, "klaar"), ("550 Onbekend", REFUSED, "mislukt")])
def test_no_for_now_is_tried_again_and_no_for_good_is_not(desk: Desk, post: MailServer, where: str, answer: str, kind: str, state: str) -> None:
    desk.put(2)
    (post.at_recipient if where == "at the recipient" else post.script).append(answer)
    assert dict(desk.send(post).outcomes) == {kind: 1, SENT: 1}, "the next mail goes over the same line"
    assert desk.states() == [state, "verstuurd"] and answer in desk.mail().last_error
    desk.send(post)
    assert len(post.taken) == 1, "not before its time"
    desk.at += timedelta(minutes=6)
    desk.send(post)
    assert len(post.taken) == (2 if kind == LATER else 1) and post.sent_twice == 0
    measured("mail faults tried", 1)


@pytest.mark.sqlite_only
def test_a_server_that_keeps_saying_later_is_given_up(desk: Desk, post: MailServer) -> None:
    desk.put(1)
    waits = []
    for _ in range(outbox.MOST_ATTEMPTS + 2):
        post.script = ["450 Vol"]
        before = desk.mail().attempts
        desk.send(post)
        waits += [desk.mail().next_try_at - desk.at] * (desk.mail().attempts > before and desk.states() == ["klaar"])
        desk.at += timedelta(days=1)
    assert desk.states() == ["mislukt"] and desk.mail().attempts == outbox.MOST_ATTEMPTS
    assert waits == [timedelta(minutes=5 * 3**step) for step in range(4)] + [timedelta(hours=4)]


@pytest.mark.parametrize("fault", ["dropped", "slow"])
def test_when_nobody_knows_whether_it_arrived_it_is_not_sent_again(desk: Desk, post: MailServer, fault: str) -> None:
    desk.put(2)
    post.script, post.wait = ([None], 0.0) if fault == "dropped" else ([], 3.0)
    done = desk.send(post, timeout=0.4) if fault == "slow" else desk.send(post)
    post.wait = 0.0
    assert done.outcomes[UNKNOWN] >= 1 and desk.states()[0] == "bezig"
    desk.at += timedelta(days=30)
    desk.send(post)
    assert desk.states()[0] == "bezig" and post.sent_twice == 0
    with desk.session() as session:
        begin_writing(session)
        outbox.send_again(session, mail_id=desk.mail().id, by=desk.world.people["functioneel-beheerder"].as_actor(), at=desk.at)
        session.commit()
    desk.send(post)
    assert desk.states() == ["verstuurd", *desk.states()[1:]] and post.sent_twice == 1, "only on purpose"
    measured("mail faults tried", 1)


@pytest.mark.sqlite_only
def test_no_server_means_that_nothing_is_taken(desk: Desk, post: MailServer) -> None:
    desk.put(1)
    for wrong in ({"port": 1}, {"user": "x", "password": "y"}, {"tls": STARTTLS}, {"tls": TLS, "timeout": 1.0}, {"host": "bestaat-niet.invalid"}):
        done = desk.send(post, **wrong)
        assert done.problem and not done.outcomes and desk.states() == ["klaar"]
        measured("mail faults tried", 1)
    assert desk.mail().attempts == 0


@pytest.mark.parametrize("breaks", ["after taking it", "before the answer is written down", "while handing over"])
def test_a_crash_at_any_point_never_sends_twice(desk: Desk, post: MailServer, monkeypatch: pytest.MonkeyPatch, breaks: str) -> None:
    desk.put(1)

    def crash(*_args: object, **_facts: object) -> Outcome:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(*{"after taking it": (rounds, "_hand_over"), "while handing over": (rounds, "send")}.get(breaks, (outbox, "settle")), crash)
        with pytest.raises(KeyboardInterrupt):
            desk.send(post)
    assert desk.states() == ["bezig"]
    for _ in range(3):
        desk.send(post)
    assert len(post.taken) == (1 if breaks.startswith("before") else 0) and desk.states() == ["bezig"]
    measured("mail faults tried", 1)


def test_a_crash_while_writing_leaves_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(rounds, "record", lambda *_a, **_f: (_ for _ in ()).throw(OSError("weg")))
        with pytest.raises(OSError, match="weg"):
            desk.write()
    assert desk.states() == [] and desk.write() == 1


@pytest.mark.sqlite_only
def test_names_and_addresses_cannot_begin_a_header(desk: Desk, post: MailServer) -> None:
    name = "Noor\r\nBcc: elders@voorbeeld.example\r\n\r\nHallo"
    person = desk.world.people["invoerder-noord"].person_id
    desk.change(update(Person).where(Person.id == person).values(name=name))
    desk.write()
    desk.send(post)
    (mail,) = post.taken
    assert mail["Bcc"] is None and post.recipients == ["invoerder-noord@voorbeeld.example"]
    assert not [header for header in mail if header.lower() in ("bcc", "hallo")]


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    "address",
    ["a@b.example\r\nBcc: c@d.example", "a@b.example, c@d.example", "<a@b.example>", "a b@c.example", "a@b.example> SIZE=1", "geen", "é@b.example"],
)
def test_what_is_no_plain_address_gets_nothing(desk: Desk, post: MailServer, address: str) -> None:
    desk.put(1)
    desk.change(update(OutgoingMail).values(to_address=address))
    desk.send(post)
    assert post.taken == [] and desk.states() == ["mislukt"] and "geen e-mailadres" in desk.mail().last_error
    measured("mail faults tried", 1)


@pytest.mark.sqlite_only
def test_the_line_is_encrypted_and_its_certificate_is_checked(desk: Desk, tmp_path: Path) -> None:
    file, context = certificate(tmp_path)
    desk.put(2)
    with running(tls_context=context, require_starttls=True) as server:
        assert desk.send(server, tls=STARTTLS).problem, "a certificate that nobody vouches for"
        assert desk.send(server, tls=STARTTLS, host="localhost", authority=str(file)).problem, "of another name"
        assert desk.states() == ["klaar", "klaar"]
        assert desk.send(server, tls=STARTTLS, authority=str(file)).outcomes[SENT] == 2


def _round(url: str, port: int) -> subprocess.Popen[bytes]:
    """`./samenzicht herinner` as cron starts it."""
    told = {"SAMENZICHT_MODE": "productie", "SAMENZICHT_SECRET": SECRET, "SAMENZICHT_JOURNAL_KEY": JOURNAL_SECRET, "DATABASE_URL": url}
    told |= {"SAMENZICHT_SIGNING_KEY": SIGNING_SEED, "SAMENZICHT_HOSTS": "portaal.example", "PYTHONPATH": str(ROOT)}
    told |= {"SAMENZICHT_SMTP_HOST": "127.0.0.1", "SAMENZICHT_SMTP_PORT": str(port), "SAMENZICHT_SMTP_TLS": "geen", "SAMENZICHT_SMTP_FROM": SENDER}
    command = [sys.executable, "-P", "-m", "portal.developer", "herinner"]
    return subprocess.Popen(command, env=os.environ | told, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def test_two_rounds_at_once_send_each_mail_once(desk: Desk, post: MailServer) -> None:
    desk.put(30)
    post.wait = 0.01
    both = [_round(desk.url, post.port) for _ in range(2)]
    assert [one.wait(timeout=120) for one in both] == [0, 0]
    assert set(desk.states()) == {"verstuurd"} and len(post.taken) >= 30 and post.sent_twice == 0
    measured("mails sent twice", post.sent_twice)


def test_two_rounds_that_write_at_once_write_once(desk: Desk) -> None:
    together, written = threading.Barrier(2), list[int]()

    def work() -> None:
        together.wait()
        written.append(desk.write())

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(written) == [0, 1] and desk.states() == ["klaar"]


@pytest.mark.measured
@pytest.mark.sqlite_only
def test_a_round_that_is_killed_sends_nothing_twice(desk: Desk, post: MailServer) -> None:
    desk.put(60)
    post.wait = 0.02
    kills = size(quick=2, full=15)
    for number in range(kills):
        before, process = len(post.taken), _round(desk.url, post.port)
        until = time.monotonic() + 60
        while len(post.taken) < before + 2 + number % 3 and process.poll() is None and time.monotonic() < until:
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=30)
    post.wait = 0.0
    assert _round(desk.url, post.port).wait(timeout=120) in (0, 1)
    states = desk.states()
    measured("mail faults tried", kills)
    measured("mails sent twice", post.sent_twice)
    assert post.sent_twice == 0 and set(states) <= {"verstuurd", "bezig"} and states.count("bezig") <= kills
    assert len(post.taken) >= states.count("verstuurd") >= 60 - kills
