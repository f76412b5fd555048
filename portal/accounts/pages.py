"""What the account screens show."""

from __future__ import annotations

from dataclasses import dataclass, field

from markupsafe import Markup

from portal.accounts.people_queries import Choice, Member, OpenInvitation, RoleChoice
from portal.accounts.queries import OpenSession, Place
from portal.accounts.resume import Unsent


@dataclass(frozen=True, slots=True)
class SignInPage:
    """Either factor. `wait_seconds` is set when the next try is not allowed yet."""

    title: str
    notice: str = ""
    wait_seconds: int = 0
    shown_code: str = ""


@dataclass(frozen=True, slots=True)
class ResumePage:
    """A form that was not received, to send again."""

    unsent: Unsent
    title: str = "U was iets aan het versturen"


@dataclass(frozen=True, slots=True)
class AccountPage:
    """One's own account."""

    name: str
    email: str
    places: list[Place]
    current_membership_id: int
    sessions: list[OpenSession]
    current_session_id: int
    codes_left: int
    title: str = "Mijn account"


@dataclass(frozen=True, slots=True)
class ChoosePage:
    """Who you can be, in the demonstration, by organisation."""

    choices: dict[str, list[Choice]] = field(default_factory=dict)
    title: str = "Kies wie u bent"


@dataclass(frozen=True, slots=True)
class DirectoryPage:
    """Everybody, by organisation, and the invitations that are open."""

    members: dict[str, list[Member]]
    invitations: list[OpenInvitation]
    roles: list[RoleChoice]
    link: str = ""
    link_for: str = ""
    title: str = "Mensen en rechten"


@dataclass(frozen=True, slots=True)
class MemberPage:
    """One person at one organisation."""

    member: Member
    choices: list[RoleChoice]
    link: str = ""
    title: str = "Rechten van één persoon"


@dataclass(frozen=True, slots=True)
class AcceptPage:
    """An invitation: make your account."""

    name: str
    email: str
    organisation_name: str
    is_renewal: bool
    secret: str
    qr: Markup
    title: str = "Stel uw toegang in"
