"""`flask quota verify`: prove the kept totals against a full recount."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import asdict

import click
from flask.cli import with_appcontext
from rich.console import Console
from rich.progress import track
from sqlalchemy import select

from marketplace.audit.service import Actor, acting_as
from marketplace.core.database import db, transaction
from marketplace.core.errors import MarketplaceError
from marketplace.procurement.institutions import get_institution
from marketplace.procurement.models import Institution
from marketplace.procurement.verifying import Verification, rebuild_totals, verify_totals

SHOWN = 20


@click.command("verify")
@click.option("--institution", "slug", help="기관의 주소 이름 (기본: 모든 기관)")
@click.option("--mend", is_flag=True, help="다른 집계는 기록대로 다시 셉니다.")
@click.option("--json", "as_json", is_flag=True, help="기계가 읽을 JSON으로 답합니다.")
@with_appcontext
def verify(slug: str | None, mend: bool, as_json: bool) -> None:
    """구매 기록을 처음부터 다시 더해, 쌓아 둔 집계와 원 단위까지 같은지 확인합니다."""
    started = time.perf_counter()
    bodies = _institutions(slug)
    found = [
        (body, verify_totals(body.id))
        for body in track(bodies, "다시 세는 중", console=Console(stderr=True), transient=True)
    ]
    wrong = [(body, result) for body, result in found if not result.holds]
    if mend:
        for body, _ in wrong:
            with acting_as(Actor(None, "cli:quota verify")), transaction():
                rebuild_totals(body.id)
    seconds = round(time.perf_counter() - started, 3)
    told = {
        "records": sum(result.record_count for _, result in found),
        "totals": sum(result.total_count for _, result in found),
        "institutions": len(found),
        "differences": [_told(body, result) for body, result in wrong],
        "mended": mend and bool(wrong),
        "seconds": seconds,
    }
    click.echo(json.dumps(told, ensure_ascii=False, indent=2) if as_json else _sentence(told))
    if wrong and not mend:
        raise click.exceptions.Exit(1)


def _institutions(slug: str | None) -> Sequence[Institution]:
    if slug is None:
        return db.session.scalars(select(Institution).order_by(Institution.id)).all()
    try:
        return [get_institution(slug)]
    except MarketplaceError as error:
        raise click.ClickException(str(error.message)) from None


def _told(body: Institution, result: Verification) -> dict[str, object]:
    return {
        "institution": body.slug,
        "count": len(result.differences),
        "first": [asdict(each) for each in result.differences[:SHOWN]],
    }


def _sentence(told: dict[str, object]) -> str:
    counted = (
        f"기록 {told['records']:,}건, 집계 {told['totals']:,}개를 "
        f"{told['seconds']}초에 견주었습니다."
    )
    differences = told["differences"]
    if not differences:
        return f"{counted} 모두 같습니다."
    done = "다시 셌습니다." if told["mended"] else "--mend로 다시 셀 수 있습니다."
    return f"{counted}\n다른 기관: {differences}\n{done}"
