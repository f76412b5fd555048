"""The receipt as proof: its own text that is signed, the file that holds everything, and how that file is checked without us.

There is exactly one way to write a proof file. A checker that accepted two (another order, a key twice, other spaces) would have to
choose which one was meant; this one refuses.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from kpi.domain.canonical import fingerprint, plain_text
from kpi.domain.signature import BadKey, SigningKey, is_signed, key_id_of

STATEMENT_FORMAT, FILE_FORMAT = "samenzicht-ontvangstbewijs-1", "samenzicht-bewijsbestand-1"
LARGEST_FILE = 5_000_000  # bytes; a report of 400 cells is 150 kB
GENUINE, WHOLE, WRONG, UNREADABLE = "echt", "heel", "fout", "onleesbaar"
STATEMENT_FIELDS = {
    "vorm", "nummer", "rapportage", "aanbieder", "kwartaal", "ondertekend op", "ondertekend door", "sha256", "journaal", "dagen te laat", "sleutel"
}  # fmt: skip
_NOT_A_PROOF = "Dit is geen ontvangstbewijs van Samenzicht, of het is niet heel binnengekomen."
_CHANGED = "Dit bestand is veranderd nadat het is gedownload."


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found: GENUINE (a key that the checker trusts), WHOLE (only in itself), WRONG or UNREADABLE; and why, in Dutch."""

    outcome: str
    sentence: str
    statement: dict[str, Any] | None = None


class _Twice(ValueError):
    """A field that stands in the file twice."""


def statement(facts: dict[str, Any], *, key: SigningKey) -> str:
    """The receipt's own canonical text, with the key that will sign it. `facts` are the other fields of STATEMENT_FIELDS."""
    return plain_text({"vorm": STATEMENT_FORMAT, **facts, "sleutel": {"kenmerk": key.key_id, "openbaar": key.public_key}})


def proof_file(*, told: dict[str, Any], signature: str, content: str) -> str:
    """The file that holds everything needed to check: the receipt's text, the signature, and the whole content. Readable by people too."""
    return _as_file({"vorm": FILE_FORMAT, "bewijs": told, "handtekening": signature, "inhoud": json.loads(content)})


def _as_file(parts: dict[str, Any]) -> str:
    return json.dumps(parts, sort_keys=True, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def check(data: bytes, *, trusted: Collection[str]) -> Verdict:
    """Check a proof file. `trusted` are public keys that the checker has from the public page; the key inside the file proves nothing."""
    if len(data) > LARGEST_FILE:
        return Verdict(UNREADABLE, "Dit bestand is te groot voor een ontvangstbewijs.")
    try:
        text = data.decode()
        parts = json.loads(text, object_pairs_hook=_once_each, parse_constant=_no_such_number)
    except _Twice:
        return Verdict(WRONG, f"{_CHANGED} Er staat een gegeven twee keer in.")
    except (ValueError, RecursionError):
        return Verdict(UNREADABLE, _NOT_A_PROOF)
    if not _has_form(parts):
        return Verdict(UNREADABLE, _NOT_A_PROOF)
    return _judge(text, parts, frozenset(trusted))


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Twice
    return found


def _no_such_number(name: str) -> Any:
    raise ValueError(name)


def _has_form(parts: Any) -> bool:
    """Are the parts there, each of its kind? What stands in them is judged afterwards."""
    if not isinstance(parts, dict) or parts.keys() != {"vorm", "bewijs", "handtekening", "inhoud"} or parts["vorm"] != FILE_FORMAT:
        return False
    return isinstance(parts["bewijs"], dict) and isinstance(parts["inhoud"], dict) and isinstance(parts["handtekening"], str)


def _judge(text: str, parts: dict[str, Any], trusted: frozenset[str]) -> Verdict:
    told, signature = parts["bewijs"], parts["handtekening"]
    try:
        content, signed_text, again = plain_text(parts["inhoud"]), plain_text(told), _as_file(parts)
        hash_of_content = fingerprint(content)
    except (ValueError, RecursionError):  # such as half a character that UTF-8 cannot write
        return Verdict(UNREADABLE, _NOT_A_PROOF)
    if text != again:
        return Verdict(WRONG, f"{_CHANGED} De tekst staat niet in de vaste vorm.", told)
    if told.get("sha256") != hash_of_content:
        return Verdict(WRONG, "De cijfers horen niet bij dit ontvangstbewijs: de vingerafdruk is een andere.", told)
    return _judge_signature(told, signed_text, signature, trusted)


def _judge_signature(told: dict[str, Any], signed_text: str, signature: str, trusted: frozenset[str]) -> Verdict:
    if not signature and "sleutel" not in told:
        sentence = "Dit ontvangstbewijs heeft geen handtekening. Het is van voor er een sleutel was; dit bestand bewijst niets."
        return Verdict(WRONG, sentence, told)
    public_key = _key_in(told)
    if public_key is None or not is_signed(signed_text, signature=signature, public_key=public_key):
        return Verdict(WRONG, "De handtekening hoort niet bij dit ontvangstbewijs.", told)
    if not trusted:
        return Verdict(WHOLE, "Het bestand is heel, maar van wie het komt is hiermee niet bewezen.", told)
    if public_key not in trusted:
        return Verdict(WRONG, "De handtekening is gezet met een andere sleutel dan u opgaf.", told)
    return Verdict(GENUINE, "Dit ontvangstbewijs is echt.", told)


def _key_in(told: dict[str, Any]) -> str | None:
    """The key that the receipt names, when the receipt has exactly its fields and the key's short name is right."""
    key = told.get("sleutel")
    if told.keys() != STATEMENT_FIELDS or told["vorm"] != STATEMENT_FORMAT or not isinstance(key, dict) or key.keys() != {"kenmerk", "openbaar"}:
        return None
    public_key = key["openbaar"]
    try:
        return public_key if isinstance(public_key, str) and key["kenmerk"] == key_id_of(public_key) else None
    except BadKey:
        return None


def keys_in(text: str) -> list[str]:
    """The public keys in a text: one key, or the file of the public page. Raises BadKey."""
    bare = text.strip()
    if not bare.startswith("{"):
        key_id_of(bare)
        return [bare]
    try:
        found = [str(one["openbaar"]) for one in json.loads(bare)["sleutels"]]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadKey("not the file of the public page") from error
    for one in found:
        key_id_of(one)
    if not found:
        raise BadKey("no key in it")
    return found
