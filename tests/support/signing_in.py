"""Clients that are already signed in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.accounts.models import Account

SignIn = Callable[[Account], FlaskClient]


@pytest.fixture
def signed_in(app: Flask) -> SignIn:
    """`signed_in(account)` gives a client with that account's session."""

    def sign_in(account: Account) -> FlaskClient:
        client = app.test_client()
        with client.session_transaction() as session:
            session["_user_id"] = account.get_id()
            session["_fresh"] = True
        return client

    return sign_in
