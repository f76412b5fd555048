"""What people do at the partnership table: plan, put on the agenda, write, agree, consent.

`viewer_provider_id` is the aanbieder of the person who acts, or None for the centrumgemeente. A session of another
aanbieder does not exist for this person (NotFound).
"""

from kpi.actions.dialogues.action_point_steps import (
    begin_action_point,
    close_action_point,
    confirm_action_point,
    give_back_action_point,
    lapse_action_point,
    move_due_date,
    report_done,
    resume_action_point,
)
from kpi.actions.dialogues.action_points import change_action_point, make_action_point, remove_action_point
from kpi.actions.dialogues.addenda import change_addendum, propose_addendum, withdraw_addendum
from kpi.actions.dialogues.agenda import add_item, put_on_agenda
from kpi.actions.dialogues.claims import claim_writing, release_writing
from kpi.actions.dialogues.consents import consent
from kpi.actions.dialogues.freezing import freeze_agenda
from kpi.actions.dialogues.listed import add_later, move_on, put_listed, remove_item, restore_item, take_off
from kpi.actions.dialogues.many import put_many_on_agendas
from kpi.actions.dialogues.minutes import TakenOff, put_back, write_minutes
from kpi.actions.dialogues.planning import announce, cancel_session, offer_minutes, plan_session, reopen, share, start
from kpi.actions.dialogues.preparation import GONE, write_input, write_note
from kpi.actions.dialogues.ratings import hide_remark, rate_cooperation

__all__ = [
    "GONE",
    "TakenOff",
    "add_item",
    "add_later",
    "announce",
    "begin_action_point",
    "cancel_session",
    "change_action_point",
    "change_addendum",
    "claim_writing",
    "close_action_point",
    "confirm_action_point",
    "consent",
    "freeze_agenda",
    "give_back_action_point",
    "hide_remark",
    "lapse_action_point",
    "make_action_point",
    "move_due_date",
    "move_on",
    "offer_minutes",
    "plan_session",
    "propose_addendum",
    "put_back",
    "put_listed",
    "put_many_on_agendas",
    "put_on_agenda",
    "rate_cooperation",
    "release_writing",
    "remove_action_point",
    "remove_item",
    "reopen",
    "report_done",
    "restore_item",
    "resume_action_point",
    "share",
    "start",
    "take_off",
    "withdraw_addendum",
    "write_input",
    "write_minutes",
    "write_note",
]
