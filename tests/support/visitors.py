"""A visitor of the product, in tests."""

from __future__ import annotations

from typing import Any

from flask import g
from flask.testing import FlaskClient
from werkzeug.test import TestResponse


class Visitor(FlaskClient):
    """A client whose every request begins with nothing remembered.

    Tests keep one application context open, and Flask lets requests share it; without this
    the second visitor of a test would be taken for the first.
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        for name in list(g):
            g.pop(name)
        return super().open(*args, **kwargs)
