"""Widgets that draw themselves make the markup that Django's make."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.test.html import parse_html

from core.flat_widgets import FlatCheckboxes, FlatInput, FlatSelect, FlatTextarea

CHOICES = [("", "– choose –"), ("a", "Вода & <b>"), ('x"y', "Й")]
ATTRIBUTES: list[dict[str, Any]] = [
    {"id": "id_q"},
    {"id": "id_q", "aria-describedby": "help", "aria-invalid": "true", "data-maxlength": 80},
]


@pytest.mark.parametrize("attributes", ATTRIBUTES)
@pytest.mark.parametrize(
    ("ours", "theirs", "values"),
    [
        (FlatSelect(choices=CHOICES), forms.Select(choices=CHOICES), ["", "a", None, "unknown"]),
        (
            FlatCheckboxes(choices=CHOICES),
            forms.CheckboxSelectMultiple(choices=CHOICES),
            [[], ["a", 'x"y'], None],
        ),
        (FlatInput({"list": "l"}), forms.TextInput({"list": "l"}), ["", None, 'a"<b>&']),
        (FlatTextarea({"rows": 3}), forms.Textarea({"rows": 3}), ["", None, "</textarea><b>\nб"]),
    ],
)
def test_the_markup_is_djangos(
    ours: forms.Widget, theirs: forms.Widget, values: list[Any], attributes: dict[str, Any]
) -> None:
    for value in values:
        mine, django = ours.render("q", value, attributes), theirs.render("q", value, attributes)
        assert parse_html(mine) == parse_html(django), mine
