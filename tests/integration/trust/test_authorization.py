"""Who may do what: real requests for every rule x method x identity x object x form, judged by a hand-written oracle."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Blueprint, Flask

from portal.access import permissions
from portal.access.guard import permission_of, requires
from portal.access.permissions import POLICY, Permission
from tests.support.attacker import browser_of
from tests.support.authorization import Matrix
from tests.support.figures import AT_LENGTH, measured
from tests.support.oracle import MEANING
from tests.support.whole_world import Whole


@pytest.mark.sqlite_only
def test_the_whole_matrix(matrix: Matrix) -> None:
    for rule in matrix.rules():
        matrix.run(rule)
    measured("authorisation requests tried", matrix.sent)
    measured("authorisation requests answered wrongly", len(matrix.wrong))
    assert matrix.wrong == [], "\n".join([f"{len(matrix.wrong)} of {matrix.sent}", *matrix.wrong[:60]])
    assert matrix.sent >= (12_000 if AT_LENGTH else 5000)


def test_every_endpoint_has_one_permission_and_stands_in_the_oracle(portal: Flask) -> None:
    endpoints = {rule.endpoint for rule in portal.url_map.iter_rules()}
    unmarked = [endpoint for endpoint in endpoints if not isinstance(permission_of(portal, endpoint), Permission)]
    measured("endpoints without exactly one permission", len(unmarked))
    assert unmarked == []
    assert endpoints == set(MEANING), "the oracle and the portal know the same endpoints"
    assert set(POLICY) == set(Permission)


def test_a_second_permission_is_a_fault() -> None:
    with pytest.raises(TypeError, match="already requires"):

        @requires(Permission.PUBLIC)
        @requires(Permission.ACCOUNT_OWN)
        def view() -> str:
            return ""


def test_an_endpoint_without_permission_is_refused(portal: Flask, whole: Whole) -> None:
    bare = Blueprint("bare", __name__)
    bare.add_url_rule("/zonder-merk", "view", lambda: "reached")
    portal.register_blueprint(bare)
    for code in (None, "functioneel-beheerder", "contractmanager"):
        answer = browser_of(portal, whole.people[code] if code else None).send("GET", "/zonder-merk")
        assert answer.status_code == 403
        assert "reached" not in answer.get_data(as_text=True)


def mutants() -> list[tuple[Permission, bool]]:
    """Every permission, given to all and to nobody; one that is for everybody cannot be given to more."""
    return [(permission, verdict) for permission in Permission for verdict in (True, False) if (permission, verdict) != (Permission.PUBLIC, True)]


def _survivors(matrix: Matrix, policy: dict[Permission, Callable[..., bool]]) -> list[tuple[Permission, bool]]:
    survived = []
    for permission, verdict in mutants():
        policy[permission] = lambda _identity, verdict=verdict: verdict
        matrix.wrong.clear()
        for rule in matrix.rules():
            if permission_of(matrix.app, rule.endpoint) is permission and not matrix.wrong:
                matrix.run(rule, stop_at_first=True)
        if not matrix.wrong:
            survived.append((permission, verdict))
        policy[permission] = POLICY[permission]
    return survived


@pytest.mark.sqlite_only
def test_every_mutant_of_the_policy_is_noticed(matrix: Matrix, monkeypatch: pytest.MonkeyPatch) -> None:
    policy: dict[Permission, Callable[..., bool]] = dict(POLICY)
    monkeypatch.setattr(permissions, "permits", lambda permission, identity: policy[permission](identity))
    monkeypatch.setattr("portal.access.guard.permits", permissions.permits)
    matrix.app.config["PROPAGATE_EXCEPTIONS"] = False
    survived = _survivors(matrix, policy)
    measured("policy mutants tried", len(mutants()))
    measured("policy mutants that survived", len(survived))
    assert survived == []
