"""What a page costs in SQL statements."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from marketplace.core.database import db
from tests.support.statements import counting


def statements_of(app: Flask, client: FlaskClient, path: str) -> int:
    """Statements of one opening, for a visitor of whom nothing is in memory yet."""
    db.session.rollback()
    with counting(app) as sent:
        assert client.get(path).status_code == 200
    return len(sent)
