"""Why a figure is not shown, in a word and in a sentence. Nothing here says how a figure is protected, or where a limit lies."""

from __future__ import annotations

TOO_FEW = "te weinig om te tonen"
FEW_PROVIDERS = "te weinig aanbieders"
NOT_ADDABLE = "niet optelbaar"
NO_FIGURES = "nog geen cijfers"

WHY = {
    TOO_FEW: "Dit cijfer gaat over te weinig mensen of plekken. Daarom staat het hier niet.",
    FEW_PROVIDERS: "Te weinig aanbieders gaven dit cijfer. Daarom staat het hier niet.",
    NOT_ADDABLE: "Dit cijfer kunt u niet optellen over aanbieders. Daarom staat hier geen cijfer voor de regio.",
    NO_FIGURES: "Er zijn voor dit kwartaal geen cijfers.",
}
"""Every reason as a sentence in plain Dutch."""
