"""What people do at the partnership table: plan, put on the agenda, write, agree, consent.

`viewer_provider_id` is the aanbieder of the person who acts, or None for the centrumgemeente. A session of another
aanbieder does not exist for this person (NotFound).
"""

from kpi.actions.dialogues.action_points import close_action_point, make_action_point, remove_action_point
from kpi.actions.dialogues.addenda import change_addendum, propose_addendum, withdraw_addendum
from kpi.actions.dialogues.agenda import add_item, put_on_agenda
from kpi.actions.dialogues.claims import claim_writing, release_writing
from kpi.actions.dialogues.consents import consent
from kpi.actions.dialogues.freezing import freeze_agenda
from kpi.actions.dialogues.many import put_many_on_agendas
from kpi.actions.dialogues.minutes import TakenOff, put_back, write_minutes
from kpi.actions.dialogues.planning import announce, cancel_session, offer_minutes, plan_session, reopen, share, start
from kpi.actions.dialogues.preparation import write_input, write_note
from kpi.actions.dialogues.ratings import hide_remark, rate_cooperation

__all__ = [
    "TakenOff",
    "add_item",
    "announce",
    "cancel_session",
    "change_addendum",
    "claim_writing",
    "close_action_point",
    "consent",
    "freeze_agenda",
    "hide_remark",
    "make_action_point",
    "offer_minutes",
    "plan_session",
    "propose_addendum",
    "put_back",
    "put_many_on_agendas",
    "put_on_agenda",
    "rate_cooperation",
    "release_writing",
    "remove_action_point",
    "reopen",
    "share",
    "start",
    "withdraw_addendum",
    "write_input",
    "write_minutes",
    "write_note",
]
