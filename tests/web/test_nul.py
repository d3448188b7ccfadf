"""A character that no text can hold is answered, on both databases."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.support.pages import submit


@pytest.mark.parametrize(
    "path",
    ["/orders/a%00b", "/reviews/a%00b/report", "/questions/a%00b", "/letters/stop/a%00b"],
)
def test_in_an_address(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code in (400, 404)


def test_in_a_form(client: FlaskClient) -> None:
    sent = {"number": "261121-7K3F\x00", "email": "a@mail.example"}
    assert submit(client, "/orders/find", sent).status_code in (400, 422)
