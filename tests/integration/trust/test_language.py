"""Every text on the pages of the klankbordgroep keeps the language rules: what is generated, and what stands fixed in the templates."""

from __future__ import annotations

from kpi.domain.plain_language import measure
from tests.support.authorization import OWN, Matrix
from tests.support.figures import measured
from tests.support.inspector import inspect
from tests.support.reference import region_documents
from tests.support.visible_text import blocks, main_of

READER = "klankbordgroeplid"
WINDOW = "/klankbord"


def test_no_text_of_the_klankbordgroep_is_outside_the_language_rules(matrix: Matrix) -> None:
    documents = region_documents()
    names = [
        entry["name"] for file, kind in (("care_forms", "care_form"), ("municipalities", "municipality")) for entry in documents[f"{file}.toml"][kind]
    ]
    pages = texts = outside = 0
    for rule in matrix.rules():
        if "GET" not in (rule.methods or ()) or not rule.rule.startswith(WINDOW):
            continue
        path = matrix.examples.path(rule, READER, OWN)
        answer = matrix.browsers[READER].send("GET", path)
        if answer.mimetype != "text/html" or answer.status_code != 200:
            continue
        told = list(dict.fromkeys(blocks(main_of(inspect(answer.get_data(as_text=True), fragment=False)))))
        found = measure(told, names)
        assert (found.findings, found.broken) == ((), ()), path
        pages, texts, outside = pages + 1, texts + len(told), outside + found.outside
    measured("texts on pages of the klankbordgroep held to the language rules", texts)
    measured("texts on pages of the klankbordgroep outside them", outside)
    assert pages >= 2 and texts > 60
