"""What a KPI counts, in words that everybody understands (own work, after the definitions of the catalogue).

By code and version: a KPI that was defined anew has no words here until somebody writes them.
"""

from __future__ import annotations

MEANINGS: dict[tuple[str, int], str] = {
    ("BZ-01", 1): "We kijken naar mensen die de eerste opvang verlieten. Dit deel was daar hoogstens 6 weken.",
    ("BZ-02", 1): "Mensen die op de laatste dag al langer dan 6 weken in de eerste opvang zijn.",
    ("BZ-03", 1): "De helft van de mensen was korter in de eerste opvang, de andere helft langer.",
    ("BZ-06", 1): "Het deel van de plekken in de opvang dat een eigen plek is. Een bed op een zaal telt niet mee.",
    ("BZ-07", 1): "Het deel van de nachten dat een plek bezet was.",
    ("BZ-08", 1): "Mensen die om hulp vroegen toen er geen plek was. Wie het aan twee aanbieders vroeg, telt twee keer.",
    ("BZ-09", 1): "Het deel van de mensen dat opvang kreeg in de eigen gemeente.",
    ("CF-01", 1): "Het deel van de berichten over begin en einde van hulp dat op tijd was.",
    ("CF-02", 1): "Het deel van de verslagen van aanbieders dat op tijd was.",
    ("CF-03", 1): "Het deel van het geld van dit jaar dat al gebruikt is.",
    ("CF-04", 1): "Hoe vaak er iets ernstigs gebeurde of iemand een klacht had.",
    ("MZ-01", 1): "Mensen die dit kwartaal hulp kregen bij het wonen. De eerste opvang telt niet mee.",
    ("MZ-03", 1): "We kijken naar mensen met beschermd wonen. Dit deel woont in een eigen huis.",
    ("MZ-04", 1): "We kijken naar mensen die een andere vorm van hulp kregen. Dit deel kreeg lichtere hulp.",
    ("MZ-05", 1): "We kijken naar mensen die weggingen. Dit deel ging zelfstandig wonen.",
    ("MZ-06", 1): "Hoe vaak hulp langer duurt dan de bedoeling is.",
    ("MZ-07", 1): "De helft van de mensen wachtte korter op hulp, de andere helft langer.",
    ("MZ-08", 1): "Mensen die hulp mogen krijgen en daar op de laatste dag nog op wachten.",
    ("MZ-10", 1): "Het deel van de mensen met werk, school of iets anders overdag.",
    ("MZ-12", 1): "Het deel van de hulp van mensen die het zelf hebben meegemaakt.",
    ("NZ-02", 1): "We kijken naar mensen die weggingen. Van dit deel weten we dat er onderdak was.",
    ("NZ-03", 1): "We kijken naar mensen die een jaar geleden een woning kregen. Dit deel kreeg daarna nog een jaar hulp.",
    ("NZ-04", 1): "We kijken naar mensen die een jaar geleden weggingen. Dit deel kwam terug bij dezelfde aanbieder.",
    ("OC-01", 1): "Het deel van de hulp dat te vroeg stopte.",
    ("OC-02", 1): "Het deel van de hulp dat klaar was zoals afgesproken.",
    ("OC-03", 1): "Het cijfer van 1 tot 10 dat mensen geven voor hun hulp.",
    ("VZ-02", 1): "We kijken naar alle meldingen. Dit deel gaat over mensen die al eerder gemeld zijn.",
}
