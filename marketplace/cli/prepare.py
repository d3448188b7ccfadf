"""`flask prepare`: everything between a checkout and a running demonstration, in one process."""

from __future__ import annotations

import click
import flask_migrate
from flask import current_app
from flask.cli import with_appcontext

from marketplace import config
from marketplace.cli.demo import load_demo
from marketplace.cli.search import rebuild_if_missing


@click.command("prepare")
@with_appcontext
def prepare() -> None:
    """Bring the schema up to date and, outside production, load the demo data and the index."""
    flask_migrate.upgrade()
    if not config.current().is_production:
        load_demo()
    rebuild_if_missing()
    current_app.extensions["doors"].dispose()
