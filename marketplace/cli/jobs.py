"""`flask jobs work`: run background work until told to stop."""

from __future__ import annotations

import click
from flask.cli import AppGroup, ScriptInfo, pass_script_info

from marketplace import jobs
from marketplace.core.jobs import JOBS, Job

jobs_cli = AppGroup("jobs", help="Background work: index, letters, pictures, deadlines.")


@jobs_cli.command("work")
@click.option("--workers", default=1, show_default=True, help="Threads that run jobs.")
@pass_script_info
def work(info: ScriptInfo, workers: int) -> None:
    """Run jobs until told to stop."""
    jobs.work(info.load_app(), workers)


@jobs_cli.command("list")
def list_jobs() -> None:
    """Every declared job and how often it runs by itself."""
    for name, declared in sorted(JOBS.items()):
        click.echo(f"{name:32} {_when(declared)}")


def _when(declared: Job) -> str:
    if declared.every_minutes:
        return f"every {declared.every_minutes} min"
    if declared.nightly_at is not None:
        return f"nightly at {declared.nightly_at:02}:00 (Seoul)"
    return "on demand"
