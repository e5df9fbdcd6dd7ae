"""Whoever was signed out before pressing a button comes back to the page with the button."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("page", "next_page"),
    [
        ("http://testserver/bg/practices/7/review/", "/bg/practices/7/review/"),
        ("http://testserver/bg/practices/review/?before=3", "/bg/practices/review/%3Fbefore%3D3"),
        ("https://elsewhere.example/bg/practices/7/review/", "/"),
        ("", "/"),
    ],
)
def test_signing_in_leads_back_to_the_form(client: Client, page: str, next_page: str) -> None:
    response = client.post("/bg/practices/7/claim/", HTTP_REFERER=page)
    assert response.status_code == 302
    assert response["Location"].endswith(f"accounts/login/?next={next_page}")
