"""Reading cannot write, writing is one transaction."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from marketplace.accounts.models import Account
from marketplace.core.database import after_commit, db, transaction
from tests.support import factories


class TestTransaction:
    def test_commits_at_the_end_of_the_block(self, app: Flask) -> None:
        with transaction():
            factories.account(email="kept@demo.example")
        db.session.rollback()
        assert db.session.scalar(select(Account.email)) == "kept@demo.example"

    def test_leaves_nothing_behind_when_the_block_fails(self, app: Flask) -> None:
        deeds: list[str] = []
        with pytest.raises(LookupError), transaction():  # noqa: PT012 - the block is the case
            factories.account()
            after_commit(lambda: deeds.append("told"))
            raise LookupError
        assert db.session.scalar(select(Account.id)) is None
        assert deeds == []

    def test_refuses_to_nest(self, app: Flask) -> None:
        with transaction(), pytest.raises(RuntimeError, match="already open"), transaction():
            pass  # pragma: no cover

    def test_tells_others_only_after_the_commit(self, app: Flask) -> None:
        seen: list[int] = []
        with transaction():
            factories.account()
            after_commit(lambda: seen.append(len(db.session.scalars(select(Account)).all())))
            assert seen == []
        assert seen == [1]

    def test_stands_when_what_follows_fails_and_says_so(
        self, app: Flask, caplog: pytest.LogCaptureFixture
    ) -> None:
        seen: list[str] = []

        def fail() -> None:
            db.session.execute(text("SELECT nothing FROM nowhere"))

        with transaction():
            factories.account(email="kept@demo.example")
            after_commit(fail)
            after_commit(lambda: seen.append(str(db.session.scalar(select(Account.email)))))
        assert seen == ["kept@demo.example"]
        assert "committed, but what follows failed" in caplog.text
        assert "nowhere" in caplog.text
        with transaction():
            factories.account(email="next@demo.example")


class TestReadingDoor:
    def test_refuses_a_write_outside_a_transaction(self, app: Flask) -> None:
        with pytest.raises(DBAPIError):
            factories.account()
        db.session.rollback()
