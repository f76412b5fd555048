"""The macros: what comes out is labelled, linked, escaped, and valid."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import html5lib
from wtforms import (
    BooleanField,
    Form,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired

from tests.unit.look.test_templates import environment

NASTY = '<b onclick="x">"&'


class Advice(Form):  # type: ignore[misc]
    """A form with one field of every kind that the macros know."""

    csrf_token = HiddenField(default="geheim")
    subject = StringField("Onderwerp", [InputRequired("Vul een onderwerp in.")], description="Kort.")
    advice = TextAreaField("Uw advies")
    pillar = SelectField("Pijler", choices=[SelectChoice("a", "Voorzorg")], default="a")
    named = RadioField(
        "Met naam?",
        [InputRequired("Kies ja of nee.")],
        choices=[SelectChoice("ja", "Ja"), SelectChoice("nee", "Nee")],
    )
    agreed = BooleanField("Besproken")


def render(source: str, **context: Any) -> str:
    """The markup of a small template, checked by a strict HTML parser."""
    env = environment()
    env.globals.update(
        csrf_token=lambda: "munt",
        url_for=lambda endpoint, filename: f"/{endpoint}/{filename}",
    )
    text = env.from_string(source).render(**context)
    whole = text if text.lstrip().startswith("<!doctype") else f"<!doctype html><html lang=nl><head><title>t</title></head><body>{text}</body></html>"
    html5lib.HTMLParser(strict=True).parse(whole)
    ids = re.findall(r'\sid="([^"]*)"', text)
    assert len(ids) == len(set(ids))
    return text


def faulty_form() -> Advice:
    form = Advice(data={"pillar": "a"})
    form.subject.errors = ["Vul een onderwerp in."]
    form.named.errors = ["Kies ja of nee."]
    return form


def test_a_field_ties_hint_and_mistake_to_its_control() -> None:
    text = render(
        "{% from 'components/forms.html' import field %}{{ field(form.subject, width='m') }}",
        form=faulty_form(),
    )
    assert 'aria-describedby="subject-hint subject-fout"' in text
    assert 'aria-invalid="true"' in text
    assert '<label for="subject">Onderwerp</label>' in text
    assert 'class="width-m"' in text


def test_a_field_that_may_stay_empty_says_so() -> None:
    text = render(
        "{% from 'components/forms.html' import textarea %}{{ textarea(form.advice, rows=8) }}",
        form=Advice(),
    )
    assert "(niet verplicht)" in text
    assert 'rows="8"' in text
    assert "aria-describedby" not in text


def test_choices_stand_in_a_named_group() -> None:
    source = "{% from 'components/forms.html' import radios, checkbox %}{{ radios(form.named, hints={'nee': hint}) }}{{ checkbox(form.agreed) }}"
    text = render(source, form=faulty_form(), hint=NASTY)
    assert "<legend>Met naam?</legend>" in text
    assert 'aria-describedby="named-fout"' in text
    assert 'for="named-1"' in text
    assert "<b onclick" not in text


def test_the_summary_links_to_every_faulty_field_with_the_same_words() -> None:
    form = faulty_form()
    form.form_errors = ["De periode is gesloten."]
    text = render(
        "{% from 'components/errors.html' import error_summary %}{{ error_summary(form) }}",
        form=form,
    )
    assert '<a href="#subject">Vul een onderwerp in.</a>' in text
    assert '<a href="#named-0">Kies ja of nee.</a>' in text
    assert "<li>De periode is gesloten.</li>" in text
    assert 'tabindex="-1" autofocus' in text


def test_no_mistakes_no_summary() -> None:
    assert (
        render(
            "{% from 'components/errors.html' import error_summary %}{{ error_summary(form) }}",
            form=Advice(),
        ).strip()
        == ""
    )


def test_hidden_fields_hold_the_token() -> None:
    text = render(
        "{% from 'components/forms.html' import hidden_fields %}{{ hidden_fields(form) }}",
        form=Advice(),
    )
    assert text.count("<input") == 1
    assert " id=" not in text  # two forms on a page would share it
    assert 'value="geheim"' in text


def test_a_badge_says_its_word_and_hides_its_sign_from_readers() -> None:
    for tone, sign in (
        ("rustig", "○"),
        ("actie", "●"),
        ("aandacht", "!"),
        ("goed", "✓"),
        ("zorg", "▼"),
    ):
        text = render(
            "{% from 'components/status.html' import badge %}{{ badge(word, tone) }}",
            word=NASTY,
            tone=tone,
        )
        assert f'<span aria-hidden="true">{sign}</span>&lt;b' in text
        assert f"tone-{tone}" in text
    assert "▲" in render("{% from 'components/status.html' import badge %}{{ badge('Stijgt', 'zorg', '▲') }}")


def test_the_other_parts_escape_and_are_valid() -> None:
    task = SimpleNamespace(label=NASTY, href="/a", status="Klaar", tone="goed", note=NASTY)
    closed = SimpleNamespace(label="Controleren", href="", status="Kan nog niet", tone="rustig", note="")
    event = SimpleNamespace(
        at="2026-11-22T14:03+01:00",
        when="22 november 2026",
        who=NASTY,
        what=NASTY,
        note=NASTY,
    )
    figure = SimpleNamespace(value="1.234,5", label=NASTY, note=NASTY)
    parts = {
        "tasklist.html": ("tasklist", "tasklist(x)", [task, closed]),
        "timeline.html": ("timeline", "timeline(x)", [event]),
        "figures.html": ("figures", "figures(x)", [figure]),
        "empty.html": ("empty", "empty(x, x, '/a', x)", NASTY),
        "notice.html": ("notice", "notice(x, 'zorg')", NASTY),
        "definition.html": ("definition", "definition(x, x)", NASTY),
        "progress.html": ("progress", "progress(x, 1, 2)", NASTY),
        "trail.html": ("trail", "trail([(x, '/')])", NASTY),
        "buttons.html": ("actions", "actions(x, '/a')", NASTY),
    }
    for name, (macro, call, value) in parts.items():
        text = render(
            "{% from 'components/" + name + "' import " + macro + " %}{{ " + call + " }}",
            x=value,
        )
        assert "<b onclick" not in text
        assert "&lt;b" in text, name


def test_a_wide_table_scrolls_in_a_region_with_a_name() -> None:
    source = (
        "{% from 'components/tables.html' import scroll, number %}{% call scroll('c') %}<table><caption id=\"c\">Som</caption>"
        "<tbody><tr>{{ number('1,5', 'Waarde', 'is-short') }}</tr></tbody></table>{% endcall %}"
    )
    text = render(source)
    assert 'role="region" tabindex="0" aria-labelledby="c"' in text
    assert '<td class="num is-short" data-label="Waarde">1,5</td>' in text


def test_a_lost_race_shows_both_texts_and_sends_the_new_version() -> None:
    source = (
        "{% from 'components/conflict.html' import conflict %}"
        "{% call conflict([('Tekst', nasty)], [('Tekst', '')], 'Bart', 4, '/p', [('tekst', nasty)], '/p') %}<p>samen</p>{% endcall %}"
    )
    text = render(source, nasty=NASTY)
    assert text.count('name="version" value="4"') == 2
    assert text.count('name="csrf_token" value="munt"') == 2
    assert "(leeg)" in text
    assert "<b onclick" not in text


def page_source(frame: SimpleNamespace, **more: Any) -> str:
    return render(
        "{% extends 'layout/base.html' %}{% block content %}<p>x</p>{% endblock %}",
        page=SimpleNamespace(title=NASTY, **more),
        frame=frame,
    )


def test_the_frame_shows_who_and_where_and_what() -> None:
    identity = SimpleNamespace(name="Noor", organisation_name="De Brug", has_more_organisations=True)
    items = [SimpleNamespace(label=f"Punt {n}", href=f"/{n}", is_current=n == 2) for n in range(7)]
    frame = SimpleNamespace(
        identity=identity,
        navigation=items,
        is_demonstration=True,
        messages=["Opgeslagen.", NASTY],
    )
    text = page_source(frame, has_errors=True)
    assert "<title>Fout: &lt;b" in text
    assert text.count("<h1>") == 1
    assert text.count('aria-current="page"') == 1
    assert "Punt 4" in text
    assert "Punt 5" not in text
    assert 'action="/afmelden" method="post"' in text
    assert 'href="/account"' in text
    assert "Demonstratie." in text
    assert '<output role="status" id="melding"><span>Opgeslagen.</span>' in text
    assert 'data-idle-minutes="30"' in text


def test_the_frame_of_a_stranger_offers_nothing_to_sign_out_of() -> None:
    text = page_source(SimpleNamespace(identity=None, navigation=[], is_demonstration=False, messages=[]))
    assert "/afmelden" not in text
    assert "data-idle-minutes" not in text
    assert 'id="melding"></output>' in text
    for address in ("/toegankelijkheid", "/privacy", "/contact"):
        assert f'href="{address}"' in text


def test_an_error_page_stands_without_a_frame_object() -> None:
    page = SimpleNamespace(
        title="Deze pagina bestaat niet",
        explanation=NASTY,
        what_to_do=["Ga terug."],
        reference="7F3A",
    )
    text = render("{% include 'errors/error.html' %}", page=page)
    assert "7F3A" in text
    assert "<b onclick" not in text
