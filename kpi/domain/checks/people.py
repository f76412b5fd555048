"""What the figures of clients and of leaving have to do with each other, with the flows and with the waiting lists."""

from __future__ import annotations

from collections.abc import Callable

from kpi.domain.checks.finding import Level
from kpi.domain.checks.tolerances import Tolerances
from kpi.domain.checks.view import MAATZORG, RESIDENTIAL, SHELTER, Doubt, View, numbers_of
from kpi.domain.numbers import dutch

_ADVICE = "Verbeter het, of schrijf op waarom het klopt."


def same_people_left(view: View, tolerances: Tolerances) -> Doubt | None:
    """MZ-05 and NZ-02 are both about everybody who left, deaths aside."""
    of_home, of_roof = view.second("MZ-05"), view.second("NZ-02")
    if of_home is None or of_roof is None or tolerances.left.holds(of_home, of_roof):
        return None
    sentence = (
        f"MZ-05 gaat over {dutch(of_home)} mensen die uitstroomden en NZ-02 over {dutch(of_roof)}. Dat horen dezelfde mensen te zijn. {_ADVICE}"
    )
    return Doubt(sentence, (of_home, of_roof))


def home_is_a_roof(view: View, _tolerances: Tolerances) -> Doubt | None:
    """Whoever leaves to an independent home is known to have somewhere to live. Judged when both are about the same people."""
    home, roof, people = view.first("MZ-05"), view.first("NZ-02"), view.second("MZ-05")
    if home is None or roof is None or people != view.second("NZ-02") or home <= roof:
        return None
    sentence = (
        f"MZ-05: {dutch(home)} mensen gingen naar een zelfstandige woning. NZ-02: van {dutch(roof)} mensen is onderdak bekend. "
        "Een woning is ook onderdak, dus NZ-02 is minstens zo groot. Verbeter een van de twee."
    )
    return Doubt(sentence, (home, roof, people), Level.BLOKKADE)


def left_by_flow(code: str) -> Callable[[View, Tolerances], Doubt | None]:
    """The noemer of MZ-05 and NZ-02 is the outflow of all forms together, less who died."""

    def look(view: View, tolerances: Tolerances) -> Doubt | None:
        told, out = view.second(code), view.people("outflow")
        if told is None or out is None or (told <= out and tolerances.deaths.holds(told, out)):
            return None
        more = "meer dan" if told > out else "veel minder dan"
        sentence = f"{code} gaat over {dutch(told)} mensen die uitstroomden. Dat is {more} de uitstroom in de stromen: {out}. {_ADVICE}"
        return Doubt(sentence, (told, out))

    return look


def clients_by_flow(view: View, tolerances: Tolerances) -> Doubt | None:
    """Clients of maatzorg in the quarter: at least who is there at the end, at most who was there at the begin or came."""
    clients, end = view.first("MZ-01"), view.people("at_end", MAATZORG)
    begin, new, on = (view.people(name, MAATZORG) for name in ("at_begin", "inflow", "through_in"))
    if clients is None or end is None or begin is None or new is None or on is None:
        return None
    least, most = end, begin + new + on
    if (clients >= least or tolerances.clients.holds(clients, least)) and (clients <= most or tolerances.clients.holds(clients, most)):
        return None
    sentence = f"MZ-01 telt {dutch(clients)} cliënten. Volgens de stromen van maatzorg zijn het er minstens {least} en hoogstens {most}. {_ADVICE}"
    return Doubt(sentence, (clients, *numbers_of(view.flows(MAATZORG))))


def clients_with_a_day(view: View, _tolerances: Tolerances) -> Doubt | None:
    """The clients of MZ-10 on the last day are among the clients of the whole quarter in MZ-01."""
    on_last_day, in_quarter = view.second("MZ-10"), view.first("MZ-01")
    if on_last_day is None or in_quarter is None or on_last_day <= in_quarter:
        return None
    sentence = f"MZ-10 gaat over {dutch(on_last_day)} cliënten op de laatste dag. MZ-01 telt er in het hele kwartaal {dutch(in_quarter)}. {_ADVICE}"
    return Doubt(sentence, (on_last_day, in_quarter))


def waiting_lists(view: View, _tolerances: Tolerances) -> Doubt | None:
    """Who waits for a location of maatzorg is one of the people with a toewijzing and no start."""
    told, listed = view.first("MZ-08"), view.waiting(MAATZORG)
    if told is None or listed is None or told >= listed:
        return None
    sentence = f"MZ-08 telt {dutch(told)} wachtenden. Op de wachtlijsten van uw locaties in maatzorg staan er {listed}. {_ADVICE}"
    return Doubt(sentence, (told, listed))


def residents(form: str) -> Callable[[View, Tolerances], Doubt | None]:
    """In a form of care with places the people at the end of the flow live in the occupied places."""

    def look(view: View, tolerances: Tolerances) -> Doubt | None:
        people, occupied = view.people("at_end", {form}), view.occupied({form})
        if people is None or occupied is None or tolerances.residents.holds(people, occupied):
            return None
        sentence = f"De stroom eindigt met {people} mensen. Op de locaties zijn {occupied} plekken bezet. Dat verschilt veel. {_ADVICE}"
        return Doubt(sentence, (people, occupied))

    return look


FORMS_WITH_PLACES = (SHELTER, RESIDENTIAL, "doorstroomwoning")
