"""Difficult words of policy and their simple ones: our own list, for who reads about care and never worked in it (screens paper §2f).

A word that ends in "-" stands for every word that begins so ("implement-": implementeren, implementatie). Editors see the simple word as a hint.
"""

from __future__ import annotations

from functools import lru_cache

_LIST = """
aangaande: over
aanvang-: begin
accorder-: goedkeuren
achten: vinden
adequa-: goed, passend
afdoende: genoeg
alsmede: en
alvorens: voordat
alsook: en
ambulan-: bij mensen thuis
analyse-: onderzoek
analyser-: onderzoeken
anticiper-: vooraf rekening houden met
arrangement-: afspraak over hulp
aspect-: kant, deel
beargumenter-: uitleggen waarom
beduidend-: veel
begroot: van plan uit te geven
behelst: gaat over
behoudens: behalve
bejegening-: hoe mensen met u omgaan
beknopt-: kort
beleidsmatig-: in onze plannen
beleidskader-: regels en plannen
benutten: gebruiken
benutting: gebruik
beogen: willen
beoogd-: gewenst
betreffende: over
bevorder-: helpen
bewerkstellig-: zorgen voor
bezettingsgraad: welk deel bezet is
bijgevolg: daarom
budgettair-: over geld
calamiteit-: ernstige gebeurtenis
capaciteit-: aantal plekken
casuïstiek: voorbeelden
categorie-: groep
centrumgemeente-: Maastricht, voor de hele regio
classificer-: indelen
cliëntsysteem: de cliënt en zijn familie
coalitie-: samenwerking
cohort-: groep
compenser-: goedmaken
competent-: bekwaam
complementair-: aanvullend
complex-: moeilijk
concreet: duidelijk
conform: volgens
consequent-: steeds
consolider-: vasthouden
consult-: vragen
continuïteit: dat het doorgaat
contingent-: vast aantal
convenant-: afspraak
coördin-: regelen
correctie-: verbetering
corriger-: verbeteren
crucia-: heel belangrijk
cumulatief: alles bij elkaar
dagbesteding: wat iemand overdag doet
dashboard-: overzicht
declar-: geld vragen
definitie-: uitleg van een woord
definiër-: uitleggen
delegeren: overlaten aan
derhalve: daarom
desalniettemin: toch
desbetreffende: deze
desgewenst: als u wilt
dienaangaande: daarover
dienen: moeten
dient: moet
differenti-: verschil maken
discrepantie-: verschil
diversiteit: verschil
doelgroep-: mensen voor wie dit is
doelmatig-: zonder geld te verspillen
doelrealisatie: of het doel gehaald is
doeltreffend-: of het werkt
doorlooptijd-: hoe lang het duurt
doorstromen: naar een andere vorm gaan
doorstroom-: mensen die naar een andere vorm gingen
draagvlak: steun
duiding: uitleg
echter: maar
effectief: wat werkt
effectiviteit: of het werkt
efficiënt-: snel en handig
eenduidig-: duidelijk
eenieder: iedereen
elimin-: weghalen
empowerment: zelf sterker worden
ervaringsdeskundig-: mensen met eigen ervaring
escaler-: hogerop brengen
evaluatie-: terugkijken
evaluer-: terugkijken
evident-: duidelijk
exclusief: zonder
expertise: kennis
extramural-: bij mensen thuis
faciliter-: mogelijk maken
fasering: stap voor stap
financier-: betalen
fluctu-: op en neer gaan
formeel: officieel
frequen-: hoe vaak
functioner-: werken
fundamenteel: heel belangrijk
geaggregeerd-: opgeteld
gebaseerd: gemaakt met
gefaseerd: stap voor stap
geïndiceerd-: met een besluit van de gemeente
genereren: maken
geprognosticeerd-: verwacht
gerealiseerd-: gehaald
gremi-: groep, overleg
handhav-: zorgen dat regels gelden
herinstroom-: mensen die terugkomen
hetgeen: wat
heterogeen: verschillend
hieromtrent: hierover
hiertoe: hiervoor
identificer-: herkennen
impact: gevolg
implement-: invoeren
implicer-: betekenen
implicatie-: gevolg
incident-: gebeurtenis
inclusief: met
indicatie-: besluit over hulp
indicator-: cijfer
indien: als
initiëren: beginnen
inherent: hoort erbij
innovat-: nieuw
instromen: erbij komen
instroom-: mensen die erbij kwamen
integraal: alles samen
integrale: alles samen
interventie-: hulp
intramural-: in een huis van de aanbieder
inventaris-: op een rij zetten
inzake: over
jegens: tegen
jurid-: over de wet
kaderstell-: met regels vooraf
ketenpartner-: organisaties die samenwerken
kengetal-: cijfer
kwalitatief: over hoe goed het is
kwantitatief: in cijfers
legitiem-: terecht
maatregel-: wat we doen
marginaal: heel weinig
mediaan: middelste cijfer
middels: met
mits: als
mobiliseren: in beweging brengen
monitor-: volgen
mutatie-: verandering
naderhand: later
niettegenstaande: ook al
niettemin: toch
nihil: niets
noodzakelijk-: nodig
normatief: volgens de norm
omtrent: over
onderhavig-: deze
ongeacht: wat het ook is
onverminderd: ook
onverwijld: meteen
operationeel: in gebruik
operationaliser-: uitwerken
optimaal: zo goed mogelijk
optimaliser-: verbeteren
outcome: resultaat
overeenkomstig: volgens
overschrijding: te veel
parameter-: instelling
participatie-: meedoen
participer-: meedoen
percentage-: deel van de honderd
periodiek-: op vaste tijden
populatie-: groep mensen
potentieel: mogelijk
preventie-: zorgen dat iets niet gebeurt
primair: eerst
prioriteit-: wat eerst moet
prioriter-: kiezen wat eerst moet
procedure-: manier van werken
prognose-: verwachting
progressie: vooruitgang
proportioneel: passend
realisatie: wat gehaald is
realiser-: halen, maken
recidive: opnieuw hetzelfde
reduc-: minder maken
regulier-: gewoon
relevan-: van belang
respectievelijk: en
responstijd-: hoe snel een antwoord komt
resulter-: leiden tot
sanctie-: straf
significant-: duidelijk, niet door toeval
signaler-: zien
specifiek-: bijzonder, eigen
stagn-: stilstaan
stakeholder-: wie erbij betrokken is
strategisch-: voor de lange tijd
structureel: steeds
structurele: blijvend
substantieel: veel
substantiële: grote
teneinde: om
tenzij: behalve als
terugdring-: minder maken
tevens: ook
thans: nu
toereikend-: genoeg
traject-: tijd met hulp
transformatie: grote verandering
transitie-: overgang
transparan-: duidelijk
uitstromen: weggaan
uitstroom-: mensen die weggingen
uitval: te vroeg stoppen
uitvoeringsagenda-: lijst van wat we gaan doen
validatie: controle
valider-: controleren
variabele: wat kan veranderen
vigerend-: geldend
visie-: kijk op
voorts: verder
voornoemd-: deze
wederom: opnieuw
wijziging-: verandering
zorgdragen: zorgen voor
zulks: dit
"""


def _read() -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
    pairs = [line.split(": ", 1) for line in _LIST.strip().splitlines()]
    return (
        {word: simple for word, simple in pairs if not word.endswith("-")},
        tuple((word[:-1], simple) for word, simple in pairs if word.endswith("-")),
    )


WHOLE, BEGINNINGS = _read()
_FIRST = tuple(beginning for beginning, _ in BEGINNINGS)


@lru_cache(maxsize=8192)
def simple_word(word: str) -> str | None:
    """The simple word for a difficult one; None when the word (in small letters) is not on the list."""
    if word in WHOLE:
        return WHOLE[word]
    return next((simple for beginning, simple in BEGINNINGS if word.startswith(beginning)), None) if word.startswith(_FIRST) else None
