"""`flask prepare`: everything between a checkout and a running demonstration, in one process."""

from __future__ import annotations

import click
import flask_migrate
from flask import current_app
from flask.cli import with_appcontext

from marketplace import config
from marketplace.cli.demo import load_demo
from marketplace.cli.search import rebuild_if_missing
from marketplace.core.database import transaction
from marketplace.founding.laying import lay_ground


@click.command("prepare")
@with_appcontext
def prepare() -> None:
    """Bring the schema up to date, lay the ground, and outside production load the demo data."""
    flask_migrate.upgrade()
    with transaction():
        lay_ground()
    if not config.current().is_production:
        load_demo()
    rebuild_if_missing()
    current_app.extensions["doors"].dispose()
