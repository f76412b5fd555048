"""What others report stays theirs: no answer to an aanbieder holds another's name, figure or level; with fewer than three others no word of it."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from contracts.foundation.actor import system
from contracts.foundation.database import begin_writing
from contracts.tables.organisation import Organisation
from kpi.actions import dialogues
from kpi.actions.findings import recompute_all
from kpi.domain.indicator import RATIO
from kpi.domain.shared_findings import NEUTRAL
from kpi.tables.deviation import Deviation, Finding
from kpi.tables.indicator import IndicatorVersion
from kpi.tables.report import ReportValue
from portal.extensions import db
from portal.web import clock
from tests.factories.contracts import organisation
from tests.support.authorization import without_tokens
from tests.support.figures import measured
from tests.support.inspector import Inspector
from tests.support.portal import signed_in
from tests.support.world import NOW, World, _report

NAMES = ("De Berk", "De Eik", "De Es")
TOP, BOTTOM, COUNT = 3917, 3989, 7919  # of each of the others: found nowhere else
TELLTALE = re.compile(r"3\.?917|3\.?989|7\.?919|(?<![\d.])98,2(?!\d)|0\.981\d|11\.?751|11\.?967|7\.?834|7\.?978|De Berk|De Eik|De Es\b|Huize Noord")
PLAIN_PAGES = ("text/html", "text/plain", "text/csv", "application/json")


def others_report(session: Session, world: World, names: tuple[str, ...]) -> None:
    """Others sign the same quarter with figures that can be recognised; everything is judged, and spoken about."""
    by, at = system("proef"), clock.now()
    for name in names:
        world.organisations[name] = organisation(session, name=f"Stichting {name}")
        _report(session, world, name, NOW, stands_out=set())
        ratio = IndicatorVersion.id == ReportValue.indicator_version_id, IndicatorVersion.value_kind == RATIO
        mine = ReportValue.report_id == world.reports[name, NOW.code], ReportValue.numerator.is_not(None)
        is_ratio = select(IndicatorVersion.id).where(*ratio).exists()
        session.execute(
            update(ReportValue).where(*mine, is_ratio).values(numerator=TOP, denominator=BOTTOM).execution_options(synchronize_session=False)
        )
        session.execute(update(ReportValue).where(*mine, ~is_ratio).values(numerator=COUNT).execution_options(synchronize_session=False))
    recompute_all(session, by=by, at=at)
    linde, manager = world.organisations["linde"], world.people["contractmanager"].as_actor()
    told = {"viewer_provider_id": None, "by": manager, "at": at}
    number = dialogues.plan_session(session, provider_id=linde, title="Gesprek", planned_at=at, place="Stadhuis", by=manager, at=at)
    found = list(session.scalars(select(Deviation.id).where(Deviation.provider_id == linde, Deviation.indicator_code.in_(("BZ-01", "NZ-02")))))
    dialogues.put_on_agenda(session, session_id=number, deviation_ids=found, **told)
    dialogues.start(session, session_id=number, **told)


def everything(inspector: Inspector) -> dict[str, str]:
    """Every answer that this person can reach by links, from the start page on, as text; workbooks unpacked."""
    seen: dict[str, str] = {}
    waiting = ["/aanbieder"]
    while waiting:
        path = waiting.pop()
        if path in seen or path.startswith(("/static", "/afmelden")):
            continue
        answer = inspector.get(path)
        seen[path] = _as_text(answer.response.mimetype, answer.response.data)
        if answer.root is not None:
            waiting += [link.partition("#")[0] for link in answer.links() if link.startswith("/")]
        answer.response.close()
    return seen


def _as_text(mimetype: str, data: bytes) -> str:
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return " ".join(packed.read(name).decode(errors="replace") for name in packed.namelist())
    return without_tokens(data.decode(errors="replace")) if mimetype in PLAIN_PAGES else ""


def stands_among(app: Flask, world: World, names: tuple[str, ...]) -> tuple[dict[str, str], int]:
    """All that the invoerder of De Linde can read beside these others, and how many findings about others the register holds of De Linde."""
    with app.app_context():
        session = db.session()
        begin_writing(session)
        others_report(session, world, names)
        linde = Deviation.provider_id == world.organisations["linde"]
        about = select(Finding.id).join(Deviation, Deviation.id == Finding.deviation_id).where(linde, Finding.rule == "peers")
        found = len(session.scalars(about).all())
        assert set(session.scalars(select(Organisation.name).where(Organisation.name.like("%De Berk")))) == {"Stichting De Berk"}
        session.commit()
        db.session.remove()
    return everything(signed_in(app, world.people["invoerder"])), found


@pytest.mark.parametrize("names", [NAMES[:2], NAMES], ids=["two others", "three others"])
def test_no_answer_holds_a_name_or_a_figure_of_another_aanbieder(app: Flask, world: World, names: tuple[str, ...]) -> None:
    answers, found = stands_among(app, World(dict(world.organisations), world.people, dict(world.reports), world.commitments, world.lines), names)
    leaks = {path: leak[0] for path, text in answers.items() if (leak := TELLTALE.search(text))}
    measured("answers to an aanbieder searched for others", len(answers))
    measured("answers that tell of another aanbieder", len(leaks))
    assert leaks == {} and found > 0 and len(answers) > 40
    own = [text for path, text in answers.items() if re.fullmatch(r"/aanbieder/afwijkingen/\d+", path)]
    tells = [text for text in own if "lager dan bij anderen" in text]
    if len(names) < 3:
        assert not tells and any(NEUTRAL in text for text in own) and all("Vergelijking met" not in text for text in own)
        assert any("te weinig anderen" in text for text in own)
        assert not any("bij anderen" in text or "bij de anderen" in text for text in answers.values())
    else:
        assert tells and not any(NEUTRAL in text for text in own)
        assert any("Vergelijking met drie anderen: uw cijfer is lager" in text for text in own)


def test_the_contractmanager_does_read_them(app: Flask, world: World) -> None:
    """The figures are really there: whoever may see them does."""
    stands_among(app, World(dict(world.organisations), world.people, dict(world.reports), world.commitments, world.lines), NAMES[:2])
    page = signed_in(app, world.people["contractmanager"]).get(f"/beheer/rapportages/{world.reports['linde', NOW.code]}")
    assert page.status == 200
    with app.app_context():
        told = db.session.scalars(select(Finding.sentence).where(Finding.rule == "peers")).all()
        assert any(TELLTALE.search(sentence) for sentence in told)
