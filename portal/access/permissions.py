"""The policy table: every permission, and who has it. The whole of it fits on one screen.

An endpoint carries exactly one of these (`guard.requires`). Which objects a person may reach within a permission is
asked in SQL by the queries: a foreign object does not exist.
"""

from __future__ import annotations

from enum import StrEnum

from portal.access.identity import Identity, Kind, Role
from portal.access.predicates import Predicate, any_of, anybody, role_at, signed_in


class Permission(StrEnum):
    """What can be allowed, as scope:action."""

    ACCOUNT_OWN = "account:own"
    ADVICE_ANSWER = "advice:answer"
    ADVICE_GIVE = "advice:give"
    BUDGET_CHANGE = "budget:change"
    BUDGET_READ = "budget:read"
    CONTRACT_OWN = "contract:own"
    DEVIATION_EXPLAIN = "deviation:explain"
    DEVIATION_REVIEW = "deviation:review"
    DIALOGUE_CHAIR = "dialogue:chair"
    DIALOGUE_CONSENT = "dialogue:consent"
    DIALOGUE_TAKE_PART = "dialogue:take-part"
    PEOPLE_MANAGE = "people:manage"
    PROGRAMME_READ = "programme:read"
    PUBLIC = "public"
    REPORT_ENTER = "report:enter"
    REPORT_READ = "report:read"
    REPORT_REVIEW = "report:review"
    REPORT_SIGN = "report:sign"
    SUMMARY_PUBLISH = "summary:publish"
    SUMMARY_READ = "summary:read"


_provider = role_at(Kind.PROVIDER, Role.ENTRY, Role.SIGNATORY)
_signatory = role_at(Kind.PROVIDER, Role.SIGNATORY)
_manager = role_at(Kind.CENTRE, Role.CONTRACT_MANAGER)
_money = role_at(Kind.CENTRE, Role.CONTRACT_MANAGER, Role.SUBSIDY_MANAGER)
_publisher = role_at(Kind.CENTRE, Role.PUBLISHER)

POLICY: dict[Permission, Predicate] = {
    Permission.ACCOUNT_OWN: signed_in,
    Permission.ADVICE_ANSWER: _manager,
    Permission.ADVICE_GIVE: role_at(Kind.SOUNDING_BOARD, Role.SOUNDING_BOARD),
    Permission.BUDGET_CHANGE: _money,
    Permission.BUDGET_READ: _money,
    Permission.CONTRACT_OWN: _provider,
    Permission.DEVIATION_EXPLAIN: _provider,
    Permission.DEVIATION_REVIEW: _manager,
    Permission.DIALOGUE_CHAIR: _manager,
    Permission.DIALOGUE_CONSENT: any_of(_manager, _signatory),
    Permission.DIALOGUE_TAKE_PART: any_of(_manager, _provider),
    Permission.PEOPLE_MANAGE: role_at(Kind.CENTRE, Role.ADMINISTRATOR),
    Permission.PROGRAMME_READ: any_of(_money, role_at(Kind.REGION, Role.REGION_READER)),
    Permission.PUBLIC: anybody,
    Permission.REPORT_ENTER: role_at(Kind.PROVIDER, Role.ENTRY),
    Permission.REPORT_READ: _provider,
    Permission.REPORT_REVIEW: _manager,
    Permission.REPORT_SIGN: _signatory,
    Permission.SUMMARY_PUBLISH: _publisher,
    Permission.SUMMARY_READ: any_of(role_at(Kind.SOUNDING_BOARD, Role.SOUNDING_BOARD), _publisher, role_at(Kind.REGION, Role.REGION_READER)),
}


def permits(permission: Permission, identity: Identity | None) -> bool:
    """Does the policy allow this?"""
    return POLICY[permission](identity)
