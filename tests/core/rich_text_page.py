"""A page with rich-text fields and nothing else, under the site's own policy: what the browser tests write into."""

from __future__ import annotations

import json

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.urls import path
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt

from core.forms import RichTextFormField

PAGE = Template(
    """{% load static rich_text %}<!DOCTYPE html><html lang="bg"><head><meta charset="utf-8"><title>Проба</title>
<link rel="icon" href="{% static 'img/favicon.svg' %}" type="image/svg+xml">
{% for name in styles %}<link rel="stylesheet" href="{% static name %}">{% endfor %}</head>
<body><main><h1>Проба</h1><form method="post" class="form">
{% for field in form %}{% include "components/field.html" with field=field only %}{% endfor %}
<button class="button" type="submit">Изпращане</button></form></main>
<script type="module" src="{% static 'js/site.js' %}"></script>{% rich_text_script %}</body></html>"""
)
STORED = Template(
    """{% load static %}<!DOCTYPE html><html lang="bg"><head><meta charset="utf-8"><title>Записано</title>
<link rel="icon" href="{% static 'img/favicon.svg' %}" type="image/svg+xml"></head>
<body><pre>{{ stored }}</pre></body></html>"""
)
STYLES = [f"css/{name}.css" for name in ("tokens", "base", "components", "forms", "patterns", "utilities")]


class PageForm(forms.Form):
    body = RichTextFormField(label="Текст", max_length=200, tables=True, help_text="Кратко.")
    note = RichTextFormField(label="Бележка", required=False, headings=False)


@csrf_exempt
def rich_text_page(request: HttpRequest) -> HttpResponse:
    """Answers what was stored, as JSON in a page; or the form again. `?body=` is what the first field begins with."""
    with override("bg"):
        form = PageForm(request.POST or None, initial={"body": request.GET.get("body", "")})
        if request.method == "POST" and form.is_valid():
            return HttpResponse(STORED.render(Context({"stored": json.dumps(form.cleaned_data)})))
        return HttpResponse(PAGE.render(Context({"form": form, "styles": STYLES})))


urlpatterns = [path("rich-text/", rich_text_page)]
