"""`flask demo load`: a marketplace to try out, with people to try it as."""

from __future__ import annotations

import click
from flask.cli import AppGroup
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from marketplace.core.errors import NotPermitted
from marketplace.demo.loading import load
from marketplace.demo.reading import read

demo_cli = AppGroup("demo", help="Demonstration data; refused in production.")

WHERE = {
    "citizen@demo.example": ("시민", "/"),
    "seller@demo.example": ("판매 기업", "/seller"),
    "buyer@demo.example": ("구매담당자", "/buyer"),
    "approver@demo.example": ("결재권자", "/buyer"),
    "coordinator@demo.example": ("총괄담당자", "/buyer"),
    "office@demo.example": ("지원센터", "/office"),
}


class Bar:
    """A progress bar that a loading tells of its steps."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.task = progress.add_task("", total=None)

    def begin(self, title: str, total: int) -> None:
        """A step begins."""
        self.progress.reset(self.task, description=title, total=max(total, 1), completed=0)

    def advance(self) -> None:
        """One more is done."""
        self.progress.advance(self.task)


def load_demo() -> None:
    """Load what is missing before the reader's eyes."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), transient=True) as progress:
        done = load(Bar(progress))
    click.echo("시연 자료를 넣었습니다." if done else "시연 자료는 이미 들어 있습니다.")


@demo_cli.command("load")
def load_command() -> None:
    """시연 자료를 넣습니다. 여러 번 해도 바뀌지 않고, 멈춘 곳부터 이어서 합니다."""
    try:
        load_demo()
    except NotPermitted as refused:
        raise click.ClickException(str(refused.message)) from None


@demo_cli.command("accounts")
def accounts() -> None:
    """시연 계정과 들어가는 곳을 보여 줍니다."""
    said = read("accounts")
    grid = Table("계정", "비밀번호", "누구", "들어가는 곳", title="시연 계정")
    for entry in said["accounts"]:
        grid.add_row(entry["email"], said["password"], *WHERE[entry["email"]])
    Console().print(grid)
