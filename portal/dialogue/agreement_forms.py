"""The whole form of an afspraak: what, who, when, and what it hangs on."""

from __future__ import annotations

from typing import Any

from wtforms import HiddenField, SelectChoice, SelectField, StringField

from contracts.foundation.errors import Refused
from kpi.domain.numbers import as_typed
from kpi.queries.action_point_whole import AgreementWhole
from kpi.queries.action_points import Choices
from portal.dialogue.forms import ActionForm, at_most

SHORTEST = ("text", "owner_organisation", "owner_name", "due_on")
CHOSEN = {
    "owner_organisation": "Kies welke organisatie dit doet.",
    "agenda_item_id": "Kies een punt van de agenda.",
    "indicator_code": "Kies een KPI uit de lijst.",
    "commitment_id": "Kies een contract uit de lijst.",
}


class WholeActionForm(ActionForm):
    """An afspraak with its KPI, the figure that is expected, and its contract."""

    indicator_code = SelectField("Bij welke KPI hoort dit?", id="afspraak-kpi", validate_choice=False)
    expected = StringField("Welk cijfer verwacht u?", [at_most(40)], id="afspraak-verwacht")
    commitment_id = SelectField("Bij welk contract hoort dit?", id="afspraak-contract", validate_choice=False)
    version = HiddenField()

    def offer(self, choices: Choices, items: list[tuple[int, str]]) -> None:
        """What can be chosen."""
        self.owner_organisation.choices = [SelectChoice(name, name) for name in choices.organisations]
        self.agenda_item_id.choices = [SelectChoice("", "Bij het hele gesprek"), *(SelectChoice(str(number), title) for number, title in items)]
        self.indicator_code.choices = [SelectChoice("", "Geen, of die van het punt"), *(SelectChoice(*one) for one in choices.indicators)]
        self.commitment_id.choices = [SelectChoice("", "Geen"), *(SelectChoice(str(number), name) for number, name in choices.contracts)]

    def show(self, whole: AgreementWhole) -> None:
        """Fill in what was agreed on."""
        head = whole.head
        for name in SHORTEST:
            self[name].data = getattr(head, name)
        self.indicator_code.data = whole.kpi.code if whole.kpi else ""
        self.expected.data = as_typed(head.expected_value.normalize() if head.expected_value is not None else None)
        self.commitment_id.data = str(head.commitment_id or "")
        self.version.data = str(head.version)

    def told(self, *, with_item: bool) -> dict[str, Any]:
        """What the action takes. Raises Refused for what is not whole, or was never offered."""
        if not self.validate():
            raise Refused("", "")
        for name, sentence in CHOSEN.items():
            if (name != "agenda_item_id" or with_item) and self[name].data not in {choice.value for choice in self[name].choices}:
                raise Refused(name, sentence)
        item = {"agenda_item_id": int(self.agenda_item_id.data) if self.agenda_item_id.data else None} if with_item else {}
        links = {"indicator_code": self.indicator_code.data or None, "expected": self.expected.data or ""}
        contract = int(self.commitment_id.data) if self.commitment_id.data else None
        return {name: self[name].data for name in SHORTEST} | links | item | {"commitment_id": contract}
