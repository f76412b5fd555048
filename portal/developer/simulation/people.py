"""The moving parts of the simulation: people, the places they live in, and the forms of care that hold them."""

from __future__ import annotations

from dataclasses import dataclass, field

from portal.developer.simulation.cast import CastForm, CastLocation
from portal.developer.simulation.results import CapacityFigures, FlowFigures

NEVER = -1


@dataclass(slots=True, eq=False)
class Departure:
    """Someone left the aanbieder on this day, alive: to an own home or not, with a year of aftercare or not, back within a year or not."""

    person: int
    day: int
    to_home: bool
    aftercare: bool
    returned: bool = False


@dataclass(slots=True, eq=False)
class Place:
    """A location at work. Places close only when they are free: nobody is put out on the street for a repair."""

    cast: CastLocation
    residents: int = 0
    closed: int = 0
    to_close: int = 0
    reopens: int = NEVER

    @property
    def free(self) -> int:
        """Places where someone could sleep tonight."""
        return self.cast.places - self.closed - self.residents

    def settle(self, day: int) -> None:
        """Reopen what was closed long enough; close what should be closed and has come free."""
        if day >= self.reopens:
            self.to_close = self.closed = 0
        self.closed += min(self.free, self.to_close - self.closed)


@dataclass(slots=True, eq=False)
class Person:
    """Someone with a number, never a name. Days are ordinals; `leaning` decides whether this person takes up work or daytime activity."""

    number: int
    origin: str
    leaning: float
    form: str | None = None
    place: Place | None = None
    since: int = NEVER
    until: int = NEVER
    waits_for: str | None = None
    waits_at: Place | None = None
    departure: Departure | None = None


@dataclass(slots=True, eq=False)
class Ward:
    """One form of care at one aanbieder: its locations or its caseload, its clients, its waiting list, its counts of the running quarter."""

    cast: CastForm
    places: tuple[Place, ...]
    clients: dict[int, Person] = field(default_factory=dict)
    queue: list[Person] = field(default_factory=list)
    at_begin: int = 0
    inflow: int = 0
    through_in: int = 0
    through_out: int = 0
    outflow: int = 0

    @property
    def has_room(self) -> bool:
        """Whether one more person can start today."""
        return any(place.free > 0 for place in self.places) if self.cast.caseload is None else len(self.clients) < self.cast.caseload

    def choose(self, origin: str) -> Place | None:
        """Where someone goes: close to home if there is room (S001 §4.3.1), else where most room is; None for a form without places."""
        options = [place for place in self.places if place.free > 0]
        near = [place for place in options if place.cast.municipality == origin]
        return max(near or options, key=lambda place: place.free, default=None)

    def take(self, person: Person, place: Place | None, day: int, until: int) -> None:
        """Someone starts here today."""
        (person.form, person.place, person.since, person.until, person.waits_for, person.waits_at) = self.cast.code, place, day, until, None, None
        self.clients[person.number] = person
        if place is not None:
            place.residents += 1

    def release(self, person: Person) -> None:
        """Someone ends here today."""
        del self.clients[person.number]
        if person.place is not None:
            person.place.residents -= 1
        person.form, person.place = None, None

    def flow(self) -> FlowFigures:
        """The flow of the quarter so far; the end is counted, not computed."""
        return FlowFigures(self.cast.code, self.at_begin, self.inflow, self.through_in, self.through_out, self.outflow, len(self.clients))

    def capacity(self) -> list[CapacityFigures]:
        """Each location today."""
        return [
            CapacityFigures(
                location=place.cast.name,
                care_form=self.cast.code,
                places=place.cast.places,
                occupied=place.residents,
                free=place.free,
                closed=place.closed,
                waiting=sum(person.waits_at is place for person in self.queue),
            )
            for place in self.places
        ]

    def begin_quarter(self) -> None:
        """The end of the last quarter is the begin of this one."""
        self.at_begin = len(self.clients)
        self.inflow = self.through_in = self.through_out = self.outflow = 0
