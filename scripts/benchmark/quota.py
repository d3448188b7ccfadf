"""The quota year at many departments and records: its pages, writing, and proving the totals."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from scripts.benchmark import flows
from scripts.benchmark.loading import Measured, Person, measure, summary
from tests.support.serving import ROOT

BUYER, COORDINATOR = "bench-buyer@demo.example", "bench-coordinator@demo.example"
SLUG = "bench"
ANEW = "Cache-Control: no-cache"  # as a hard reload asks: nothing kept may answer
WRITES = 150


@dataclass(frozen=True, slots=True)
class Published:
    """A year judged row by row and published by `flask quota publish`."""

    rows: int
    seconds: float
    peak_mb: int


@dataclass(frozen=True, slots=True)
class Grown:
    """What was measured at a number of records, with the bare page of the same minute."""

    records: int
    measured: list[Measured]
    proving_seconds: float
    published: Published
    limit: Measured


def python(var_dir: Path, database: str, code: str) -> str:
    """What a piece of our own code prints, run inside the application on this data."""
    environment = {**os.environ, "VAR_DIR": str(var_dir), "IEUM_ENV": "development"}
    if database:
        environment["DATABASE_URL"] = database
    whole = f"import json\nfrom wsgi import app\nwith app.app_context():\n    {code}"
    done = subprocess.run(
        [sys.executable, "-c", whole],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout


def seed(var_dir: Path, database: str, departments: int, records: int) -> dict[str, int]:
    """Bring the data up to so many records."""
    code = (
        "from scripts.benchmark.years import seed_years; "
        f"print(json.dumps(seed_years({departments}, {records})))"
    )
    found: dict[str, int] = json.loads(python(var_dir, database, code))
    return found


def pages(port: int, seconds: float, departments: int) -> list[Measured]:
    """Both pages as they are kept in memory, and as they are made anew; then the heavier views."""
    buyer, coordinator = Person(port), Person(port)
    flows.sign_in(buyer, "/buyer/sign-in", BUYER)
    flows.sign_in(coordinator, "/buyer/sign-in", COORDINATOR)
    asked = [
        ("department page", "/buyer", buyer, ""),
        ("department page, made anew", "/buyer", buyer, ANEW),
        (f"coordinator page ({departments:,} departments)", "/buyer/coordination", coordinator, ""),
        ("coordinator page, made anew", "/buyer/coordination", coordinator, ANEW),
        ("coordinator by month, made anew", "/buyer/coordination/months", coordinator, ANEW),
        ("coordinator shares", "/buyer/coordination/shares", coordinator, ""),
    ]
    measured = []
    for name, path, person, header in asked:
        person.ask("GET", path)  # the session gets its token, and the cookie its last form
        measured.append(measure(name, port, path, seconds, person.cookie_header, header))
    return measured


def write_cost(var_dir: Path, database: str, department_id: int) -> Measured:
    """Writing one record, in a process of its own."""
    code = (
        "from scripts.benchmark.writing import write_times; "
        f"print(json.dumps(write_times({department_id}, {WRITES})))"
    )
    times: list[float] = json.loads(python(var_dir, database, code))
    return summary("writing one purchase record", times, sum(times), 0, 0)


def proving_seconds(var_dir: Path, database: str) -> float:
    """`flask quota verify` over everything, by the wall clock."""
    begun = time.perf_counter()
    _quota(var_dir, database, "verify", "--json")
    return time.perf_counter() - begun


def publishing(var_dir: Path, database: str) -> Published:
    """Last year published once more; its rows, the wall clock, the most memory it held."""
    year = str(datetime.now(tz=UTC).year - 1)
    asked = ("--institution", SLUG, "--year", year, "--reason", "기록이 늘어난 뒤의 측정")
    begun = time.perf_counter()
    told, used = _quota(var_dir, database, "publish", *asked, "--json")
    seconds = time.perf_counter() - begun
    return Published(json.loads(told)["rows"], seconds, used.ru_maxrss // 1024)


def _quota(var_dir: Path, database: str, *words: str) -> tuple[str, resource.struct_rusage]:
    """What a `flask quota` command prints, and what it used; raises CalledProcessError."""
    environment = {**os.environ, "VAR_DIR": str(var_dir), "IEUM_ENV": "development"}
    if database:
        environment["DATABASE_URL"] = database
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "quota", *words]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as running:
        told = "".join(running.stdout or ())
        _, status, used = os.wait4(running.pid, 0)
        running.returncode = os.waitstatus_to_exitcode(status)
    if running.returncode:
        raise subprocess.CalledProcessError(running.returncode, command)
    return told, used


def show_growth(console: Console, grown: list[Grown]) -> None:
    """How each cost grows with the number of records."""
    table = Table(title="p50 / p95 in milliseconds by number of purchase records")
    table.add_column("what")
    for each in grown:
        table.add_column(f"{each.records:,}", justify="right")
    rows: list[tuple[str, Callable[[Grown], str]]] = [
        (each.name, lambda of, at=at: _both(of.measured[at]))
        for at, each in enumerate(grown[0].measured)
    ]
    rows.append(("proving all totals (s)", lambda of: f"{of.proving_seconds:.1f}"))
    rows.append(("rows of the published year", lambda of: f"{of.published.rows:,}"))
    rows.append(("publishing it (s)", lambda of: f"{of.published.seconds:.1f}"))
    rows.append(("most memory meanwhile (MB)", lambda of: f"{of.published.peak_mb:,}"))
    rows.append(("bare Flask page", lambda of: _both(of.limit)))
    for name, said in rows:
        table.add_row(name, *(said(each) for each in grown))
    console.print(table)


def _both(measured: Measured) -> str:
    return f"{measured.p50_ms:.1f} / {measured.p95_ms:.1f}"
