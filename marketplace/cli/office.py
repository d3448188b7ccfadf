"""`flask office appoint`: the first person who can sign in at a new marketplace."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from marketplace import config
from marketplace.accounts import appointing
from marketplace.accounts.models import Account, OfficeRole
from marketplace.audit.service import Actor, acting_as
from marketplace.core.database import db, transaction
from marketplace.core.errors import NotFound

office_cli = AppGroup("office", help="People of the support centre.")


@office_cli.command("appoint")
@click.argument("email")
@click.option("--name", required=True, help="화면과 기록에 보일 이름")
@click.option("--manager", is_flag=True, help="책임자로 임명합니다.")
def appoint(email: str, name: str, manager: bool) -> None:
    """EMAIL을 쓰는 사람을 지원센터 담당자로 임명하고, 비밀번호를 정할 주소를 보여 줍니다."""
    role = OfficeRole.MANAGER if manager else OfficeRole.STAFF
    with acting_as(Actor(None, "cli:office appoint")), transaction():
        account_id = appointing.appoint(email, name, role).account_id
    account = db.session.get_one(Account, account_id)
    click.echo(f"{account.name} <{account.email}> 님을 지원센터 담당자로 임명했습니다.")
    if account.password_hash == appointing.NO_PASSWORD:
        address = f"{config.current().public_url}/forgotten-password/"
        click.echo("한 시간 안에 이 주소에서 비밀번호를 정해 주세요. 다른 사람에게 보이지 마세요.")
        click.echo(address + appointing.password_link(account))


@office_cli.command("let-go")
@click.argument("email")
def let_go(email: str) -> None:
    """지원센터 일을 마친 사람의 권한을 거둡니다. 계정과 기록은 남습니다."""
    try:
        with acting_as(Actor(None, "cli:office let-go")), transaction():
            appointing.let_go(email)
    except NotFound as error:
        raise click.ClickException(str(error.message)) from None
    click.echo("권한을 거두었습니다.")
