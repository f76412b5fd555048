"""One aanbieder from day to day: who comes, who waits, who moves on, who leaves."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from portal.developer.simulation.cast import CastProvider, Character, Journeys
from portal.developer.simulation.chance import Chance
from portal.developer.simulation.leaving import count_leaving
from portal.developer.simulation.people import NEVER, Departure, Person, Place, Ward
from portal.developer.simulation.tally import Tally
from portal.developer.simulation.vocabulary import DEATH, DESTINATIONS, HOME, MAATZORG, NIGHT_FORMS, ORIGIN_UNKNOWN, SHELTER

_DAYS_A_QUARTER = 91.25
_YEAR = 365
_CLOSINGS_A_QUARTER = 0.3


@dataclass(frozen=True, slots=True)
class Season:
    """Where the simulation stands in the character of an aanbieder: progress 0.0-1.0, and the factor on shelter stays."""

    progress: float
    shelter_stay_factor: float


class ProviderDays:
    """The running state of one aanbieder. Nothing here looks at another aanbieder: their streams of chance are apart."""

    def __init__(self, cast: CastProvider, journeys: Journeys, chance: Chance, day: int, season: Season) -> None:
        """Begin on `day`, with places already filled by people who are part of the way."""
        self.character: Character = cast.character
        self.journeys = journeys
        self.chance = chance
        self.day = day
        self.season = season
        self.tally = Tally()
        self.departures: list[Departure] = []
        self.seen: dict[int, Person] = {}
        self.moves: Counter[tuple[str, str]] = Counter()
        self._numbers = 0
        self._due: defaultdict[int, list[Person]] = defaultdict(list)
        self._returns: defaultdict[int, list[Person]] = defaultdict(list)
        self.wards = {
            form.code: Ward(form, tuple(Place(location) for location in cast.locations if location.care_form == form.code)) for form in cast.forms
        }
        for ward in self.wards.values():
            self._fill(ward)

    def live(self, day: int) -> None:
        """Let one day happen: repairs, endings, the waiting lists, arrivals, and the night."""
        self.day = day
        self._close_and_open()
        for person in self._due.pop(day, ()):
            if person.until == day:
                self._end(person)
        while any(self._admit_waiting(ward) for ward in self.wards.values()):
            pass  # whoever moves on leaves a place behind that the next can take
        for person in self._returns.pop(day, ()):
            self._knock(person)
        for ward in self.wards.values():
            for _ in range(self.chance.count(ward.cast.arrivals / _DAYS_A_QUARTER)):
                self._arrive(self._newcomer(), ward)
        self.tally.incidents += self.chance.count(self.character.incidents.at(self.season.progress) / _DAYS_A_QUARTER)
        self._count_night()

    def _newcomer(self) -> Person:
        self._numbers += 1
        return Person(self._numbers, self.chance.pick(self.journeys.origin), self.chance.share())

    def _fill(self, ward: Ward) -> None:
        course = self.journeys.courses[ward.cast.code]
        room = ward.cast.caseload or sum(place.cast.places for place in ward.places)
        for _ in range(int(room * course.start_fill)):
            person, whole = self._newcomer(), self._stay_days(ward.cast.code)
            done = self.chance.between(0, whole - 1)
            ward.take(person, ward.choose(person.origin), self.day - done, self.day - done + whole)
            self._due[person.until].append(person)

    def _stay_days(self, form: str) -> int:
        return self.chance.days(self.journeys.courses[form].stay_days, self.season.shelter_stay_factor if form == SHELTER else 1.0)

    def _close_and_open(self) -> None:
        for ward in self.wards.values():
            for place in ward.places:
                if place.to_close == 0 and self.chance.happens(_CLOSINGS_A_QUARTER / _DAYS_A_QUARTER):
                    place.to_close = self.chance.between(1, max(1, place.cast.places // 8))
                    place.reopens = self.day + self.chance.between(15, 80)
                place.settle(self.day)

    def _arrive(self, person: Person, ward: Ward) -> None:
        if ward.cast.code == SHELTER:
            self._knock(person)
        elif ward.has_room and not ward.queue:
            self._start(person, ward)
        else:
            self._wait(person, ward, self.journeys.courses[ward.cast.code].waits_outside)

    def _knock(self, person: Person) -> None:
        ward = self.wards.get(SHELTER)
        if ward is None or not ward.has_room:
            self.tally.turned_away += 1
            return
        self._start(person, ward)

    def _start(self, person: Person, ward: Ward) -> None:
        ward.inflow += 1
        if person.departure is not None and self.day - person.departure.day <= _YEAR:
            person.departure.returned = True
        self._settle(person, ward)
        if ward.cast.code == SHELTER and person.origin != ORIGIN_UNKNOWN and person.place is not None:
            self.tally.placed_known += 1
            self.tally.placed_near += person.place.cast.municipality == person.origin

    def _settle(self, person: Person, ward: Ward) -> None:
        ward.take(person, ward.choose(person.origin), self.day, self.day + self._stay_days(ward.cast.code))
        self._due[person.until].append(person)
        if ward.cast.code in MAATZORG:
            self.seen[person.number] = person

    def _wait(self, person: Person, ward: Ward, patience: tuple[int, int]) -> None:
        person.waits_for = ward.cast.code
        person.waits_at = ward.places[self.chance.between(0, len(ward.places) - 1)] if ward.places else None
        person.until = self.day + max(1, self.chance.between(*patience))
        ward.queue.append(person)
        self._due[person.until].append(person)

    def _admit_waiting(self, ward: Ward) -> bool:
        if not (ward.queue and ward.has_room):
            return False
        person = ward.queue.pop(0)
        if person.form is None:
            self._start(person, ward)
        else:
            self._move(person, ward)
        return True

    def _end(self, person: Person) -> None:
        if person.waits_for is not None:
            self._give_up(person)
        elif person.form is not None:
            goal = self.chance.pick(self._goals(person.form, (*self.wards, *DESTINATIONS)))
            if goal in DESTINATIONS:
                self._leave(person, goal)
            elif self.wards[goal].has_room and not self.wards[goal].queue:
                self._move(person, self.wards[goal])
            else:
                self._wait(person, self.wards[goal], self.journeys.courses[person.form].waits_inside)

    def _give_up(self, person: Person) -> None:
        self.wards[str(person.waits_for)].queue.remove(person)
        person.waits_for = person.waits_at = None
        if person.form is not None:
            self._leave(person, self.chance.pick(self._goals(person.form, DESTINATIONS)))

    def _goals(self, form: str, among: tuple[str, ...]) -> dict[str, float]:
        home = self.character.home.at(self.season.progress)
        return {goal: weight * (home if goal == HOME else 1.0) for goal, weight in self.journeys.courses[form].next.items() if goal in among}

    def _move(self, person: Person, ward: Ward) -> None:
        left = self._release(person)
        left.through_out += 1
        ward.through_in += 1
        self.moves[left.cast.code, ward.cast.code] += 1
        self._settle(person, ward)

    def _release(self, person: Person) -> Ward:
        ward = self.wards[str(person.form)]
        if ward.cast.code == SHELTER:
            self.tally.ended_shelter_days.append(self.day - person.since)
        ward.release(person)
        return ward

    def _leave(self, person: Person, destination: str) -> None:
        ward = self._release(person)
        ward.outflow += 1
        person.until = NEVER
        if destination == DEATH:
            return
        person.departure = count_leaving(
            self.tally, person.number, self.day, destination, character=self.character, progress=self.season.progress, chance=self.chance
        )
        self.departures.append(person.departure)
        if self.chance.happens(self.journeys.courses[ward.cast.code].returns):
            self._returns[self.day + self.chance.between(30, 500)].append(person)

    def begin_quarter(self, season: Season) -> None:
        """Start counting anew; people who are in a maatzorg form today are clients of the new quarter."""
        self.season = season
        self.tally = Tally()
        self.moves = Counter()
        self.seen = {number: person for code, ward in self.wards.items() if code in MAATZORG for number, person in ward.clients.items()}
        for ward in self.wards.values():
            ward.begin_quarter()

    def _count_night(self) -> None:
        for code in NIGHT_FORMS:
            for place in self.wards[code].places if code in self.wards else ():
                self.tally.occupied_nights += place.residents
                self.tally.available_nights += place.cast.places - place.closed
