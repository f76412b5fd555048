"""Why a figure of a summary is not shown: one word each, for `ShownIndicator.hidden` and `IndicatorFigure.hidden`."""

from __future__ import annotations

FEW_PROVIDERS = "te weinig aanbieders"  # fewer aanbieders gave it than the rules ask
FEW_PEOPLE = "te weinig mensen"  # it is about so few people that somebody could be recognised
DERIVABLE = "te berekenen"  # with it, another hidden figure could be worked out
NOT_ADDABLE = "niet optelbaar"  # the figures of aanbieders make no figure of the region (a median)
NO_FIGURES = "nog geen cijfers"  # nobody gave it this quarter

REASONS = (NO_FIGURES, NOT_ADDABLE, FEW_PROVIDERS, FEW_PEOPLE, DERIVABLE)
