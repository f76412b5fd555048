"""What the payments of a subsidie are worth in a year of the begroting: advances and the rest, less what came back."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from contracts.domain.subsidy.events import Kind

SIGN: Mapping[Kind, int] = MappingProxyType({Kind.ADVANCE_PAID: 1, Kind.REST_PAID: 1, Kind.PAID_BACK: -1, Kind.OFFSET: -1})
"""How an event moves what was realised of a subsidie. Other events move no money."""
