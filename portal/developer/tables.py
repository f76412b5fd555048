"""Every table of the house, so that the schema is whole: for migrations and tests."""

from kpi.tables import registry as first_floor
from portal.accounts import tables as accounts
from portal.reminders import tables as reminders
from portal.web import once

__all__ = ["accounts", "first_floor", "once", "reminders"]
