"""`flask search …`: build the index, ask it, see how it stands."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import click
from flask.cli import AppGroup
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from marketplace.catalog.queries import CardRow, read_cards
from marketplace.core import clock
from marketplace.search import outbox, queries, sources, worker
from marketplace.search.errors import IndexUnusable, WriterAtWork
from marketplace.search.request import SearchRequest, SearchResult

search_cli = AppGroup("search", help="The search index: build it, ask it, see how it stands.")


@search_cli.command("rebuild")
def rebuild() -> None:
    """Build the index anew from the database; until it is done the former one answers."""
    try:
        with _progress() as progress:
            count = worker.rebuild(progress)
    except WriterAtWork as busy:
        raise click.ClickException(str(busy.message)) from None
    click.echo(f"상품 {count:,}개를 색인했습니다.")


@search_cli.command("query")
@click.argument("text")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 100))
@click.option("--json", "as_json", is_flag=True, help="기계가 읽을 JSON으로 답합니다.")
def query(text: str, limit: int, as_json: bool) -> None:
    """Ask the index as a visitor would, and show what came back in which time."""
    started = time.perf_counter()
    result = queries.find_products(SearchRequest(clock.today(), text, limit=limit))
    took_ms = round((time.perf_counter() - started) * 1_000, 2)
    cards = read_cards(result.ids)
    click.echo(_as_json(result, cards, took_ms) if as_json else _told(result, cards, took_ms))


@search_cli.command("status")
def status() -> None:
    """Say when the index was built, what it holds and what waits; exits with 1 without one."""
    waiting = outbox.count_queued()
    try:
        build = worker.builds().current()
        snapshot = queries.engine().snapshot()
    except IndexUnusable as missing:
        raise click.ClickException(f"{missing.message} (대기 {waiting}건)") from None
    built_at = clock.seoul(build.built_at)
    held, on_sale = int(snapshot.alive.sum()), sources.count_on_sale()
    click.echo(f"만든 때 {built_at:%Y-%m-%d %H:%M} · 조각 {len(snapshot.segments)}개")
    click.echo(f"상품 {held:,}개 (판매 중 {on_sale:,}개) · 대기 {waiting:,}건")


def rebuild_if_missing() -> None:
    """Build the index when there is none, or none of this version, with progress."""
    try:
        queries.engine().snapshot()
    except IndexUnusable:
        with _progress() as progress:
            worker.rebuild(progress)


@contextmanager
def _progress() -> Iterator[worker.Progress]:
    columns = (TextColumn("색인하는 중"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _as_json(result: SearchResult, cards: Sequence[CardRow], took_ms: float) -> str:
    answer = {
        "total": result.total,
        "items": [
            {"id": card.id, "name": card.name, "enterprise": card.enterprise_name} for card in cards
        ],
        "took_ms": took_ms,
        "corrected": result.corrected,
        "loosened": result.loosened,
        "degraded": result.degraded,
    }
    return json.dumps(answer, ensure_ascii=False)


def _told(result: SearchResult, cards: Sequence[CardRow], took_ms: float) -> str:
    lines = [f"{result.total:,}개 · {took_ms} ms"]
    if result.corrected:
        lines.append(f"‘{result.corrected}’(으)로 찾았습니다.")
    if result.loosened:
        lines.append("꼭 맞는 것이 없어 비슷한 것을 보입니다.")
    if result.degraded:
        lines.append("색인이 없어 데이터베이스에서 찾았습니다.")
    lines += [f"{card.id:>8}  {card.name} — {card.enterprise_name}" for card in cards]
    return "\n".join(lines)
