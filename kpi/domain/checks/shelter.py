"""What the figures of the opvang have to do with each other, with its places and with its flow. Each follows from the definitions."""

from __future__ import annotations

from kpi.domain.checks.finding import Level
from kpi.domain.checks.tolerances import Tolerances
from kpi.domain.checks.view import RESIDENTIAL, SHELTER, Doubt, View
from kpi.domain.numbers import dutch

LONGEST_STAY = 42  # days: six weeks in the eerste opvang (S001 §4.3.1)
_ADVICE = "Verbeter het, of schrijf op waarom het klopt."


def same_stays(view: View, tolerances: Tolerances) -> Doubt | None:
    """BZ-01 and BZ-03 are both about all stays in the eerste opvang that ended in the quarter."""
    of_share, of_median = view.second("BZ-01"), view.second("BZ-03")
    if of_share is None or of_median is None or tolerances.stays.holds(of_share, of_median):
        return None
    sentence = f"BZ-01 gaat over {dutch(of_share)} verblijven en BZ-03 over {dutch(of_median)}. Dat horen dezelfde verblijven te zijn. {_ADVICE}"
    return Doubt(sentence, (of_share, of_median))


def share_and_median(view: View, _tolerances: Tolerances) -> Doubt | None:
    """Of the same stays: when more than half is at most 42 days, so is the median; when less than half, it is longer."""
    within, stays, middle = view.first("BZ-01"), view.second("BZ-01"), view.first("BZ-03")
    if within is None or not stays or middle is None or stays != view.second("BZ-03"):
        return None
    told = f"BZ-01 zegt dat {dutch(within)} van de {dutch(stays)} verblijven hoogstens {LONGEST_STAY} dagen duurden"
    figures = (within, stays, middle)
    if 2 * within > stays and middle > LONGEST_STAY:
        sentence = (
            f"{told}. Dat is meer dan de helft. Dan kan de middelste duur in BZ-03 niet {dutch(middle, 1)} dagen zijn. Verbeter een van de twee."
        )
        return Doubt(sentence, figures, Level.BLOKKADE)
    if 2 * within < stays and middle <= LONGEST_STAY:
        sentence = (
            f"{told}. Dat is minder dan de helft. Dan kan de middelste duur in BZ-03 niet {dutch(middle, 1)} dagen zijn. Verbeter een van de twee."
        )
        return Doubt(sentence, figures, Level.BLOKKADE)
    return None


def long_stayers(view: View, _tolerances: Tolerances) -> Doubt | None:
    """Who stays longer than 42 days on the last day is one of the people who are in the eerste opvang on that day."""
    long, present, occupied = view.first("BZ-02"), view.people("at_end", {SHELTER}), view.occupied({SHELTER})
    if long is not None and present is not None and long > present:
        sentence = f"BZ-02 telt {dutch(long)} mensen in de eerste opvang. Op de laatste dag waren daar {present} mensen. Verbeter een van de twee."
        return Doubt(sentence, (long, present), Level.BLOKKADE)
    if long is not None and occupied is not None and long > occupied:
        return Doubt(f"BZ-02 telt {dutch(long)} mensen in de eerste opvang. Daar zijn {occupied} plekken bezet. {_ADVICE}", (long, occupied))
    return None


def ended_stays(view: View, tolerances: Tolerances) -> Doubt | None:
    """A stay in the eerste opvang ends when somebody moves on or leaves."""
    stays, on, out = view.second("BZ-01"), view.people("through_out", {SHELTER}), view.people("outflow", {SHELTER})
    if stays is None or on is None or out is None or tolerances.ended.holds(stays, on + out):
        return None
    sentence = (
        f"BZ-01 gaat over {dutch(stays)} verblijven die eindigden. Volgens de stromen zijn het er {on + out}: "
        f"{on} doorstroom uit + {out} uitstroom. {_ADVICE}"
    )
    return Doubt(sentence, (stays, on, out))


def shelter_places(view: View, tolerances: Tolerances) -> Doubt | None:
    """The noemer of BZ-06 is all places of the opvang, and those are agreed."""
    told, agreed = view.second("BZ-06"), view.places({SHELTER})
    if told is None or agreed is None or tolerances.shelter_places.holds(told, agreed):
        return None
    return Doubt(f"BZ-06 gaat over {dutch(told)} opvangplekken. Uw locaties hebben er samen {agreed}. {_ADVICE}", (told, agreed))


def nights(view: View, tolerances: Tolerances) -> Doubt | None:
    """One place gives one night a day: places times days is the most there can be, less what was closed."""
    told, places = view.second("BZ-07"), view.places({SHELTER, RESIDENTIAL})
    if told is None or places is None:
        return None
    days = (view.quarter.ends_on - view.quarter.starts_on).days + 1
    most = places * days
    if told <= most and told >= most * (1 - tolerances.nights_short):
        return None
    word = "meer" if told > most else "veel minder"
    sentence = f"BZ-07 telt {dutch(told)} beschikbare pleknachten. Dat is {word} dan {places} plekken x {days} dagen = {dutch(most)}. {_ADVICE}"
    return Doubt(sentence, (told, places, days))


def origin_known(view: View, _tolerances: Tolerances) -> Doubt | None:
    """Whoever comes into the opvang with a known gemeente of origin is one of all who come in."""
    known, new, on = view.second("BZ-09"), view.people("inflow", {SHELTER}), view.people("through_in", {SHELTER})
    if known is None or new is None or on is None or known <= new + on:
        return None
    sentence = f"BZ-09 gaat over {dutch(known)} mensen die in de opvang instroomden. Volgens de stromen waren het er {new + on}. {_ADVICE}"
    return Doubt(sentence, (known, new, on))
