"""Which blueprints make up the product."""

from __future__ import annotations

from flask import Flask

from marketplace import config
from marketplace.web import api, buyer, health, office, seller, store
from marketplace.web.embed import embed
from marketplace.web.language import language
from marketplace.web.media import media


def register_portals(app: Flask, settings: config.Settings) -> None:
    """Register the four portals, the API and, outside production, the sandbox."""
    app.register_blueprint(health.health)
    app.register_blueprint(language)
    app.register_blueprint(media)
    app.register_blueprint(embed)
    for portal in (store, seller, buyer, office):
        for blueprint in portal.blueprints:
            app.register_blueprint(blueprint)
    api.init_app(app)
    if not settings.is_production:
        from marketplace.web import demonstration

        demonstration.init_app(app)
