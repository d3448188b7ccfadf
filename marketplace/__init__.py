"""이음장터: a marketplace for social-economy enterprises and public bodies that buy there."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from marketplace import cli, config, jobs, production, schema, web
from marketplace.core import database

ROOT = Path(__file__).resolve().parent.parent


def create_app(settings: config.Settings | None = None) -> Flask:
    """Build the application; raises SettingsRefused when the environment is not fit."""
    settings = settings or config.read_settings(ROOT)
    app = Flask(
        __name__,
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
    )
    app.extensions["settings"] = settings
    config.configure(app, settings)
    database.init_app(app, settings.database_url)
    schema.init_app(app)
    production.refuse_demo_accounts(app, settings)
    jobs.init_app(app, settings)
    web.init_app(app, settings)
    cli.init_app(app)
    return app
