"""What is refused before a view is reached is refused properly, and not as a fault of the server."""

from __future__ import annotations

import pytest
from django.test import Client


@pytest.mark.django_db
def test_a_foreign_host_is_a_bad_request() -> None:
    response = Client(raise_request_exception=False).get("/bg/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "evil.example" not in response.content.decode()


@pytest.mark.django_db
def test_too_many_fields_are_a_bad_request() -> None:
    data = {f"field-{number}": "а" for number in range(2001)}
    response = Client(raise_request_exception=False).post("/bg/accounts/login/", data)
    assert response.status_code == 400
