"""Commands: `flask --app wsgi …`."""

from __future__ import annotations

from flask import Flask

from marketplace.cli.demo import demo_cli
from marketplace.cli.enterprises import enterprises_cli
from marketplace.cli.feedback import feedback_cli
from marketplace.cli.jobs import jobs_cli
from marketplace.cli.office import office_cli
from marketplace.cli.outlets import outlets_cli
from marketplace.cli.prepare import prepare
from marketplace.cli.quota import quota_cli
from marketplace.cli.search import search_cli


def init_app(app: Flask) -> None:
    """Register every group of commands."""
    app.cli.add_command(jobs_cli)
    app.cli.add_command(prepare)
    app.cli.add_command(demo_cli)
    app.cli.add_command(enterprises_cli)
    app.cli.add_command(quota_cli)
    app.cli.add_command(office_cli)
    app.cli.add_command(outlets_cli)
    app.cli.add_command(search_cli)
    app.cli.add_command(feedback_cli)
