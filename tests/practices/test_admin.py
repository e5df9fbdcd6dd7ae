"""Reusable remarks in Wagtail's admin."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.access import Actor
from practices.models import ReusableRemark

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Actor], Client]
REMARKS = "wagtailsnippets_practices_reusableremark"


def test_an_editor_writes_a_remark_in_both_languages(editor: User, signed_in: SignedIn) -> None:
    call_command("setup_site", verbosity=0)
    desk, url = signed_in(editor), reverse(f"{REMARKS}:add")
    assert 'value="summary"' in desk.get(url).content.decode()
    half = {"text_bg": "Кажете кога.", "text_en": "", "field": "summary", "is_offered": "on"}
    assert desk.post(url, half).status_code == 200
    assert desk.post(url, half | {"text_en": "Say when."}).status_code == 302
    made = ReusableRemark.objects.get(text_en="Say when.")
    assert (made.field, made.is_offered) == ("summary", True)
    assert "Кажете кога." in desk.get(reverse(f"{REMARKS}:list")).content.decode()


def test_a_remark_is_withdrawn_and_not_deleted(admin: User, signed_in: SignedIn) -> None:
    remark = ReusableRemark.objects.all()[0]
    signed_in(admin).post(reverse(f"{REMARKS}:delete", args=[remark.pk]))
    assert ReusableRemark.objects.filter(pk=remark.pk).exists()
