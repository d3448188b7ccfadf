"""The public API, version 1: read without a key, written to with a token; see openapi.json."""

from __future__ import annotations

from flask import Flask

from marketplace.web.api import (
    catalogue,
    enterprises,
    institutions,
    ocds,
    products,
    publications,
    purchases,
)
from marketplace.web.api.blueprint import api
from marketplace.web.api.specification import PublicApi, describe

# A resource is one module that hangs its views on `api`; naming it here is all it takes.
RESOURCES = (products, enterprises, institutions, ocds, publications, purchases, catalogue)


def init_app(app: Flask) -> None:
    """Register the API's resources and the document that describes them."""
    description = PublicApi()
    describe(app, description)
    description.register_blueprint(api)
