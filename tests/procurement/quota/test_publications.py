"""Publications are rows of versions: one per content, each with its reason, none ever lost."""

from __future__ import annotations

import random
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from marketplace.audit.models import AuditEntry
from marketplace.core.database import db, transaction
from marketplace.core.errors import Invalid, NotFound
from marketplace.core.events import LISTENERS, News
from marketplace.procurement.errors import ReasonNeeded
from marketplace.procurement.models import Publication, PublicationKind
from marketplace.procurement.publishing.content import (
    ContentNotPlain,
    canonical_json,
    content_digest,
)
from marketplace.procurement.publishing.publications import (
    PublicationAddress,
    PublicationNotFound,
    PublishedMeanwhile,
    find_newest,
    get_publication,
    list_in_force,
    list_versions,
    publish,
)
from tests.support import factories
from tests.support.statements import counting

PLAN, RESULTS = PublicationKind.PLAN, PublicationKind.RESULTS
FIRST = {"target_won": 3_500_000_000, "departments": [{"name": "가상과", "won": 1}]}
SECOND = {**FIRST, "target_won": 3_600_000_000}


def body_id() -> int:
    with transaction():
        return factories.institution().id


def published(body: int, content: dict[str, Any], reason: str = "", **more: Any) -> Publication:
    with transaction():
        return publish(body, 2016, PLAN, content, None, reason, **more)


class TestPublish:
    def test_makes_the_first_version_and_says_who(self, app: Flask) -> None:
        body = body_id()
        with transaction():
            person = factories.account()
            first = publish(body, 2016, PLAN, FIRST, by=person.id)
        assert (first.version, first.published_by) == (1, person.id)
        assert first.content == FIRST
        assert first.content_digest == content_digest(FIRST)
        entry = db.session.scalars(select(AuditEntry)).one()
        assert (entry.action, entry.subject_id) == ("publication:published", first.id)
        assert entry.detail["digest"] == first.content_digest

    def test_the_same_content_again_changes_nothing(self, app: Flask) -> None:
        body = body_id()
        first = published(body, FIRST)
        again = published(body, dict(reversed(FIRST.items())))
        assert again.id == first.id
        assert db.session.scalar(select(func.count(AuditEntry.id))) == 1

    def test_another_content_is_the_next_version_and_the_first_stays(self, app: Flask) -> None:
        body = body_id()
        published(body, FIRST)
        second = published(body, SECOND, "목표액을 잘못 더함")
        assert (second.version, second.reason) == (2, "목표액을 잘못 더함")
        address = PublicationAddress(body, 2016, PLAN)
        assert get_publication(address, 1).content == FIRST
        assert get_publication(address).content == SECOND
        assert [each.version for each in list_versions(address)] == [2, 1]

    def test_going_back_to_an_old_content_is_a_version_of_its_own(self, app: Flask) -> None:
        body = body_id()
        published(body, FIRST)
        published(body, SECOND, "고침")
        assert published(body, FIRST, "되돌림").version == 3

    @pytest.mark.parametrize("reason", ["", "  \n "])
    def test_rejects_a_replacement_without_a_reason(self, app: Flask, reason: str) -> None:
        body = body_id()
        published(body, FIRST)
        with pytest.raises(ReasonNeeded):
            published(body, SECOND, reason)

    def test_rejects_a_reason_longer_than_a_page_line(self, app: Flask) -> None:
        with pytest.raises(Invalid) as refused:
            published(body_id(), FIRST, "가" * 501)
        assert "reason" in refused.value.fields

    def test_rejects_replacing_what_nobody_looked_at(self, app: Flask) -> None:
        body = body_id()
        published(body, FIRST, seen_version=0)
        with pytest.raises(PublishedMeanwhile):
            published(body, SECOND, "고침", seen_version=0)
        assert published(body, SECOND, "고침", seen_version=1).version == 2

    def test_quarters_are_apart(self, app: Flask) -> None:
        body = body_id()
        with transaction():
            for quarter in (1, 2):
                publish(body, 2016, PublicationKind.QUARTER_RESULTS, FIRST, None, quarter=quarter)
            publish(body, 2016, PLAN, FIRST, None)
        found = list_in_force(body, 2016)
        assert [(each.kind.address, each.quarter, each.version) for each in found] == [
            ("plan", 0, 1),
            ("quarter-results", 1, 1),
            ("quarter-results", 2, 1),
        ]

    @pytest.mark.parametrize(
        ("kind", "quarter", "year"),
        [
            (PLAN, 1, 2016),
            (PublicationKind.QUARTER_PLAN, 0, 2016),
            (PublicationKind.QUARTER_PLAN, 5, 2016),
            (RESULTS, 0, 99_999_999_999),
            (RESULTS, 0, -1),
        ],
    )
    def test_rejects_an_address_that_cannot_be(
        self, app: Flask, kind: PublicationKind, quarter: int, year: int
    ) -> None:
        body = body_id()
        with pytest.raises(Invalid), transaction():
            publish(body, year, kind, FIRST, None, quarter=quarter)

    def test_rejects_an_unknown_institution(self, app: Flask) -> None:
        with pytest.raises(NotFound):
            published(404, FIRST)

    def test_announces_each_version_once(self, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
        heard: list[int] = []
        monkeypatch.setitem(LISTENERS, News.PUBLISHED, [heard.append])
        body = body_id()
        first = published(body, FIRST)
        published(body, FIRST)
        assert heard == [first.id]

    def test_takes_a_handful_of_statements(self, app: Flask) -> None:
        body = body_id()
        with counting(app) as sent:
            published(body, FIRST)
        listening = [each for each in sent if "FROM webhook" in each]
        assert len(listening) <= 1  # who else is to be told is asked once
        assert len(sent) - len(listening) <= 4

    def test_the_database_has_the_last_word(self, app: Flask) -> None:
        body = body_id()
        published(body, FIRST)
        with pytest.raises(IntegrityError), transaction():
            db.session.add(
                Publication(
                    institution_id=body,
                    year=2016,
                    kind=PLAN,
                    version=1,
                    content=SECOND,
                    content_digest="0" * 64,
                )
            )


class TestFind:
    def test_nothing_published_is_none_or_not_found(self, app: Flask) -> None:
        address = PublicationAddress(body_id(), 2016, PLAN)
        assert find_newest(address) is None
        with pytest.raises(PublicationNotFound):
            get_publication(address)

    def test_a_version_never_made_is_not_found(self, app: Flask) -> None:
        body = body_id()
        published(body, FIRST)
        with pytest.raises(PublicationNotFound):
            get_publication(PublicationAddress(body, 2016, PLAN), 2)

    def test_a_list_of_versions_leaves_content_where_it_is(self, app: Flask) -> None:
        body = body_id()
        published(body, FIRST)
        db.session.expunge_all()
        with counting(app) as sent:
            list_versions(PublicationAddress(body, 2016, PLAN))
        assert len(sent) == 1
        assert "publication.content," not in sent[0]


class TestContent:
    @given(
        st.dictionaries(
            st.text(st.characters(exclude_categories=["Cs", "Cc"])), st.none() | st.integers()
        )
    )
    def test_the_order_of_names_does_not_matter(self, content: dict[str, Any]) -> None:
        shuffled = list(content.items())
        random.Random(7).shuffle(shuffled)
        assert content_digest(dict(shuffled)) == content_digest(content)

    @pytest.mark.parametrize(
        "odd", [1.5, float("nan"), (1, 2), {1: 2}, "\0", "\ud800", b"x", {"\0": 1}]
    )
    def test_rejects_what_two_databases_keep_differently(self, odd: object) -> None:
        with pytest.raises(ContentNotPlain):
            canonical_json({"a": [odd]})

    def test_is_the_same_after_the_database(self, app: Flask) -> None:
        body = body_id()
        content = {"나": ["가", None, True, 10**15], "a": {"b": "😀 “”"}}
        published(body, content)
        db.session.expunge_all()
        kept = get_publication(PublicationAddress(body, 2016, PLAN))
        assert content_digest(kept.content) == kept.content_digest
