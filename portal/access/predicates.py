"""Small pure questions about an identity; the policy table is built from them."""

from __future__ import annotations

from collections.abc import Callable

from portal.access.identity import Identity, Kind, Role

Predicate = Callable[[Identity | None], bool]


def anybody(_identity: Identity | None) -> bool:
    """Visitors too."""
    return True


def signed_in(identity: Identity | None) -> bool:
    """Somebody with both factors."""
    return identity is not None


def role_at(kind: Kind, *roles: Role) -> Predicate:
    """Holds one of these roles, at an organisation of this kind."""

    def holds(identity: Identity | None) -> bool:
        return identity is not None and identity.organisation_kind == kind and not identity.roles.isdisjoint(roles)

    return holds


def any_of(*predicates: Predicate) -> Predicate:
    """One of them is enough."""

    def holds(identity: Identity | None) -> bool:
        return any(predicate(identity) for predicate in predicates)

    return holds
