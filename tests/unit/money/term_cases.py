"""Terms worked out by hand: rule | start | what came between | last day | how it was counted. Weekdays are those of the calendar.

`vraag A B (C)`: asked to add on A, with time until B, and it came on C. `uitstel A B`: told on A that it becomes B.
`stil A B`: stood still from A up to and including B. A rule such as `12 weken` is a region's own (with `afspraak`: of an agreement, no law).
"""

from __future__ import annotations

CASES = """
aanvraag | 2021-01-01 | | 2020-10-02 | 91 days back: 1 day of January, 31 of December, 30 of November and 29 of October
aanvraag | 2022-01-01 | | 2021-10-02 | a Saturday stays one: the Atw does not move what is counted backwards
aanvraag | 2023-01-01 | | 2022-10-02 | a Sunday stays one
aanvraag | 2024-01-01 | | 2023-10-02 | the book year that begins is a leap year: no day of it is counted
aanvraag | 2025-01-01 | | 2024-10-02 | the year before is a leap year: its 29 February lies outside
aanvraag | 2027-01-01 | | 2026-10-02 | the book year 2027
aanvraag | 2026-09-01 | | 2026-06-02 | a school year: August 31, July 31, June 29 days
aanvraag | 2026-07-01 | | 2026-04-01 | June 30, May 31, April 30: exactly three months
aanvraag | 2026-04-01 | | 2025-12-31 | 31 + 28 + 31 = 90 days back is 1 January, one more is the old year
aanvraag | 2028-04-01 | | 2028-01-01 | 31 + 29 + 31 = 91: a leap year, and New Year's Day is not moved
aanvraag | 2026-03-01 | | 2025-11-30 | 28 + 31 + 31 = 90 is 1 December, one more
aanvraag | 2028-03-01 | | 2027-12-01 | 29 + 31 + 31 = 91: the leap day saves one
aanvraag | 2026-05-01 | | 2026-01-30 | 30 + 31 + 28 = 89 is 1 February, two more
aanvraag | 2028-05-01 | | 2028-01-31 | 30 + 31 + 29 = 90 is 1 February, one more
aanvraag | 2026-08-01 | | 2026-05-02 | 31 + 30 + 31 = 92 is 1 May, one day less; a Saturday stays
aanvraag | 2026-10-01 | | 2026-07-02 | 30 + 31 + 31 = 92 is 1 July, one day less
aanvraag | 2027-02-01 | | 2026-11-02 | 31 + 31 + 30 = 92 is 1 November, one day less, over the turn of the year
aanvraag | 2028-02-29 | | 2027-11-30 | begins on the leap day: 28 + 31 + 31 = 90 is 1 December, one more
aanvraag | 2026-03-25 | | 2025-12-24 | thirteen Wednesdays back
aanvraag | 2026-03-26 | | 2025-12-25 | thirteen Thursdays back is Christmas Day, not moved
beslissing | 2026-06-01 | | 2026-07-27 | eight Mondays later, nothing in the way
beslissing | 2026-03-02 | | 2026-04-28 | eight Mondays later is King's Day, so Tuesday
beslissing | 2026-03-01 | | 2026-04-28 | Sunday 26 April, Monday is King's Day, Tuesday
beslissing | 2026-02-28 | | 2026-04-28 | Saturday 25, Sunday 26, King's Day 27, Tuesday
beslissing | 2026-02-06 | | 2026-04-07 | Good Friday 3 April, weekend, Easter Monday, Tuesday
beslissing | 2026-02-09 | | 2026-04-07 | Easter Monday, Tuesday
beslissing | 2026-02-10 | | 2026-04-07 | the Tuesday itself: nothing is moved
beslissing | 2026-02-05 | | 2026-04-02 | the Thursday before Good Friday: nothing is moved
beslissing | 2026-03-10 | | 2026-05-06 | 5 May is a holiday of the Atw in every year, also when people work
beslissing | 2025-03-10 | | 2025-05-06 | 5 May in a lustrum year
beslissing | 2020-03-10 | | 2020-05-06 | Tuesday 5 May 2020, Wednesday
beslissing | 2026-03-19 | | 2026-05-15 | Ascension Day is a Thursday, so Friday
beslissing | 2026-03-30 | | 2026-05-26 | Whit Monday, Tuesday
beslissing | 2026-10-30 | | 2026-12-28 | Friday Christmas Day, Saturday Boxing Day, Sunday, Monday
beslissing | 2026-10-31 | | 2026-12-28 | Saturday 26 December, Monday
beslissing | 2026-11-06 | | 2027-01-04 | Friday 1 January 2027, weekend, Monday
beslissing | 2026-11-05 | | 2026-12-31 | Thursday 31 December is an ordinary day
beslissing | 2023-11-06 | | 2024-01-02 | Monday 1 January 2024, Tuesday
beslissing | 2027-11-06 | | 2028-01-03 | Saturday 1 January 2028, Monday
beslissing | 2021-10-30 | | 2021-12-27 | Saturday and Sunday are Christmas in 2021, no day instead: Monday
beslissing | 2022-10-31 | | 2022-12-27 | Monday 26 December 2022, Tuesday
beslissing | 2024-01-04 | | 2024-02-29 | 27 days of January and the 29 of a leap February
beslissing | 2024-01-05 | | 2024-03-01 | 26 of January, 29 of February, 1 of March
beslissing | 2023-01-05 | | 2023-03-02 | 26 of January, 28 of February, 2 of March: the same start a year earlier
beslissing | 2028-01-04 | | 2028-02-29 | a Tuesday that is the leap day
beslissing | 2025-03-01 | | 2025-04-28 | in 2025 King's Day is Saturday 26 April, then Sunday, Monday
beslissing | 2025-03-03 | | 2025-04-28 | Monday after the King's Day that was kept on Saturday: an ordinary day
beslissing | 2024-03-02 | | 2024-04-29 | Saturday King's Day 27 April 2024, Monday
beslissing | 2024-02-05 | | 2024-04-02 | leap February, then Easter Monday 1 April 2024, Tuesday
beslissing | 2024-02-02 | | 2024-04-02 | Good Friday 29 March 2024, the whole of Easter, Tuesday
beslissing | 2027-01-29 | | 2027-03-30 | Good Friday 26 March 2027, Tuesday after Easter
beslissing | 2027-03-10 | | 2027-05-07 | Wednesday 5 May, Thursday is Ascension Day in 2027, Friday
beslissing | 2027-03-11 | | 2027-05-07 | Ascension Day, Friday
beslissing | 2027-03-22 | | 2027-05-18 | Whit Monday 17 May 2027, Tuesday
beslissing | 2028-02-18 | | 2028-04-18 | Good Friday 14 April 2028, Tuesday after Easter
beslissing | 2026-02-01 | | 2026-03-30 | Sunday 29 March, when summer time begins: only the Sunday counts
beslissing | 2026-08-30 | | 2026-10-26 | Sunday 25 October, when summer time ends: only the Sunday counts
beslissing | 2026-06-06 | | 2026-08-03 | Saturday 1 August, Monday
beslissing | 2026-06-07 | | 2026-08-03 | Sunday 2 August, Monday
beslissing | 2025-12-31 | | 2026-02-25 | 31 of January, 25 of February
beslissing | 2026-01-05 | | 2026-03-02 | the base of the cases that follow: eight Mondays
beslissing | 2026-01-05 | vraag 2026-01-12 2026-01-26 2026-01-20 | 2026-03-09 | stands 7 days
beslissing | 2026-01-05 | vraag 2026-01-12 2026-01-26 | 2026-03-16 | nothing came: still 13-25 January, 13 days: Sunday 15 March, Monday
beslissing | 2026-01-05 | vraag 2026-01-12 2026-01-26 2026-02-02 | 2026-03-16 | came too late
beslissing | 2026-01-05 | vraag 2026-01-12 2026-01-26 2026-01-26 | 2026-03-16 | came on the last day: still up to the day before
beslissing | 2026-01-05 | vraag 2026-01-12 2026-01-26 2026-01-13 | 2026-03-02 | came the next day: from the day after up to that day is nothing
beslissing | 2026-01-05 | vraag 2026-01-12 2026-01-26 2026-01-12 | 2026-03-02 | came on the day itself
beslissing | 2026-01-05 | vraag 2026-01-12 2026-01-26 2026-01-14 | 2026-03-03 | one day
beslissing | 2026-01-05 | vraag 2026-03-02 2026-03-16 2026-03-10 | 2026-03-02 | asked on the last day: it has run out by then
beslissing | 2026-01-05 | vraag 2026-03-01 2026-03-16 2026-03-11 | 2026-03-11 | asked a day earlier: still 2-10 March, and the last day is left
beslissing | 2026-01-05 | vraag 2026-01-12 2026-01-26 2026-01-20; vraag 2026-02-02 2026-02-16 2026-02-09 | 2026-03-16 | 7 + 6 = 13: a Sunday
beslissing | 2026-01-05 | vraag 2026-01-12 2026-01-26 2026-01-20; vraag 2026-01-15 2026-01-30 2026-01-22 | 2026-03-11 | overlap 13-21: 9 days
beslissing | 2026-01-05 | vraag 2026-01-12 2026-01-26; vraag 2026-01-14 2026-01-20 | 2026-03-16 | one within the other: 13 days
beslissing | 2026-01-05 | vraag 2026-01-05 2026-01-19 2026-01-12 | 2026-03-09 | asked on the first day: still 6-11 January, 6 days: Sunday 8, Monday
beslissing | 2024-01-05 | vraag 2024-02-20 2024-03-05 2024-03-01 | 2024-03-11 | still 21-29 February, 9 days of a leap month: Sunday 10, Monday
beslissing | 2023-01-05 | vraag 2023-02-20 2023-03-07 2023-03-01 | 2023-03-10 | still 21-28 February, 8 days without a leap day: Friday
beslissing | 2028-01-04 | vraag 2028-02-28 2028-03-10 2028-03-03 | 2028-03-03 | still 29 February to 2 March, 3 days
beslissing | 2026-11-16 | | 2027-01-11 | 14 of November, 31 of December, 11 of January
beslissing | 2026-11-16 | vraag 2026-12-21 2027-01-04 | 2027-01-25 | still over the turn of the year 22 December-3 January, 13 days: Sunday 24
beslissing | 2026-11-16 | vraag 2026-12-30 2027-01-13 2027-01-02 | 2027-01-13 | still 31 December and 1 January: holidays count as days here
beslissing | 2026-10-30 | vraag 2026-12-01 2026-12-15 2026-12-08 | 2026-12-31 | Friday 25 December (not yet moved) plus 2-7 December, 6 days
beslissing | 2026-10-30 | vraag 2026-12-01 2026-12-15 2026-12-09 | 2027-01-04 | 7 days: Friday 1 January, Monday 4
beslissing | 2026-06-06 | vraag 2026-08-02 2026-08-16 2026-08-07 | 2026-08-07 | it ran on to Monday 3 August; still 3-6 August; one day was left
beslissing | 2026-06-06 | vraag 2026-08-01 2026-08-16 2026-08-04 | 2026-08-05 | still 2-3 August; on 2 August two days were left, Sunday and Monday
beslissing | 2026-02-02 | vraag 2026-03-02 2026-03-16 2026-03-07 | 2026-04-07 | Monday 30 March plus 3-6 March: Good Friday, so 7 April
beslissing | 2026-01-05 | stil 2026-02-01 2026-02-14 | 2026-03-16 | the applicant agreed in writing to a fortnight (4:15 lid 2 a)
beslissing | 2026-01-05 | stil 2026-01-01 2026-01-10 | 2026-03-09 | only 6-10 January lie in the term, 5 days: Saturday 7, Monday
beslissing | 2026-01-05 | uitstel 2026-02-20 2026-03-30 | 2026-03-30 | the day that was named
beslissing | 2026-01-05 | uitstel 2026-02-20 2026-03-29 | 2026-03-29 | a named Sunday stays a Sunday: no law set it
beslissing | 2026-01-05 | uitstel 2026-03-02 2026-04-13 | 2026-04-13 | told on the last day: in time
beslissing | 2026-01-05 | uitstel 2026-03-03 2026-04-01 | 2026-03-02 | told a day too late: nothing changes
beslissing | 2026-01-05 | uitstel 2026-02-20 2026-02-25 | 2026-03-02 | a day before the last day shortens nothing
beslissing | 2026-01-05 | uitstel 2026-02-20 2026-03-30; vraag 2026-03-10 2026-03-24 2026-03-16 | 2026-04-04 | and 11-15 March: Saturday
beslissing | 2026-01-05 | vraag 2026-01-12 2026-01-26 2026-01-20; uitstel 2026-03-05 2026-04-06 | 2026-04-06 | told before 9 March; stays
beslissing | 2026-01-05 | uitstel 2026-02-20 2026-03-30; uitstel 2026-03-25 2026-04-30 | 2026-04-30 | named twice: the last holds
beslissing | 2026-11-16 | uitstel 2027-01-08 2027-01-29 | 2027-01-29 | told after the turn of the year
buiten | 2026-01-26 | | 2026-02-23 | four Mondays
buiten | 2026-03-30 | | 2026-04-28 | King's Day, Tuesday
buiten | 2026-12-04 | | 2027-01-04 | Friday 1 January, Monday
buiten | 2024-02-01 | | 2024-02-29 | 28 days in a leap February
buiten | 2023-02-01 | | 2023-03-01 | 27 of February and 1 of March
voorbehoud | 2026-11-10 | | 2026-12-08 | the council decides on a Tuesday: four Tuesdays
voorbehoud | 2026-11-27 | | 2026-12-28 | Friday Christmas Day, Monday
voorbehoud | 2026-04-07 | | 2026-05-06 | Tuesday 5 May, Wednesday
betaling | 2026-05-22 | | 2026-07-03 | six Fridays
betaling | 2026-02-20 | | 2026-04-07 | Good Friday, Tuesday after Easter
betaling | 2026-03-16 | | 2026-04-28 | King's Day, Tuesday
betaling | 2026-11-13 | | 2026-12-28 | Friday Christmas Day, Monday
betaling | 2026-11-20 | | 2027-01-04 | Friday 1 January, Monday
betaling | 2024-01-18 | | 2024-02-29 | 13 of January, 29 of February
bezwaar | 2025-12-31 | | 2026-02-11 | 31 of January, 11 of February
bezwaar | 2026-03-24 | | 2026-05-06 | Tuesday 5 May, Wednesday
bezwaar | 2026-04-02 | | 2026-05-15 | Ascension Day, Friday
bezwaar | 2026-04-13 | | 2026-05-26 | Whit Monday, Tuesday
bezwaar | 2026-06-20 | | 2026-08-03 | Saturday 1 August, Monday
bob | 2026-08-03 | | 2026-09-14 | counted from the last day to object: six Mondays
bob | 2026-11-16 | | 2026-12-28 | six Mondays, past Christmas
bob | 2026-11-16 | uitstel 2026-12-18 2027-02-08 | 2027-02-08 | put off by six weeks (7:10 lid 3): 3 + 31 + 8 = 42 days after 28 December
vaststelling | 2025-12-31 | | 2026-06-30 | January to June; 31 December and 30 June are both last days
vaststelling | 2026-12-31 | | 2027-06-30 | the book year 2026
vaststelling | 2023-12-31 | | 2024-06-30 | a Sunday stays: six months is more than the Atw lengthens; the leap day changes nothing
vaststelling | 2028-12-31 | | 2029-06-30 | a Saturday stays
vaststelling | 2026-06-30 | | 2026-12-31 | July to December: not 30 December
vaststelling | 2026-02-28 | | 2026-08-31 | March to August: not 28 August
vaststelling | 2028-02-29 | | 2028-08-31 | March to August after a leap February
vaststelling | 2028-02-28 | | 2028-08-28 | the year ended a day before its leap month did: 29 February to 28 August
vaststelling | 2026-08-31 | | 2027-02-28 | September to February
vaststelling | 2027-08-31 | | 2028-02-29 | September to a leap February
vaststelling | 2026-08-28 | | 2027-02-28 | from 29 August; there is no 29 February 2027, so the month's end
vaststelling | 2026-08-30 | | 2027-02-28 | from 31 August; the month's end
vaststelling | 2026-08-27 | | 2027-02-27 | from 28 August up to the day before 28 February
vaststelling | 2026-07-31 | | 2027-01-31 | August to January; a Sunday stays
vaststelling | 2026-09-30 | | 2027-03-31 | October to March
vaststelling | 2026-03-31 | | 2026-09-30 | April to September: 31 becomes 30
vaststelling | 2026-04-30 | | 2026-10-31 | May to October: 30 becomes 31; a Saturday stays
vaststelling | 2026-11-30 | | 2027-05-31 | December to May
vaststelling | 2026-10-31 | | 2027-04-30 | November to April
vaststelling | 2025-11-05 | | 2026-05-05 | a broken year: 6 November to 5 May, a holiday that stays
vaststelling | 2025-06-25 | | 2025-12-25 | 26 June to Christmas Day, which stays
opschorting | 2026-01-05 | | 2026-04-06 | thirteen weeks is more than twelve: Easter Monday stays
opschorting | 2025-12-01 | | 2026-03-02 | thirteen Mondays
opschorting | 2023-12-01 | | 2024-03-01 | 30 + 31 + 29 + 1 = 91, a leap year
opschorting | 2022-12-01 | | 2023-03-02 | 30 + 31 + 28 + 2 = 91
opschorting | 2026-09-25 | | 2026-12-25 | Christmas Day stays
opschorting | 2026-10-02 | | 2027-01-01 | New Year's Day stays
intrekking | 2021-03-10 | | 2026-03-10 | the same day five years later
intrekking | 2024-02-29 | | 2029-02-28 | there is no 29 February 2029
intrekking | 2020-02-29 | | 2025-02-28 | there is no 29 February 2025
intrekking | 2023-02-28 | | 2028-02-28 | a leap year later does not make it 29
intrekking | 2023-03-01 | | 2028-03-01 | past the leap day of 2028
intrekking | 2021-12-31 | | 2026-12-31 | the turn of the year
intrekking | 2022-01-01 | | 2027-01-01 | New Year's Day stays: a term in years
intrekking | 2021-08-01 | | 2026-08-01 | a Saturday stays
terugvordering | 2021-05-05 | | 2026-05-05 | 5 May stays
terugvordering | 2020-12-25 | | 2025-12-25 | Christmas Day stays
terugvordering | 2022-04-03 | | 2027-04-03 | a Saturday stays
12 weken | 2026-01-12 | | 2026-04-07 | twelve weeks are still lengthened: Easter Monday, Tuesday
13 weken | 2026-01-05 | | 2026-04-06 | thirteen are not: Easter Monday stays
22 weken | 2026-01-05 | | 2026-06-08 | 26 + 28 + 31 + 30 + 31 + 8 = 154 days
90 dagen | 2026-01-05 | | 2026-04-07 | ninety days are lengthened: Easter Sunday, Monday, Tuesday
91 dagen | 2026-01-05 | | 2026-04-06 | ninety-one are not
3 maanden | 2026-02-03 | | 2026-05-04 | three months are lengthened: Sunday 3 May, Monday
4 maanden | 2026-01-03 | | 2026-05-03 | four are not: the Sunday stays
3 maanden | 2026-01-31 | | 2026-04-30 | April has no 31st
1 maanden | 2026-01-30 | | 2026-03-02 | February has no 30th: Saturday 28, Monday 2 March
1 maanden | 2028-01-31 | | 2028-02-29 | the last day of a leap February
1 maanden | 2026-03-31 | | 2026-04-30 | 31 becomes 30
2 maanden | 2026-12-31 | | 2027-03-01 | Sunday 28 February 2027, Monday
1 jaar | 2024-02-29 | | 2025-02-28 | one year after a leap day
3 dagen | 2026-04-02 | | 2026-04-08 | Good Friday, Saturday, Easter; two working days must be in it (art. 2): Tuesday and Wednesday
2 dagen | 2026-04-03 | | 2026-04-07 | two days: art. 2 does not hold, only art. 1
3 dagen | 2026-12-23 | | 2026-12-28 | Thursday is one working day; the second is Monday
3 dagen | 2026-12-24 | | 2026-12-29 | Christmas and a Sunday hold none: Monday and Tuesday
8 weken vrij | 2026-03-19 | | 2026-05-18 | Ascension Day, then the Friday that was made equal to a holiday, weekend, Monday
8 weken afspraak | 2026-10-30 | | 2026-12-25 | an agreement is no law: Christmas Day stays
2 weken afspraak | 2026-04-20 | | 2026-05-04 | two weeks of the model contract: Monday
"""
