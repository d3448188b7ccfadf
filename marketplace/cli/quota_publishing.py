"""`flask quota publish`: judge a year and publish it, with progress in the terminal."""

from __future__ import annotations

import json

import click
from flask.cli import with_appcontext
from rich.console import Console
from rich.progress import Progress

from marketplace.audit.service import Actor, acting_as
from marketplace.core.database import db, transaction
from marketplace.core.errors import MarketplaceError
from marketplace.procurement.institutions import get_institution
from marketplace.procurement.models import PublicationKind, PublishRun
from marketplace.procurement.models.publish_runs import RunStatus
from marketplace.procurement.publishing.publications import PublicationAddress
from marketplace.procurement.publishing.running import carry_out
from marketplace.procurement.publishing.runs import BY_RUN, Wanted, ask_run, seen_now, stop_run
from marketplace.web.translation import translate

KINDS = {kind.address: kind for kind in BY_RUN}


@click.command("publish")
@click.option("--institution", "slug", required=True, help="기관의 주소 이름 (예: gaon)")
@click.option("--year", required=True, type=click.IntRange(1990, 2100), help="연도")
@click.option("--kind", type=click.Choice(list(KINDS)), default="results", show_default=True)
@click.option("--quarter", type=click.IntRange(0, 4), default=0, help="분기 (분기 실적)")
@click.option("--reason", default="", help="고치는 까닭 (제2판부터)")
@click.option("--json", "as_json", is_flag=True, help="기계가 읽을 JSON으로 답합니다.")
@with_appcontext
def publish_year(slug: str, year: int, kind: str, quarter: int, reason: str, as_json: bool) -> None:
    """한 해(또는 분기)의 실적을 계산해 새 판으로 공시합니다.

    Ctrl-C로 멈추고 다시 실행할 수 있습니다. 바뀐 것이 없으면 새 판을 만들지 않습니다.
    """
    with acting_as(Actor(None, "cli:quota publish")):
        run = _asked(slug, year, KINDS[kind], quarter, reason)
        _watched(run.id)
        db.session.rollback()
        ended = db.session.get_one(PublishRun, run.id, populate_existing=True)
    if ended.status is not RunStatus.DONE or ended.publication is None:
        raise click.ClickException(translate(ended.problem) or f"끝나지 않았습니다: {ended.status}")
    made = ended.publication
    told = {
        "institution": slug,
        "year": year,
        "kind": kind,
        "quarter": quarter,
        "version": made.version,
        "digest": made.content_digest,
        "rows": ended.judged_count,
    }
    words = f"{slug} {year} {kind} 제{made.version}판 (구매 기록 {ended.judged_count:,}건)"
    click.echo(json.dumps(told, ensure_ascii=False) if as_json else words)


def _asked(slug: str, year: int, kind: PublicationKind, quarter: int, reason: str) -> PublishRun:
    try:
        address = PublicationAddress(get_institution(slug).id, year, kind, quarter)
        with transaction():
            wanted = Wanted(address, reason, seen_now(address))
            return ask_run(wanted, None, in_background=False)
    except MarketplaceError as error:
        raise click.ClickException(str(error.message)) from None


def _watched(run_id: int) -> None:
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("계산하는 중")
        try:
            carry_out(run_id, lambda judged, total: bar.update(task, completed=judged, total=total))
        except KeyboardInterrupt:
            db.session.rollback()
            with transaction():
                stop_run(db.session.get_one(PublishRun, run_id))
            raise click.ClickException("멈췄습니다. 다시 실행하면 처음부터 계산합니다.") from None
