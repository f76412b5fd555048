"""The aanbieder's own deviations: what stands out, and the answer to it."""

from __future__ import annotations

from flask import Response, flash, make_response, render_template, url_for

from contracts.foundation.errors import Conflict, Refused
from kpi.actions.deviations import explain
from kpi.domain import follow_up
from kpi.queries.deviations import deviations_of_provider, find_deviation
from portal.access.guard import requires
from portal.access.identity import actor
from portal.access.permissions import Permission
from portal.provider.desk import own_id, provider
from portal.provider.forms import ExplainForm
from portal.provider.pages import DeviationsPage, OneDeviationPage
from portal.web import clock, transaction
from portal.web.fragments import see_other
from portal.web.once import once


@provider.get("/afwijkingen")
@requires(Permission.DEVIATION_EXPLAIN)
def deviations() -> str:
    """What stands out in our own figures: first what waits for us."""
    lines = deviations_of_provider(transaction.reading(), provider_id=own_id(), states=follow_up.STATES)
    waiting = [line for line in lines if line.state in follow_up.WAITING]
    return render_template("provider/deviations.html", page=DeviationsPage(waiting, [line for line in lines if line not in waiting]))


def _page(deviation_id: int, form: ExplainForm, conflict: Conflict | None = None) -> OneDeviationPage:
    found = find_deviation(transaction.reading(), deviation_id=deviation_id, provider_id=own_id())
    mistake = " ".join(form.text.errors)
    title = f"{found.line.indicator_code} {found.line.indicator_name}"
    can_explain = found.line.state not in (follow_up.CLOSED, follow_up.EXPLAINED)
    return OneDeviationPage(
        found, can_explain, form.text.data or "", mistake, clock.now(), title, conflict.by if conflict else "", conflict.theirs if conflict else []
    )


@provider.get("/afwijkingen/<int:deviation_id>")
@requires(Permission.DEVIATION_EXPLAIN)
def deviation(deviation_id: int) -> str:
    """One deviation."""
    form = ExplainForm(formdata=None)
    page = _page(deviation_id, form)
    form.version.data = str(page.deviation.line.version)
    return render_template("provider/deviation.html", page=page, form=form)


@provider.post("/afwijkingen/<int:deviation_id>/toelichten")
@requires(Permission.DEVIATION_EXPLAIN)
@once
def answer(deviation_id: int) -> Response:
    """Explain."""
    form, own = ExplainForm(), own_id()
    found = find_deviation(transaction.reading(), deviation_id=deviation_id, provider_id=own)
    try:
        if not form.validate():
            raise Refused("", "")
        explain(
            transaction.writing(),
            deviation_id=found.line.id,
            provider_id=own,
            version=int(form.version.data),
            text=form.text.data,
            by=actor(),
            at=clock.now(),
        )
    except Refused as refusal:
        if refusal.reason:
            form.text.errors = [refusal.reason]
        return make_response(render_template("provider/deviation.html", page=_page(deviation_id, form), form=form), 422)
    except Conflict as conflict:
        form.version.data = str(conflict.version)
        return make_response(render_template("provider/deviation.html", page=_page(deviation_id, form, conflict), form=form), 409)
    flash("Uw uitleg is verstuurd. De contractmanager leest hem en reageert.")
    return see_other(url_for("provider.deviations"))
