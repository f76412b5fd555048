"""The aanbieder's own contracts: the list, one of them, and the people and papers that go with them. Another's contract does not exist here."""

from __future__ import annotations

from flask import Response, render_template, url_for

from contracts.domain.commitment import ARRANGEMENT, SUBSIDIE
from contracts.queries.own_contracts import OwnContract, own_agreements, own_contract, own_contracts, own_room
from contracts.queries.own_papers import own_contacts, own_documents, own_file
from contracts.queries.subsidies import subsidy_of
from contracts.queries.tariffs import steps_of, tariffs_of
from kpi.queries.expected import details_of
from kpi.queries.own_kpis import own_kpis
from portal.access.guard import requires
from portal.access.permissions import Permission
from portal.provider.contract_page import contract_page, contracts_page
from portal.provider.course_page import course_page
from portal.provider.desk import ID, own_id, provider
from portal.provider.papers_page import papers_page
from portal.provider.subsidy_page import subsidy_page
from portal.web import clock, transaction
from portal.web.region import region, rulebook


@provider.get("/contracten")
@requires(Permission.CONTRACT_OWN)
def contracts() -> str:
    """Everything that was agreed with us."""
    session, own, today = transaction.reading(), own_id(), clock.today()
    found = own_agreements(session, provider_id=own), own_contracts(session, provider_id=own), own_room(session, provider_id=own, year=today.year)
    page = contracts_page(*found, today=today, percent=region().spending_room_percent)
    return render_template("provider/contracts.html", page=page)


def sections_of(found: OwnContract, *, here: str) -> tuple[tuple[str, str, bool], ...]:
    """The pages of one contract."""
    second = "Realisatie en prognose" if found.kind == ARRANGEMENT else "Verloop van de subsidie"
    pages = (("Afspraken en geld", "provider.contract"), (second, "provider.contract_course"))
    return tuple((label, url_for(endpoint, commitment_id=found.id), endpoint == here) for label, endpoint in pages)


@provider.get(f"/contracten/<{ID}:commitment_id>")
@requires(Permission.CONTRACT_OWN)
def contract(commitment_id: int) -> str:
    """One arrangement or subsidie: what was agreed, and its money per year."""
    session, own, today = transaction.reading(), own_id(), clock.today()
    found = own_contract(session, provider_id=own, commitment_id=commitment_id)
    priced = [found.id] if found.kind == ARRANGEMENT else []
    page = contract_page(
        found,
        tariffs=tariffs_of(session, commitment_ids=priced).get(found.id, ()),
        steps=steps_of(session, commitment_ids=priced).get(found.id, ()),
        kpis=own_kpis(session, commitment_id=found.id, provider_id=own, on=today),
        today=today,
        sections=sections_of(found, here="provider.contract"),
    )
    return render_template("provider/contract.html", page=page)


@provider.get("/contracten/stukken")
@requires(Permission.CONTRACT_OWN)
def contract_papers() -> str:
    """Contact persons of both sides, and the documents that the gemeente shares."""
    session, own = transaction.reading(), own_id()
    page = papers_page(own_contacts(session, provider_id=own), own_documents(session, provider_id=own))
    return render_template("provider/contract_papers.html", page=page)


@provider.get(f"/contracten/stukken/<{ID}:document_id>")
@requires(Permission.CONTRACT_OWN)
def contract_document(document_id: int) -> Response:
    """A shared document, to keep."""
    file = own_file(transaction.reading(), provider_id=own_id(), document_id=document_id)
    response = Response(file.content, content_type=file.media_type)
    response.headers.set("Content-Disposition", "attachment", filename=file.file_name)
    return response


@provider.get(f"/contracten/<{ID}:commitment_id>/verloop")
@requires(Permission.CONTRACT_OWN)
def contract_course(commitment_id: int) -> str:
    """What it will cost this year with every figure that this stands on; of a subsidie how it goes, and its next days."""
    session, own, today = transaction.reading(), own_id(), clock.today()
    found = own_contract(session, provider_id=own, commitment_id=commitment_id)
    sections = sections_of(found, here="provider.contract_course")
    if found.kind == SUBSIDIE:
        detail = subsidy_of(session, commitment_id=found.id, provider_id=own, book=rulebook(), today=today)
        return render_template("provider/contract_subsidy.html", page=subsidy_page(detail, today=today, sections=sections))
    details = details_of(session, year=today.year, provider_id=own, only=found.id)
    return render_template("provider/contract_course.html", page=course_page(found, details, today=today, sections=sections))
