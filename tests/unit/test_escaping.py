"""Templates escape as markupsafe does: nothing more, nothing less."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask, render_template_string
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from portal.web import escaping
from portal.web.escaping import escaped

VALUES = st.one_of(st.text(), st.text(alphabet="<>&'\"ab"), st.integers(), st.none(), st.text().map(Markup), st.lists(st.text(alphabet="<&")))


class Said:
    def __html__(self) -> str:
        return "<b>ja</b>"

    def __str__(self) -> str:
        return "<nee>"


class Loud(str):
    """A text of another kind is still text."""

    __slots__ = ()


@given(VALUES)
def test_it_says_what_markupsafe_says(value: Any) -> None:
    assert str(escaped(value)) == str(escape(value))


@pytest.mark.parametrize("value", [Said(), Loud("<i>"), Markup("<b>"), 3.5, True])
def test_other_kinds_too(value: Any) -> None:
    assert str(escaped(value)) == str(escape(value))


@pytest.fixture
def app() -> Flask:
    made = Flask("proef")
    escaping.bind(made)
    return made


@pytest.mark.parametrize(
    "template",
    [
        "{{ x }}",
        '<a title="{{ x }}">',
        "{% for y in [x] %}{{ y }}{% endfor %}",
        "{% set z %}{{ x }}{% endset %}{{ z }}",
        "{% macro m(y) %}{{ y }}{% endmacro %}{{ m(x) }}",
        "{{ x ~ x }}",
        "{{ x|upper }}",
        "{% filter lower %}{{ x }}{% endfilter %}",
        "{{ [x, x]|join('<') }}",
    ],
)
def test_a_template_comes_out_as_with_jinja_alone(app: Flask, template: str) -> None:
    text = "<Script>alert('\"&')</Script>"
    with app.app_context():
        ours = render_template_string(template, x=text)
    plain = Flask("zonder")
    with plain.app_context():
        assert ours == render_template_string(template, x=text)
    assert "<script>" not in ours.lower()


def test_the_escaping_is_really_in_use(app: Flask) -> None:
    source = app.jinja_env.compile("{{ x }}", name="x.html", raw=True)
    assert "escaped(" in source
