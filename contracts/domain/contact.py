"""Whom to call about a contract: somebody who may be reached there for his work, on either side. Never a client, and no more than is needed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from contracts.domain.bsn import plainly, refuse_bsn
from contracts.domain.commitment import require_text
from contracts.foundation.errors import Refused

CENTRE, PROVIDER = "gemeente", "aanbieder"
SIDES: Mapping[str, str] = MappingProxyType({CENTRE: "Gemeente", PROVIDER: "Aanbieder"})
MOST_CONTACTS = 12  # of one agreement or commitment; more is an address book
_EMAIL = re.compile(r"[^\s@<>()\"',;:]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,4}\.[A-Za-z]{2,24}")
_PHONE = re.compile(r"\+?[0-9 ()-]{10,24}")
_SHORTEST_PHONE, _LONGEST_PHONE = 10, 13  # digits: a telephone number has at least ten, a BSN nine


@dataclass(frozen=True, slots=True)
class NewContact:
    """What was typed about a contact person."""

    side: str
    name: str
    role: str
    email: str
    phone: str

    def checked(self) -> NewContact:
        """The same with tidy texts. Raises Refused for what is no side, name, address or number, and for what looks like a BSN."""
        if self.side not in SIDES:
            raise Refused("side", "Kies bij wie deze persoon werkt.")
        name = require_text("name", self.name, label="de naam", limit=120)
        if any(sign.isdigit() for sign in name) or "@" in name:
            raise Refused("name", "Vul hier alleen een naam in.")
        role = require_text("role", self.role, label="de functie", limit=120)
        refuse_bsn("role", role)
        email, phone = _email(self.email), _phone(self.phone)
        if not email and not phone:
            raise Refused("email", "Vul een e-mailadres of een telefoonnummer van het werk in.")
        return NewContact(self.side, name, role, email, phone)


def _email(text: str) -> str:
    bare = text.strip()
    if not bare:
        return ""
    if len(bare) > 200 or _EMAIL.fullmatch(bare) is None:
        raise Refused("email", "Vul een e-mailadres in zoals naam@organisatie.nl.")
    refuse_bsn("email", bare)
    return bare


def _phone(text: str) -> str:
    bare = " ".join(plainly(text).split())
    if not bare:
        return ""
    if len(bare) > 30 or _PHONE.fullmatch(bare) is None or not _SHORTEST_PHONE <= sum(sign.isdigit() for sign in bare) <= _LONGEST_PHONE:
        raise Refused("phone", "Vul een telefoonnummer in van tien cijfers, zoals 043 123 45 67.")
    return bare
