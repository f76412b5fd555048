"""The aanbieder's start page, and the task list of a quarter."""

from __future__ import annotations

from flask import Response, flash, make_response, render_template, url_for

from contracts.foundation.errors import Conflict, Refused
from contracts.foundation.period import last_day
from kpi.actions.reports import save_note
from kpi.domain import follow_up
from kpi.domain import report as lifecycle
from kpi.domain.completeness import Completeness
from kpi.domain.openings import CORRECTIONS, NOTE, PEOPLE
from kpi.queries.dialogues import open_action_points, sessions
from kpi.queries.openings import openings_of, section_is_open
from kpi.queries.own_deviations import own_deviations
from kpi.queries.reports import ReportEventLine, ReportHeader, report_events, reports_of_provider
from kpi.queries.tasks import TaskGroup, TaskList, tasks_of
from portal.access.guard import requires
from portal.access.identity import actor, viewer
from portal.access.permissions import Permission, permits
from portal.provider.desk import own_id, place_of, provider, report_of
from portal.provider.forms import NoteForm
from portal.provider.pages import AskedLink, HomePage, NotePage, Task, TasksPage
from portal.provider.todo import todo_of
from portal.provider.words import FAMILY_NAMES, REPORT_STATES, SECTION_NAMES
from portal.web import clock, transaction
from portal.web.formatting import moment
from portal.web.fragments import see_other


def _next_step(report: ReportHeader | None, questions: int) -> tuple[str, str, str]:
    """What to do now: first the oldest report that is not finished, then the questions. A sentence, where, and the words on the button."""
    if report is None and questions:
        asked = "een cijfer" if questions == 1 else f"{questions} cijfers"
        return (f"De contractmanager vraagt uitleg over {asked}.", url_for("provider.deviations"), "Geef uitleg")
    if report is None:
        return ("U hoeft nu niets te doen. Zodra een kwartaal voorbij is, staat hier de nieuwe rapportage.", "", "")
    here = url_for("provider.tasks", period=report.slug)
    signing = url_for("provider.check", period=report.slug)
    may_sign = permits(Permission.REPORT_SIGN, viewer())
    if report.state == lifecycle.AWAITING_SIGNATURE:
        return (
            "De cijfers zijn compleet. Een tekenbevoegde moet ze ondertekenen.",
            signing,
            "Bekijk en onderteken" if may_sign else "Bekijk de cijfers",
        )
    if report.state == lifecycle.CHANGE_REQUESTED:
        return ("De gemeente vraagt een wijziging. Pas de cijfers aan en bied ze opnieuw aan.", here, "Naar de wijziging")
    what = "de cijfers van dit kwartaal" if report.asks_places else "de cijfers die de gemeente extra vraagt"
    if report.state == lifecycle.NOT_STARTED:
        return (f"Vul {what} in.", here, "Begin met invullen")
    return (f"Vul {what} verder in.", here, "Ga verder met invullen")


def _waits(report: ReportHeader) -> bool:
    """Whether the aanbieder still has to do something, and can."""
    return _is_unfinished(report) and not report.is_closed


def _is_unfinished(report: ReportHeader) -> bool:
    return report.state in lifecycle.EDITABLE or report.state == lifecycle.AWAITING_SIGNATURE


@provider.get("")
@requires(Permission.REPORT_READ)
def home() -> str:
    """What must I do now."""
    session, own = transaction.reading(), own_id()
    reports = [one.as_seen(clock.now()) for one in reports_of_provider(session, provider_id=own)]
    current = min(filter(_waits, reports), key=lambda one: one.hand_in_by_at, default=None)
    questions = own_deviations(session, provider_id=own, states=follow_up.WAITING)
    sentence, href, label = _next_step(current, sum(one.state == follow_up.ASKED for one in questions))
    agreements = open_action_points(session, viewer_provider_id=own)
    page = HomePage(
        todo=todo_of(viewer(), reports=[one for one in reports if _waits(one)], questions=questions, agreements=agreements, today=clock.today()),
        current=current,
        days_left=current.days_left(clock.now()) if current else 0,
        next_step=sentence,
        next_href=href,
        next_label=label,
        questions=questions,
        sessions=[one for one in sessions(session, viewer_provider_id=own) if one.state != "vastgesteld"],
        earlier=[one for one in reports if one is not current],
        deadline=last_day(current.hand_in_by_at) if current else None,
        title=current.label if current else "Rapportages",
    )
    return render_template("provider/home.html", page=page)


def _status(how_far: Completeness, *, editable: bool, is_signed: bool) -> tuple[str, str]:
    if how_far.is_complete or is_signed:  # a location or form of care that came after the signature was not asked then
        return "Klaar", "goed"
    if not editable:
        return "Niet compleet", "aandacht"
    if how_far.filled == 0:
        return "Nog niet begonnen", "actie"
    return (f"Bezig ({how_far.filled} van {how_far.asked})", "actie") if how_far.filled < how_far.asked else ("Vraagt uitleg", "aandacht")


def _tasks(found: TaskList) -> list[Task]:
    slug, editable = found.report.slug, found.report.is_editable
    steps = _steps_of_quarter(found, slug) if found.report.asks_places else []  # first: from these other figures are computed
    steps += [
        (FAMILY_NAMES[group.family], url_for("provider.grid", period=slug, family=group.family), group.progress, _family_note(group))
        for group in found.groups
    ]
    signed = found.report.state in lifecycle.SETTLED
    rows = [Task(label, href, *_status(how_far, editable=editable, is_signed=signed), note=note) for label, href, how_far, note in steps]
    if found.report.asks_places:
        rows.insert(2, _people_task(found, url_for("provider.people", period=slug)))
    word, tone = ("Klaar", "goed") if found.report.note else ("Niet verplicht", "rustig")
    note = Task("Toelichting", url_for("provider.note", period=slug), word, tone, "Wat de gemeente verder moet weten")
    about = "Klopte er iets niet in een kwartaal dat al is geaccepteerd?"
    correct = Task(SECTION_NAMES[CORRECTIONS], url_for("provider.corrections", period=slug), "Niet verplicht", "rustig", about)
    return [*rows, note, *([correct] if editable or found.report.submitted_at else []), _last_task(found)]


def _steps_of_quarter(found: TaskList, slug: str) -> list[tuple[str, str, Completeness, str]]:
    """What only a quarter asks."""
    return [
        ("Capaciteit", url_for("provider.capacity", period=slug), found.capacity, "Plekken op de laatste dag van het kwartaal"),
        ("In-, door- en uitstroom", url_for("provider.flows", period=slug), found.flows, "Hoeveel mensen er kwamen en gingen"),
    ]


def _people_task(found: TaskList, href: str) -> Task:
    """The one step of a quarter that may be skipped: it counts for no completeness."""
    how_far, note = found.people, "Wie er in zorg was op de laatste dag. Voor de tabellen van de klankbordgroep"
    if how_far.unexplained:
        word, tone = "Telt niet op", "aandacht"
    elif how_far.is_complete:
        word, tone = "Klaar", "goed"
    elif how_far.filled and found.report.is_editable:
        word, tone = f"Bezig ({how_far.filled} van {how_far.asked})", "actie"
    else:
        word, tone = ("Niet verplicht" if found.report.is_editable else "Niet ingevuld"), "rustig"
    return Task(SECTION_NAMES[PEOPLE], href, word, tone, note)


def _family_note(group: TaskGroup) -> str:
    """ "4 van 7 ingevuld. 2 cijfers wachten op uw 'klopt'." """
    if not group.waiting:
        return group.progress.sentence
    return f"{group.progress.sentence}. {group.waiting} {'cijfer wacht' if group.waiting == 1 else 'cijfers wachten'} op uw 'klopt'"


def _last_task(found: TaskList) -> Task:
    href = url_for("provider.check", period=found.report.slug)
    if found.report.is_closed and _is_unfinished(found.report):
        return Task("Controleren en ondertekenen", href, "Gesloten", "rustig", "Alleen na uitstel kan dit nog worden ingediend")
    if found.report.state == lifecycle.AWAITING_SIGNATURE:
        return Task("Controleren en ondertekenen", href, "Wacht op ondertekening", "aandacht", "Door een tekenbevoegde, niet door wie het aanbood")
    if not found.report.is_editable:
        return Task("Controleren en ondertekenen", href, "Ingediend", "goed")
    if found.is_complete:
        return Task("Controleren en ondertekenen", href, "Nu doen", "actie", "Alles is ingevuld")
    return Task("Controleren en ondertekenen", href, "Kan nog niet", "rustig", "Eerst moet alles zijn ingevuld")


def _asked_change(report: ReportHeader, events: list[ReportEventLine]) -> str:
    """What the tekenbevoegde asked when it came back inside the house, or the municipality in words without a place."""
    asked = [event for event in events if event.kind in (lifecycle.CHANGE_ASKED, lifecycle.SENT_BACK)] if report.is_editable else []
    return asked[-1].note if asked else ""


def _asks(report: ReportHeader) -> list[AskedLink]:
    """Every question of the municipality, with the place where it is answered."""
    found, slug = openings_of(transaction.reading(), header=report), report.slug
    return [] if found is None else [AskedLink(SECTION_NAMES.get(one.scope, one.scope), place_of(slug, one), one.question) for one in found.asks]


def _reviewed_by(report: ReportHeader, events: list[ReportEventLine]) -> str:
    """Who of the municipality looks at it now."""
    begun = [event for event in events if event.kind == lifecycle.REVIEW_BEGUN]
    return f"{begun[-1].person_name}, sinds {moment(begun[-1].at)}" if begun and report.state == lifecycle.IN_REVIEW else ""


def _extension(report: ReportHeader, events: list[ReportEventLine]) -> ReportEventLine | None:
    """The extension that holds now, if any."""
    given = [event for event in events if event.kind == lifecycle.EXTENDED and event.until_at == report.hand_in_by_at]
    return given[-1] if given and _is_unfinished(report) else None


@provider.get("/rapportages/<period>")
@requires(Permission.REPORT_READ)
def tasks(period: str) -> str:
    """The task list of a quarter."""
    report, session = report_of(period), transaction.reading()
    found = tasks_of(session, report=report)
    word, tone = REPORT_STATES[report.state]
    events, asks = report_events(session, report_id=report.id), _asks(report)
    from_municipality = bool(asks) and events[-1].kind != lifecycle.SENT_BACK
    page = TasksPage(
        report=report,
        days_left=report.days_left(clock.now()),
        state=word,
        tone=tone,
        tasks=_tasks(found),
        progress=found.cells.sentence,
        filled=found.cells.filled,
        asked=found.cells.asked,
        events=events,
        receipts=[event for event in reversed(events) if event.receipt_number],
        deadline=last_day(report.hand_in_by_at),
        extension=_extension(report, events),
        asked_change="" if from_municipality else _asked_change(report, events),
        asks=asks,
        reviewed_by=_reviewed_by(report, events),
        title=f"Rapportage {report.label}" if report.asks_places else report.label,
        may_upload=report.is_editable and permits(Permission.REPORT_ENTER, viewer()),
    )
    return render_template("provider/tasks.html", page=page)


def _note_page(report: ReportHeader) -> NotePage:
    found = openings_of(transaction.reading(), header=report)
    return NotePage(report, "" if found is None else found.question(NOTE), not section_is_open(found, NOTE))


@provider.get("/rapportages/<period>/toelichting")
@requires(Permission.REPORT_READ)
def note(period: str) -> str:
    """The aanbieder's own words with the figures."""
    report = report_of(period)
    return render_template("provider/note.html", page=_note_page(report), form=NoteForm(formdata=None, note=report.note, version=str(report.version)))


@provider.post("/rapportages/<period>/toelichting")
@requires(Permission.REPORT_ENTER)
def keep_note(period: str) -> Response:
    """Save the note."""
    report, form = report_of(period), NoteForm()
    try:
        if not form.validate():
            raise Refused("", "")
        version = int(form.version.data or 0)
        save_note(
            transaction.writing(),
            report_id=report.id,
            provider_id=report.provider_id,
            version=version,
            note=form.note.data or "",
            by=actor(),
            at=clock.now(),
        )
    except Refused as refusal:
        if refusal.reason:
            form.note.errors = [refusal.reason]
        return make_response(render_template("provider/note.html", page=_note_page(report), form=form), 422)
    except Conflict as conflict:
        form.version.data = str(conflict.version)
        return make_response(render_template("provider/note.html", page=_note_page(report), form=form, conflict=conflict), 409)
    flash("De toelichting is opgeslagen.")
    return see_other(url_for("provider.tasks", period=period))
