"""`scripts/bench`: seed, serve, measure, print a table of ratios."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from scripts.benchmark import flows, quota
from scripts.benchmark.loading import Measured, Person, measure
from tests.support.serving import ROOT, free_port, serving

console = Console(width=None if sys.stdout.isatty() else 130)  # whole names in a log
SEEDED = "seeded.json"
BARE_BYTES = 38_000  # as much as the listing has


def prepare(var_dir: Path, database: str, products: int) -> None:
    """A migrated, seeded and indexed VAR_DIR, by the commands people use."""
    environment = {**os.environ, "VAR_DIR": str(var_dir), "IEUM_ENV": "development"}
    if database:
        environment["DATABASE_URL"] = database
    flask = [sys.executable, "-m", "flask", "--app", "wsgi"]
    seeding = (
        "import json\n"
        "from wsgi import app\n"
        "from scripts.benchmark.seeding import seed\n"
        f"with app.app_context(): seeded = seed({products})\n"
        f"open({str(var_dir / SEEDED)!r}, 'w').write(json.dumps(seeded))"
    )
    for command in (
        [*flask, "prepare"],
        [sys.executable, "-c", seeding],
        [*flask, "search", "rebuild"],
    ):
        subprocess.run(command, cwd=ROOT, env=environment, check=True)


def bare_page(size: int, seconds: float) -> Measured:
    """The limit: a page of `size` bytes from a Flask application that does nothing."""
    port = free_port()
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"),
            *("--bind", f"127.0.0.1:{port}", "scripts.benchmark.bare:app"),
        ],
        cwd=ROOT,
        env={**os.environ, "BARE_BYTES": str(size)},
    )
    try:
        time.sleep(2.5)
        return measure("bare Flask page", port, "/", seconds)
    finally:
        server.terminate()
        server.wait(10)


def pages(port: int, seconds: float, seeded: dict[str, int]) -> list[Measured]:
    """Every page, anonymous first, then signed in, then whole checkouts."""
    product = f"/products/{seeded['product']}"
    measured = [
        measure(name, port, path.format(product=product), seconds) for name, path in flows.ANONYMOUS
    ]
    citizen = Person(port)
    flows.sign_in(citizen, "/sign-in", "citizen@demo.example")
    measured += [
        measure(
            f"{name} (signed in)",
            port,
            path.format(product=product),
            seconds,
            citizen.cookie_header,
        )
        for name, path in flows.SIGNED_IN
    ]
    buyer = Person(port)
    flows.sign_in(buyer, "/buyer/sign-in", "buyer@demo.example")
    buyer.ask("GET", "/buyer")  # the session gets its token, and the cookie its last form
    measured.append(measure("department dashboard", port, "/buyer", seconds, buyer.cookie_header))
    measured += [flows.repeated(name, deed, port, seconds, seeded) for name, deed in flows.DEEDS]
    return measured


def show(limit: Measured, measured: list[Measured]) -> None:
    table = Table(title="Every page beside a bare Flask page, same run")
    for column in (
        "page",
        "req/s",
        "p50 ms",
        "p95 ms",
        "kB",
        "ratio to bare",
        "p95 ÷ bare",
        "failures",
    ):
        table.add_column(column, justify="left" if column == "page" else "right")
    for each in (limit, *measured):
        table.add_row(
            each.name,
            f"{each.per_second:,.0f}",
            f"{each.p50_ms:.1f}",
            f"{each.p95_ms:.1f}",
            f"{each.page_bytes / 1000:.0f}",
            f"{each.per_second / limit.per_second:.0%}",
            f"{each.p95_ms / limit.p95_ms:.1f}",
            str(each.failures),
        )
    console.print(table)


def main() -> int:
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument("--products", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--database", default="")
    parser.add_argument("--departments", type=int, default=1_000)
    parser.add_argument("--records", type=_sizes, default=[20_000], help="10000,100000,1000000")
    parser.add_argument("--quota-only", action="store_true", help="leave the shop's pages out")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ieum-bench-") as folder:
        var_dir = Path(folder) / "var"
        var_dir.mkdir()
        prepare(var_dir, asked.database, asked.products)
        shop = [] if asked.quota_only else measure_shop(var_dir, asked)
        grown = [measure_quota(var_dir, asked, records) for records in sorted(asked.records)]
        listing = next((each for each in shop if each.name == "listing"), None)
        if listing is not None:
            show(bare_page(listing.page_bytes, asked.seconds), shop)
    for each in grown:
        console.print(f"{each.records:,} purchase records, {asked.departments:,} departments")
        show(each.limit, each.measured)
    quota.show_growth(console, grown)
    measured = [*shop, *(one for each in grown for one in each.measured)]
    return int(any(each.failures for each in measured))


def measure_shop(var_dir: Path, asked: argparse.Namespace) -> list[Measured]:
    """The shop's pages and checkouts."""
    stack = serving(var_dir, workers=2, **_settings(asked))
    with stack:
        seeded = json.loads((var_dir / SEEDED).read_text())
        return pages(stack.port, asked.seconds, seeded)


def measure_quota(var_dir: Path, asked: argparse.Namespace, records: int) -> quota.Grown:
    """The quota year's pages, writing and proving, at so many records."""
    seeded = quota.seed(var_dir, asked.database, asked.departments, records)
    stack = serving(var_dir, workers=2, **_settings(asked))
    with stack:
        measured = quota.pages(stack.port, asked.seconds, asked.departments)
    limit = bare_page(BARE_BYTES, asked.seconds)
    measured.append(quota.write_cost(var_dir, asked.database, seeded["department"]))
    seconds = quota.proving_seconds(var_dir, asked.database)
    published = quota.publishing(var_dir, asked.database)
    return quota.Grown(records, measured, seconds, published, limit)


def _settings(asked: argparse.Namespace) -> dict[str, str]:
    return {"DATABASE_URL": asked.database} if asked.database else {}


def _sizes(said: str) -> list[int]:
    return [int(each) for each in said.split(",")]


if __name__ == "__main__":
    sys.exit(main())
