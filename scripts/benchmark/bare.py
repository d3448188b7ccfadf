"""The limit: a Flask page of a given size that does nothing."""

from __future__ import annotations

import os

from flask import Flask, Response

app = Flask(__name__)
BODY = b"<!doctype html>" + b"x" * (int(os.environ.get("BARE_BYTES", "38000")) - 15)


@app.get("/")
def page() -> Response:
    """As many bytes as the listing page has."""
    return Response(BODY, mimetype="text/html")
