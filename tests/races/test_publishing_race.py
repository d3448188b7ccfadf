"""Many coordinators press at the same moment: one version, whatever the database."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from marketplace.audit.models import AuditEntry
from marketplace.core.database import db, transaction
from marketplace.procurement.models import Publication, PublicationKind
from marketplace.procurement.publishing.publications import PublishedMeanwhile, publish
from tests.races.visitors import all_at_once
from tests.support import factories

pytestmark = pytest.mark.race

HANDS = 8


def press(app: Flask, marks: list[str]) -> list[str]:
    """Each mark published on a connection of its own at the same moment; what each then hears."""
    with transaction():
        body = factories.institution().id

    def by(mark: str) -> str:
        with app.app_context():
            try:
                with transaction():
                    kind, content = PublicationKind.PLAN, {"mark": mark}
                    made = publish(body, 2016, kind, content, None, seen_version=0)
                    return f"version {made.version}"
            except PublishedMeanwhile:
                return "meanwhile"

    return all_at_once(by, marks)


def kept() -> tuple[int | None, int | None]:
    db.session.rollback()
    counts = [db.session.scalar(select(func.count(m.id))) for m in (Publication, AuditEntry)]
    return counts[0], counts[1]


def test_the_same_content_by_many_hands_is_one_version(app: Flask) -> None:
    assert press(app, ["same"] * HANDS) == ["version 1"] * HANDS
    assert kept() == (1, 1)


def test_different_contents_at_once_are_one_version_and_the_others_are_told(app: Flask) -> None:
    said = press(app, [f"mark {n}" for n in range(HANDS)])
    assert sorted(said) == ["meanwhile"] * (HANDS - 1) + ["version 1"]
    assert kept() == (1, 1)
