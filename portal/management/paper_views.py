"""The people and papers of an arrangement, a subsidie or a raamovereenkomst."""

from __future__ import annotations

from flask import Response, flash, make_response, render_template, request
from wtforms import FileField, Form, RadioField, SelectChoice, SelectField, StringField

from contracts.actions.papers import add_contact, add_document, remove_contact, remove_document, share_document
from contracts.domain.contact import SIDES, NewContact
from contracts.domain.papers import FIELD, KINDS
from contracts.domain.subject import Subject, subject_of
from contracts.foundation.errors import Refused
from contracts.queries.papers import document_file, papers_of
from portal.access.guard import requires
from portal.access.identity import actor
from portal.access.permissions import Permission
from portal.management.desk import ID, management, tell
from portal.management.paper_page import papers_page
from portal.management.subject_head import base_of, find_subject, head_of
from portal.web import clock, transaction
from portal.web.evidence import ACCEPT, MOST_SENT, brought, paper_first, to_keep
from portal.web.files import takes_file
from portal.web.fragments import see_other
from portal.web.once import once

ONE, RAAM = f"/overeenkomsten/<{ID}:commitment_id>", f"/overeenkomsten/raam/<{ID}:agreement_id>"
_MISSING = "Kies eerst een bestand."


def _or_nothing(text: str | None) -> str:
    """A field that was not sent at all is empty."""
    return text or ""


class ContactForm(Form):  # type: ignore[misc]
    """A contact person at work."""

    side = RadioField("Werkt bij", choices=[SelectChoice(*each) for each in SIDES.items()], validate_choice=False)
    name = StringField("Naam", filters=[_or_nothing])
    role = StringField("Functie", filters=[_or_nothing])
    email = StringField("E-mailadres van het werk", filters=[_or_nothing])
    phone = StringField("Telefoonnummer van het werk", filters=[_or_nothing])

    def told(self) -> NewContact:
        """For the action."""
        return NewContact(self.side.data or "", self.name.data, self.role.data, self.email.data, self.phone.data)


class PaperForm(Form):  # type: ignore[misc]
    """A document."""

    kind = SelectField(
        "Wat is het?", choices=[SelectChoice("", "Kies een soort"), *(SelectChoice(*each) for each in KINDS.items())], validate_choice=False
    )
    paper = FileField("Bestand")
    share = RadioField(
        "Mag de aanbieder het lezen?", choices=[SelectChoice("nee", "Nee"), SelectChoice("ja", "Ja")], default="nee", validate_choice=False
    )


def _show(subject: Subject, wrong: Form | None = None) -> Response:
    session = transaction.reading()
    found = papers_of(session, **subject.keys)
    page = papers_page(head_of(find_subject(session, subject), subject, here="management.papers"), found, has_errors=wrong is not None)
    person = wrong if isinstance(wrong, ContactForm) else ContactForm()
    paper = wrong if isinstance(wrong, PaperForm) else PaperForm()
    answer = render_template("management/papers.html", page=page, person=person, paper=paper, wrong=wrong or Form(), accept=ACCEPT)
    return make_response(answer, 200 if wrong is None else 422)


def _back(subject: Subject, said: str) -> Response:
    flash(said)
    return see_other(f"{base_of(subject)}/stukken")


def _refused(subject: Subject, form: Form, refused: Refused) -> Response:
    transaction.undo()
    tell(form, refused)
    return _show(subject, form)


@management.get(f"{ONE}/stukken")
@management.get(f"{RAAM}/stukken")
@requires(Permission.BUDGET_READ)
def papers(commitment_id: int | None = None, agreement_id: int | None = None) -> Response:
    """People and papers."""
    return _show(subject_of(agreement_id=agreement_id, commitment_id=commitment_id))


@management.post(f"{ONE}/contactpersonen")
@management.post(f"{RAAM}/contactpersonen")
@requires(Permission.BUDGET_CHANGE)
@once
def name_contact(commitment_id: int | None = None, agreement_id: int | None = None) -> Response:
    """Name a contact person."""
    subject, form = subject_of(agreement_id=agreement_id, commitment_id=commitment_id), ContactForm(request.form)
    try:
        add_contact(transaction.writing(), subject=subject, new=form.told(), by=actor(), at=clock.now())
    except Refused as refused:
        return _refused(subject, form, refused)
    return _back(subject, "De contactpersoon staat erbij. De aanbieder ziet deze gegevens ook.")


@management.post(f"/contactpersonen/<{ID}:contact_id>/verwijderen")
@requires(Permission.BUDGET_CHANGE)
@once
def drop_contact(contact_id: int) -> Response:
    """Let nothing of a contact person be left."""
    return _back(remove_contact(transaction.writing(), contact_id=contact_id, by=actor(), at=clock.now()), "De gegevens zijn verwijderd.")


@management.post(f"{ONE}/stukken")
@management.post(f"{RAAM}/stukken")
@requires(Permission.BUDGET_CHANGE)
@takes_file(MOST_SENT)
@paper_first
@once
def keep_paper(commitment_id: int | None = None, agreement_id: int | None = None) -> Response:
    """Keep a document."""
    subject, form, files = subject_of(agreement_id=agreement_id, commitment_id=commitment_id), PaperForm(request.form), brought()
    try:
        if files.mistake or not files.files:
            raise Refused(FIELD, files.mistake or _MISSING)
        about = {"kind": form.kind.data or "", "is_shared": form.share.data == "ja", "file": files.files[0]}
        add_document(transaction.writing(), subject=subject, by=actor(), at=clock.now(), **about)
    except Refused as refused:
        return _refused(subject, form, refused)
    return _back(subject, "Het stuk is bewaard.")


@management.get(f"/stukken/<{ID}:document_id>")
@requires(Permission.BUDGET_READ)
def paper(document_id: int) -> Response:
    """A document, to keep."""
    return to_keep(document_file(transaction.reading(), document_id=document_id))


@management.post(f"/stukken/<{ID}:document_id>/delen")
@requires(Permission.BUDGET_CHANGE)
@once
def share_paper(document_id: int) -> Response:
    """Let the aanbieder read a document, or no longer."""
    shared = request.form.get("share") == "ja"
    subject = share_document(transaction.writing(), document_id=document_id, is_shared=shared, by=actor(), at=clock.now())
    return _back(subject, "De aanbieder kan het stuk nu lezen." if shared else "De aanbieder kan het stuk niet meer lezen.")


@management.post(f"/stukken/<{ID}:document_id>/verwijderen")
@requires(Permission.BUDGET_CHANGE)
@once
def drop_paper(document_id: int) -> Response:
    """Empty a document; its line stays."""
    return _back(remove_document(transaction.writing(), document_id=document_id, by=actor(), at=clock.now()), "Het stuk is verwijderd.")
