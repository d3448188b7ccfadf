"""What exists outside production only: the payment sandbox and the style guide."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from flask import Flask

PARTS = ("marketplace.web.sandbox", "marketplace.web.styleguide")


def init_app(app: Flask) -> None:
    for name in filter(find_spec, PARTS):
        for blueprint in import_module(name).blueprints:
            app.register_blueprint(blueprint)
