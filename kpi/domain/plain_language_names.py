"""The KPIs of the catalogue whose name is a word of policy, as a name that everybody understands (own work, after their definitions)."""

from __future__ import annotations

PLAIN_NAMES = {
    "Aandeel recidive": "Meldingen over mensen die al eerder gemeld zijn",
    "Aandeel zonder verblijf": "Beschermd wonen in het eigen huis",
    "Bezettingsgraad": "Plekken die bezet zijn",
    "Calamiteiten en klachten": "Ernstige gebeurtenissen en klachten",
    "Cliënttevredenheid": "Cijfer van cliënten voor hun hulp",
    "Doelrealisatie": "Hulp die klaar was volgens plan",
    "Doorstroom naar lichter": "Mensen die naar lichtere hulp gingen",
    "Herinstroom": "Mensen die binnen een jaar terugkwamen",
    "Inzet van ervaringsdeskundigen": "Hulp van mensen met eigen ervaring",
    "KPI's op tijd aangeleverd": "Verslagen die op tijd waren",
    "Langer dan de maximale duur": "Mensen die langer hulp krijgen dan de bedoeling is",
    "Spreiding over de regio": "Plekken buiten Maastricht",
    "Uitstroom met onderdak": "Mensen die weggingen en onderdak hadden",
    "Uitstroom naar zelfstandig wonen": "Mensen die zelfstandig gingen wonen",
    "Uitval": "Hulp die te vroeg stopte",
    "Verblijfsduur eerste opvang": "Hoe lang mensen in de eerste opvang waren",
    "Vervolgstap voorzorg": "Meldingen die naar voorzorg gingen",
    "Vlekkenplan uitgevoerd": "Plekken van het vlekkenplan die er zijn",
    "Wachtenden": "Mensen die wachten",
    "Zelfstandige woningen voor uitstroom": "Woningen voor mensen die zelfstandig gaan wonen",
    "Zinvolle daginvulling": "Mensen met werk, school of iets anders overdag",
}
