"""The job library under the names of core.jobs: Huey, embedded in SQLite or on Redis."""

from __future__ import annotations

from typing import Any

from flask import Flask
from huey import Huey, RedisHuey, SqliteHuey, crontab

from marketplace import config
from marketplace.accounts import jobs as accounts_jobs
from marketplace.accounts import stopping as accounts_stopping
from marketplace.bookings import jobs as bookings_jobs
from marketplace.channels import labelling as channels_labelling
from marketplace.core.jobs import JOBS, Job
from marketplace.enterprises import jobs as enterprises_jobs
from marketplace.feedback import jobs as feedback_jobs
from marketplace.feedback import listening as feedback_listening
from marketplace.media import jobs as media_jobs
from marketplace.notify import jobs as notify_jobs
from marketplace.orders import jobs as orders_jobs
from marketplace.payments import jobs as payments_jobs
from marketplace.procurement import jobs as procurement_jobs
from marketplace.procurement import listening as procurement_listening
from marketplace.procurement.exchange import jobs as exchange_jobs
from marketplace.procurement.sheets import jobs as sheets_jobs
from marketplace.procurement.webhooks import jobs as webhooks_jobs
from marketplace.procurement.webhooks import listening as webhooks_listening
from marketplace.promotions import listening as promotions_listening
from marketplace.promotions.points import jobs as points_jobs
from marketplace.promotions.points import listening as points_listening
from marketplace.quoting import jobs as quoting_jobs
from marketplace.quoting import listening as quoting_listening
from marketplace.returns import jobs as returns_jobs
from marketplace.returns import listening as returns_listening
from marketplace.search import jobs as search_jobs
from marketplace.search import listening as search_listening

# Importing a jobs module is what declares its jobs, a listening module what makes it listen.
DECLARED = (
    accounts_jobs,
    bookings_jobs,
    enterprises_jobs,
    feedback_jobs,
    media_jobs,
    notify_jobs,
    orders_jobs,
    payments_jobs,
    points_jobs,
    procurement_jobs,
    quoting_jobs,
    returns_jobs,
    search_jobs,
    sheets_jobs,
    exchange_jobs,
    webhooks_jobs,
)
SEOUL_IS_AHEAD = 9  # hours; Korea keeps no summer time
LISTENING = (
    search_listening,
    channels_labelling,
    procurement_listening,
    webhooks_listening,
    promotions_listening,
    points_listening,
    quoting_listening,
    returns_listening,
    accounts_stopping,
    feedback_listening,
)


def init_app(app: Flask, settings: config.Settings) -> None:
    """Connect the application to its broker; nothing runs until a worker is started."""
    huey = open_broker(settings)
    app.extensions["huey"] = huey
    app.extensions["jobs"] = HueyQueue(app, huey)


def open_broker(settings: config.Settings) -> Huey:
    """A Huey on `sqlite:///file` (one machine) or `redis://…` (shared by several)."""
    url = settings.job_broker_url
    if url.startswith("redis"):
        return RedisHuey("ieum", url=url, results=False)
    return SqliteHuey("ieum", filename=url.removeprefix("sqlite:///"), results=False, fsync=False)


class HueyQueue:
    """core.jobs.Queue on a Huey; every declared job becomes a task of the same name."""

    def __init__(self, app: Flask, huey: Huey) -> None:
        self.app = app
        self.tasks = {name: self._task(huey, declared) for name, declared in JOBS.items()}

    def _task(self, huey: Huey, declared: Job) -> Any:
        def run(*args: Any) -> None:
            with self.app.app_context():
                declared.run(*args)

        tick = _tick(declared)
        if tick is not None:
            huey.periodic_task(tick, name=f"periodic.{declared.name}")(run)
        return huey.task(retries=declared.retries, retry_delay=5, name=declared.name)(run)

    def put(self, name: str, *args: Any) -> None:
        self.tasks[name](*args)


def _tick(declared: Job) -> Any:
    """When a job runs by itself, None for one that is only asked for; the broker counts in UTC."""
    if declared.every_minutes:
        return crontab(minute=f"*/{declared.every_minutes}")
    if declared.nightly_at is not None:
        return crontab(hour=str((declared.nightly_at - SEOUL_IS_AHEAD) % 24), minute="0")
    return None


def work(app: Flask, workers: int = 1) -> None:
    """Run jobs until told to stop (the body of `flask jobs work`)."""
    app.extensions["huey"].create_consumer(workers=workers, max_delay=0.5).run()
