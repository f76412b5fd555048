"""What people do at the partnership table: plan, put on the agenda, write, agree, consent.

`viewer_provider_id` is the aanbieder of the person who acts, or None for the centrumgemeente. A session of another
aanbieder does not exist for this person (NotFound).
"""

from kpi.actions.dialogues.action_points import close_action_point, make_action_point, remove_action_point
from kpi.actions.dialogues.agenda import add_item, put_on_agenda
from kpi.actions.dialogues.claims import claim_writing, release_writing
from kpi.actions.dialogues.consents import consent
from kpi.actions.dialogues.many import put_many_on_agendas
from kpi.actions.dialogues.minutes import TakenOff, put_back, write_minutes
from kpi.actions.dialogues.planning import announce, cancel_session, offer_minutes, plan_session, reopen, share, start

__all__ = [
    "TakenOff",
    "add_item",
    "announce",
    "cancel_session",
    "claim_writing",
    "close_action_point",
    "consent",
    "make_action_point",
    "offer_minutes",
    "plan_session",
    "put_back",
    "put_many_on_agendas",
    "put_on_agenda",
    "release_writing",
    "remove_action_point",
    "reopen",
    "share",
    "start",
    "write_minutes",
]
