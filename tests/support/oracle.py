"""The oracle: who may do what, written by hand from the policy papers (S001 §7.1, domain paper B), never read from the code.

Each endpoint says in words of the policy world whose it is. An endpoint that is missing here fails the test.
"""

from __future__ import annotations

from dataclasses import dataclass

PEOPLE: dict[str, str | None] = {
    "visitor": None,
    "ended": "invoerder",
    "invoerder A": "invoerder",
    "tekenbevoegde A": "tekenbevoegde",
    "invoerder B": "invoerder-noord",
    "tekenbevoegde B": "tekenbevoegde-noord",
    "contractmanager": "contractmanager",
    "subsidiebeheerder": "subsidiebeheerder",
    "publicist": "publicist",
    "beheerder": "functioneel-beheerder",
    "klankbordgroeplid": "klankbordgroeplid",
    "regiolezer": "regiolezer",
}
IDENTITIES = tuple(PEOPLE)

EVERYBODY = frozenset(IDENTITIES)
SIGNED_IN = EVERYBODY - {"visitor", "ended"}
ENTRY = frozenset({"invoerder A", "invoerder B"})
SIGNATORY = frozenset({"tekenbevoegde A", "tekenbevoegde B"})
PROVIDERS = ENTRY | SIGNATORY
MANAGER = frozenset({"contractmanager"})
MONEY = frozenset({"contractmanager", "subsidiebeheerder"})
PUBLISHER = frozenset({"publicist"})
ADMINISTRATOR = frozenset({"beheerder"})
READERS = frozenset({"klankbordgroeplid", "publicist", "regiolezer"})
BOARD = frozenset({"klankbordgroeplid"})
REGION = frozenset({"regiolezer"})
TABLE = PROVIDERS | MANAGER  # who sits at the partnership table

NOBODYS, PROVIDER, PERSON = "nobody's", "an aanbieder's", "a person's"


@dataclass(frozen=True, slots=True)
class Meaning:
    """Who may come in, and whose the object is: an aanbieder's is hidden from other aanbieders, a person's from everybody else."""

    who: frozenset[str]
    whose: str = NOBODYS

    @property
    def is_public(self) -> bool:
        """Open to visitors."""
        return self.who == EVERYBODY

    def hides_from(self, identity: str) -> bool:
        """Is somebody else's object hidden from this identity?"""
        return self.whose == PERSON or (self.whose == PROVIDER and identity in PROVIDERS)


MEANING: dict[str, Meaning] = {
    # Everybody: what this is, and the way in.
    **dict.fromkeys(("static", "public.front", "public.accessibility", "public.contact", "public.privacy", "public.health"), Meaning(EVERYBODY)),
    **dict.fromkeys(("public.public_key", "public.public_key_file"), Meaning(EVERYBODY)),  # whoever holds a receipt may check it
    **dict.fromkeys(("accounts.sign_in", "accounts.check_passphrase", "accounts.check_code"), Meaning(EVERYBODY)),
    **dict.fromkeys(("invitation.open_link", "invitation.follow"), Meaning(EVERYBODY)),
    # One's own account.
    **dict.fromkeys(("start.home", "accounts.sign_out", "own.own_account", "own.new_recovery_codes"), Meaning(SIGNED_IN)),
    **dict.fromkeys(("own.switch_organisation", "own.end_session"), Meaning(SIGNED_IN, PERSON)),
    # One's own calendar; its address is a secret of its own, for programs that cannot sign in.
    **dict.fromkeys(("reminders.calendar", "reminders.calendar_file", "reminders.make_address", "reminders.end_address"), Meaning(SIGNED_IN)),
    "reminders.feed": Meaning(EVERYBODY),
    # Mails that went wrong: the functioneel beheerder.
    **dict.fromkeys(("reminders.messages", "reminders.send_again"), Meaning(ADMINISTRATOR)),
    # People and their rights: the functioneel beheerder and nobody else.
    **dict.fromkeys(("people.directory", "people.send_invitation", "people.rights_overview", "people.member"), Meaning(ADMINISTRATOR)),
    **dict.fromkeys(("people.change_roles", "people.block", "people.unblock", "people.new_access"), Meaning(ADMINISTRATOR)),
    # The aanbieder's report: its own people read it, the invoerder fills it in, the tekenbevoegde signs it (S001 §7.1).
    "provider.home": Meaning(PROVIDERS),
    **dict.fromkeys(("provider.cell", "provider.comment"), Meaning(PROVIDERS, PROVIDER)),  # both its roles may speak at a figure
    "provider.keep_parts": Meaning(ENTRY, PROVIDER),
    **dict.fromkeys(("provider.tasks", "provider.grid", "provider.capacity", "provider.flows", "provider.note"), Meaning(PROVIDERS, PROVIDER)),
    **dict.fromkeys(("provider.people", "provider.people_file"), Meaning(PROVIDERS, PROVIDER)),
    **dict.fromkeys(("provider.keep_people", "provider.repeat_people", "provider.read_people_file"), Meaning(ENTRY, PROVIDER)),
    **dict.fromkeys(("provider.check", "provider.receipt", "provider.receipt_file"), Meaning(PROVIDERS, PROVIDER)),
    **dict.fromkeys(("provider.save_one", "provider.save_all", "provider.keep_capacity", "provider.repeat"), Meaning(ENTRY, PROVIDER)),
    **dict.fromkeys(("provider.keep_flows", "provider.keep_note", "provider.offer", "provider.confirm"), Meaning(ENTRY, PROVIDER)),
    **dict.fromkeys(("provider.accept", "provider.say_nothing", "provider.unsay_nothing"), Meaning(ENTRY, PROVIDER)),
    **dict.fromkeys(("provider.keep_flows", "provider.keep_note", "provider.offer"), Meaning(ENTRY, PROVIDER)),
    **dict.fromkeys(("provider.download_xlsx", "provider.download_csv"), Meaning(PROVIDERS, PROVIDER)),
    **dict.fromkeys(("provider.send", "provider.receive", "provider.preview", "provider.take", "provider.mistakes"), Meaning(ENTRY, PROVIDER)),
    **dict.fromkeys(("provider.sign", "provider.return_to_entry"), Meaning(SIGNATORY, PROVIDER)),
    # A correction of an earlier quarter is made by who fills in; what was settled is read by both sides.
    **dict.fromkeys(("provider.corrections", "provider.correction"), Meaning(PROVIDERS, PROVIDER)),
    **dict.fromkeys(("provider.keep_correction", "provider.remove_correction"), Meaning(ENTRY, PROVIDER)),
    **dict.fromkeys(("provider.settled", "provider.settled_content"), Meaning(PROVIDERS, PROVIDER)),
    # The aanbieder's answer to a deviation.
    "provider.deviations": Meaning(PROVIDERS),
    **dict.fromkeys(("provider.deviation", "provider.answer"), Meaning(PROVIDERS, PROVIDER)),
    # Its own contracts, with their money, people and papers: both its roles, and no other aanbieder.
    **dict.fromkeys(("provider.contracts", "provider.contract_papers"), Meaning(PROVIDERS)),
    **dict.fromkeys(("provider.contract", "provider.contract_course", "provider.contract_document"), Meaning(PROVIDERS, PROVIDER)),
    # Files with that answer: its own people send, keep and remove them; of the gemeente only the contractmanager may have them.
    **dict.fromkeys(("provider.add_file", "provider.evidence", "provider.remove_file"), Meaning(PROVIDERS, PROVIDER)),
    "management.evidence": Meaning(MANAGER),
    # The contractmanager judges reports and deviations of every aanbieder; nobody else does.
    **dict.fromkeys(("management.worklist", "management.deviation", "management.reports", "management.report"), Meaning(MANAGER)),
    "management.report_xlsx": Meaning(MANAGER),
    **dict.fromkeys(("management.overview", "management.overview_xlsx", "management.providers"), Meaning(MANAGER)),
    **dict.fromkeys(("management.provider", "management.provider_xlsx"), Meaning(MANAGER)),
    **dict.fromkeys(("management.begin", "management.choose_change", "management.freeze"), Meaning(MANAGER)),
    **dict.fromkeys(("management.settled", "management.settled_content"), Meaning(MANAGER)),
    **dict.fromkeys(("management.accept", "management.ask_change", "management.ask_explanation", "management.give_back"), Meaning(MANAGER)),
    **dict.fromkeys(("management.calendar", "management.open_due", "management.extension", "management.give_extension"), Meaning(MANAGER)),
    **dict.fromkeys(("management.extra", "management.ask_extra"), Meaning(MANAGER)),
    **dict.fromkeys(("management.settle", "management.to_agenda", "management.many_to_agenda", "management.effect"), Meaning(MANAGER)),
    **dict.fromkeys(("management.take", "management.owner", "management.give_to"), Meaning(MANAGER)),
    **dict.fromkeys(("management.cell", "management.comment"), Meaning(MANAGER)),
    # The KPIs of all aanbieders beside each other, and where the limits of a series begin anew.
    **dict.fromkeys(("management.kpis", "management.kpi", "management.kpi_xlsx", "management.series", "management.series_xlsx"), Meaning(MANAGER)),
    **dict.fromkeys(("management.begin_anew", "management.withdraw"), Meaning(MANAGER)),
    # Money: the contractmanager and the subsidiebeheerder. The programme is also read by the regiogemeenten that pay for it.
    **dict.fromkeys(("management.budget", "management.commitments", "management.commitment", "management.divide"), Meaning(MONEY)),
    # What was really spent, what is expected, and the room to spend: the same two.
    **dict.fromkeys(("management.realisation", "management.realisation_template", "management.receive_realisation"), Meaning(MONEY)),
    **dict.fromkeys(("management.realisation_preview", "management.take_realisation"), Meaning(MONEY)),
    **dict.fromkeys(("management.realised_amount", "management.keep_amount"), Meaning(MONEY)),
    **dict.fromkeys(("management.withdrawal", "management.withdraw_amount", "management.commitment_forecast"), Meaning(MONEY)),
    **dict.fromkeys(("management.spending_rooms", "management.spending_room"), Meaning(MONEY)),
    **dict.fromkeys(("management.keep_room", "management.keep_room_step"), Meaning(MONEY)),
    # What a unit costs, and by which KPIs a contract is steered: they are money and its promise.
    **dict.fromkeys(("management.tariffs", "management.add_tariff", "management.index_tariff", "management.end_tariff"), Meaning(MONEY)),
    **dict.fromkeys(("management.correct_tariff", "management.set_steps"), Meaning(MONEY)),
    **dict.fromkeys(("management.commitment_kpis", "management.attach_kpis", "management.change_kpi", "management.take_off_kpi"), Meaning(MONEY)),
    **dict.fromkeys(("management.division", "management.copy_division", "management.budget_flow"), Meaning(MONEY)),
    **dict.fromkeys(("management.subsidies", "management.subsidy", "management.new_subsidy", "management.apply_subsidy"), Meaning(MONEY)),
    **dict.fromkeys(("management.record_subsidy", "management.begin_subsidy", "management.strike_subsidy"), Meaning(MONEY)),
    **dict.fromkeys(("management.budget_line", "management.revise_line", "management.choose_taakvelden"), Meaning(MONEY)),
    **dict.fromkeys(("management.taakvelden", "management.new_line", "management.add_line"), Meaning(MONEY)),
    **dict.fromkeys(("management.new_year", "management.copy_year"), Meaning(MONEY)),
    **dict.fromkeys(("management.budget_file", "management.line_file", "management.agreements_file"), Meaning(MONEY)),
    # What was agreed, its versions, and the people and papers of it: who keeps the money.
    **dict.fromkeys(("management.agreement", "management.new_frame", "management.make_frame"), Meaning(MONEY)),
    **dict.fromkeys(("management.new_arrangement", "management.make_arrangement"), Meaning(MONEY)),
    **dict.fromkeys(("management.add_extension", "management.use_extension"), Meaning(MONEY)),
    **dict.fromkeys(("management.amendments", "management.amend", "management.keep_amendment"), Meaning(MONEY)),
    **dict.fromkeys(("management.papers", "management.name_contact", "management.drop_contact"), Meaning(MONEY)),
    **dict.fromkeys(("management.paper", "management.keep_paper", "management.share_paper", "management.drop_paper"), Meaning(MONEY)),
    # Trying changes of the money out, and proposals: who steers the money.
    **dict.fromkeys(("management.what_if", "management.make_proposal", "management.proposals", "management.proposal"), Meaning(MONEY)),
    **dict.fromkeys(("management.take_over_proposal", "management.turn_down_proposal", "management.take_back_proposal"), Meaning(MONEY)),
    **dict.fromkeys(("management.programme", "management.housing_plan"), Meaning(MONEY | REGION)),
    # The partnership table: the contractmanager chairs; both sides write; who may sign for a side may consent.
    "dialogue.sessions": Meaning(TABLE),
    **dict.fromkeys(("dialogue.session", "dialogue.minutes", "dialogue.write", "dialogue.add_item"), Meaning(TABLE, PROVIDER)),
    **dict.fromkeys(("dialogue.news", "dialogue.here", "dialogue.restore"), Meaning(TABLE, PROVIDER)),
    **dict.fromkeys(("dialogue.make_action", "dialogue.close_action", "dialogue.remove_action"), Meaning(TABLE, PROVIDER)),
    "dialogue.agreements": Meaning(TABLE),
    **dict.fromkeys(("dialogue.agreement", "dialogue.take_step", "dialogue.edit_agreement"), Meaning(TABLE, PROVIDER)),
    **dict.fromkeys(("dialogue.change_agreement", "dialogue.new_action", "dialogue.make_whole_action"), Meaning(TABLE, PROVIDER)),
    **dict.fromkeys(("dialogue.item", "dialogue.keep_input", "dialogue.keep_note"), Meaning(TABLE, PROVIDER)),  # what is prepared at a point
    "dialogue.share": Meaning(MANAGER),
    **dict.fromkeys(("dialogue.later", "dialogue.add_later"), Meaning(TABLE)),  # the lists of the own tables
    **dict.fromkeys(("dialogue.move_item", "dialogue.move_listed"), Meaning(TABLE, PROVIDER)),
    "dialogue.consent": Meaning(MANAGER | SIGNATORY, PROVIDER),
    # Who sits there: an aanbieder chooses its own people; the centre plans, invites, moves and cancels.
    **dict.fromkeys(("dialogue.participants", "dialogue.put_on_list", "dialogue.take_off_list", "dialogue.attendance"), Meaning(TABLE, PROVIDER)),
    **dict.fromkeys(("dialogue.invite", "dialogue.change", "dialogue.cancel", "dialogue.put_guest", "dialogue.take_along"), Meaning(MANAGER)),
    **dict.fromkeys(("dialogue.all_series", "dialogue.new_series", "dialogue.plan_series", "dialogue.series"), Meaning(MANAGER)),
    **dict.fromkeys(("dialogue.alter_series", "dialogue.invite_series", "dialogue.stop_series"), Meaning(MANAGER)),
    **dict.fromkeys(("dialogue.minutes_file", "dialogue.addendum", "dialogue.propose_addendum"), Meaning(TABLE, PROVIDER)),
    **dict.fromkeys(("dialogue.change_addendum", "dialogue.withdraw_addendum", "dialogue.late_text"), Meaning(TABLE, PROVIDER)),
    **dict.fromkeys(("dialogue.new", "dialogue.plan", "dialogue.start", "dialogue.offer", "dialogue.reopen"), Meaning(MANAGER)),
    # How the cooperation is rated: both sides, each at its own tables.
    "dialogue.cooperation": Meaning(TABLE),
    **dict.fromkeys(("dialogue.rating", "dialogue.rate", "dialogue.hide_remark"), Meaning(TABLE, PROVIDER)),
    # The summary without names: the publicist makes it; the klankbordgroep and the regiogemeenten read it.
    **dict.fromkeys(("publishing.desk", "publishing.quarter", "publishing.choices", "publishing.make_draft"), Meaning(PUBLISHER)),
    **dict.fromkeys(("publishing.draft", "publishing.sign", "publishing.lapse", "publishing.withdraw"), Meaning(PUBLISHER)),
    **dict.fromkeys(("sounding_board.editions", "sounding_board.summary"), Meaning(READERS)),
    **dict.fromkeys(("sounding_board.editions", "sounding_board.summary", "sounding_board.trends"), Meaning(READERS)),
    # Advice back: its members give and read it; of the gemeente the contractmanager answers. An aanbieder never comes near it.
    **dict.fromkeys(("sounding_board.all_advice", "sounding_board.new_advice", "sounding_board.give_advice"), Meaning(BOARD)),
    **dict.fromkeys(("sounding_board.advice", "sounding_board.withdraw_advice"), Meaning(BOARD)),
    **dict.fromkeys(("advice.desk", "advice.one", "advice.answer", "advice.outcome", "advice.bring", "advice.take_off"), Meaning(MANAGER)),
    **dict.fromkeys(("sounding_board.open_data", "sounding_board.open_data_csv", "sounding_board.summary_pdf"), Meaning(READERS)),
}
