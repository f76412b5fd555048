"""What somebody fills in on the page on which changes are tried out. It lives in the address: every field is a plain one of a GET form."""

from __future__ import annotations

from collections.abc import Mapping

from wtforms import Form, SelectField, StringField, TextAreaField

from contracts.domain.allocation import read_amount
from contracts.domain.commitment import ARRANGEMENT
from contracts.domain.tariff_change import read_tariff_amount
from contracts.domain.variant import Variant
from contracts.domain.what_if import Change, PaidBy, PlacesFrom, Stand, TariffFrom
from contracts.domain.what_if_text import read_places
from contracts.foundation.errors import Refused
from contracts.foundation.period import Quarter
from portal.management.desk import whole
from portal.web.days import typed_day

CHOOSE = ("", "Kies")


def _or_nothing(text: str | None) -> str:
    return text or ""


class PlacesForm(Form):  # type: ignore[misc]
    """Other places in use from a quarter on."""

    bezetting = SelectField("Arrangement", id="bezetting-van", validate_choice=False)
    kwartaal = SelectField("Vanaf welk kwartaal?", validate_choice=False)
    plekken = StringField("Bezette plekken", filters=[_or_nothing])

    def read(self) -> Change:
        """The change. Raises Refused at its field."""
        number = _chosen("bezetting", self.bezetting.data)
        try:
            quarter = Quarter.parse(self.kwartaal.data or "")
        except ValueError as error:
            raise Refused("kwartaal", "Kies vanaf welk kwartaal.") from error
        return PlacesFrom(number, quarter, read_places(self.plekken.data, field="plekken"))


class PriceForm(Form):  # type: ignore[misc]
    """Another tariff from a day on."""

    tarief = SelectField("Arrangement", id="tarief-van", validate_choice=False)
    vanaf = StringField("Vanaf welke dag?", filters=[_or_nothing])
    prijs = StringField("Nieuw tarief in euro's", filters=[_or_nothing])

    def read(self) -> Change:
        """The change. Raises Refused at its field."""
        number, day = _chosen("tarief", self.tarief.data), typed_day(self.vanaf.data)
        if day is None:
            raise Refused("vanaf", "Vul in vanaf welke dag het tarief verandert, zoals 2026-12-01.")
        return TariffFrom(number, day, _at("prijs", read_tariff_amount, self.prijs.data))


class LineForm(Form):  # type: ignore[misc]
    """Another amount that a line pays."""

    verdeling = SelectField("Arrangement of subsidie", id="verdeling-van", validate_choice=False)
    regel = SelectField("Begrotingsregel", validate_choice=False)
    bedrag = StringField("Hoeveel betaalt de regel, in euro's?", filters=[_or_nothing])

    def read(self) -> Change:
        """The change. Raises Refused at its field."""
        number, line = _chosen("verdeling", self.verdeling.data), whole(self.regel.data or "")
        if not line:
            raise Refused("regel", "Kies een begrotingsregel.")
        return PaidBy(number, line, _at("bedrag", read_amount, self.bedrag.data))


class ProposalForm(Form):  # type: ignore[misc]
    """What is proposed, and why."""

    title = StringField("Wat stelt u voor, in een paar woorden?", id="voorstel-titel", filters=[_or_nothing])
    reason = TextAreaField("Waarom?", id="voorstel-reden", filters=[_or_nothing])


class DecisionForm(Form):  # type: ignore[misc]
    """Why a proposal is turned down or taken back."""

    reason = TextAreaField("Waarom?", id="besluit-reden", filters=[_or_nothing])


KINDS: Mapping[str, type[PlacesForm | PriceForm | LineForm]] = {"bezetting": PlacesForm, "tarief": PriceForm, "verdeling": LineForm}
"""By the field that says which of the three was sent."""


def fill_choices(form: Form, stand: Stand) -> None:
    """What can be chosen in this year."""
    every = [(str(each.id), f"{each.provider_name}: {each.name} ({each.reference})") for each in stand.commitments]
    follows = {number for number, facts in stand.facts.items() if facts.kind == ARRANGEMENT and facts.variant is not Variant.TASK}
    priced = {number for number, facts in stand.facts.items() if facts.tariffs}
    for name, ids in (("bezetting", follows), ("tarief", priced), ("verdeling", set(stand.facts))):
        if name in form:
            form[name].choices = [CHOOSE, *(each for each in every if int(each[0]) in ids)]
    if "kwartaal" in form:
        quarters = [Quarter(stand.year, number) for number in range(1, 5)]
        form.kwartaal.choices = [CHOOSE, *((each.slug, each.label) for each in quarters)]
    if "regel" in form:
        form.regel.choices = [CHOOSE, *((str(line.id), line.name) for line in stand.lines if line.budgeted_cents is not None)]


def _chosen(field: str, text: str | None) -> int:
    found = whole(text or "")
    if not found:
        raise Refused(field, "Kies een arrangement." if field != "verdeling" else "Kies een arrangement of subsidie.")
    return found


def _at(field: str, read: object, text: str) -> int:
    """The amount, with a refusal at this form's own field."""
    try:
        found = read(text)  # type: ignore[operator]
    except Refused as refusal:
        raise Refused(field, refusal.reason) from refusal
    return int(found)
