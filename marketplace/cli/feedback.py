"""`flask feedback verify`: prove the stars kept on products against a full recount."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from marketplace.feedback.verifying import list_differences

feedback_cli = AppGroup("feedback", help="후기")


@feedback_cli.command("verify")
def verify() -> None:
    """보이는 후기를 처음부터 다시 더해, 상품에 적어 둔 별점과 같은지 확인합니다."""
    found = list_differences()
    for each in found:
        click.echo(f"상품 {each.product_id}: 적힌 값 {each.kept}, 다시 센 값 {each.counted}")
    if found:
        raise click.exceptions.Exit(1)
    click.echo("모든 상품의 별점이 후기와 같습니다.")
