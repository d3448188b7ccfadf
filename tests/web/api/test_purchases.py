"""Other systems push purchases: with a token, by the same rules as by hand, each once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from marketplace import create_app
from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.media.models import StoredFile
from marketplace.procurement.exchange.jobs import forget_old_answers
from marketplace.procurement.exchange.tokens import (
    Scope,
    make_token,
    revoke_token,
    rotate_token,
)
from marketplace.procurement.models import KeptAnswer, PurchaseRecord
from marketplace.web.api.tokens import TOKEN_LIMIT
from marketplace.web.extensions import limiter
from tests.procurement.purchasing import Scene, make_scene
from tests.procurement.quota.ledger import closed
from tests.support import factories
from tests.support.queue import ListQueue

NOON = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
ONE, MANY = "/api/v1/purchases", "/api/v1/purchases/batches"


@dataclass
class Outside:
    """Another system with a token of the scene's institution."""

    scene: Scene
    client: FlaskClient
    secret: str
    token_id: str

    def post(self, path: str, body: Any, key: str = "", secret: str = "") -> TestResponse:
        headers = {"Authorization": f"Bearer {secret or self.secret}"}
        if key:
            headers["Idempotency-Key"] = key
        return self.client.post(path, json=body, headers=headers)

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(path, headers={"Authorization": f"Bearer {self.secret}", **headers})

    def purchase(self, **said: Any) -> dict[str, Any]:
        return {
            "external_id": "e-1",
            "department": self.scene.place.name,
            "date": "2026-11-19",
            "seller_name": "햇살",
            "seller_business_number": "120-81-47521",
            "item": "비누",
            "kind": "goods",
            "method": "card",
            "gross_won": 110_000,
            **said,
        }


@pytest.fixture
def outside(app: Flask, client: FlaskClient) -> Iterator[Outside]:
    with clock.frozen(NOON):
        scene = make_scene()
        with transaction():
            db.session.add(scene.seller)
            scene.seller.business_number = "1208147521"
            made = make_token(scene.body.id, "재정", [*Scope], timedelta(days=90))
            ready = Outside(scene, client, made.secret, made.token.public_id)
        yield ready


def records() -> list[PurchaseRecord]:
    db.session.rollback()
    return list(db.session.scalars(select(PurchaseRecord).order_by(PurchaseRecord.id)))


class TestOne:
    def test_is_recorded_with_the_request_as_its_evidence(self, outside: Outside) -> None:
        answer = outside.post(ONE, outside.purchase())
        told = answer.get_json()
        assert (answer.status_code, told["outcome"]) == (201, "created")
        assert (told["counted_won"], told["month"]) == (110_000, "2026-11")
        [record] = records()
        assert (record.public_id, record.enterprise_id) == (told["id"], outside.scene.seller.id)
        stored = db.session.get_one(StoredFile, record.evidence_id)
        assert stored.content_type == "application/json"

    def test_again_is_unchanged_and_another_content_a_conflict(self, outside: Outside) -> None:
        outside.post(ONE, outside.purchase())
        again = outside.post(ONE, outside.purchase())
        assert (again.status_code, again.get_json()["outcome"]) == (200, "unchanged")
        other = outside.post(ONE, outside.purchase(gross_won=5))
        assert (other.status_code, other.get_json()["code"]) == (409, "external_id_reused")
        assert len(records()) == 1

    def test_follows_the_rules_as_by_hand(self, outside: Outside) -> None:
        outside.post(ONE, outside.purchase())
        like = outside.post(ONE, outside.purchase(external_id="e-2"))
        assert (like.status_code, [*like.get_json()["errors"]]) == (422, ["distinct"])
        told = outside.post(ONE, outside.purchase(external_id="e-2", distinct=True))
        assert told.status_code == 201
        with transaction():
            closed(outside.scene.place, 2026, 10)
        late = outside.purchase(external_id="e-3", date="2026-10-01")
        assert [*outside.post(ONE, late).get_json()["errors"]] == ["late_reason"]
        kept = outside.post(ONE, late | {"late_reason": "늦게 보냄"}).get_json()
        assert kept["month"] == "2026-11"

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ({"department": "없는과"}, "department"),
            ({"seller_business_number": "120-81-47522"}, "seller_business_number"),
            ({"date": "2026-11-21"}, "date"),
            ({"date": "어제"}, "date"),
            ({"gross_won": 0}, "gross_won"),
            ({"gross_won": 1.5}, "gross_won"),
            ({"gross_won": None}, "gross_won"),
            ({"gross_won": 10, "net_won": 5, "vat_won": 6}, "gross_won"),
            ({"kind": "gift"}, "kind"),
            ({"item": ""}, "item"),
            ({"extra": 1}, "extra"),
            ({"designation": {"kind": "x", "issued_on": "2020-01-01"}}, "designation"),
        ],
    )
    def test_names_the_field_that_is_wrong(
        self, outside: Outside, said: dict[str, Any], field: str
    ) -> None:
        answer = outside.post(ONE, outside.purchase(**said))
        assert answer.status_code == 422, answer.get_data(as_text=True)
        assert answer.content_type == "application/problem+json"
        assert field in answer.get_json()["errors"]
        assert records() == []

    def test_any_words_are_taken(self, outside: Outside) -> None:
        answer = outside.client.post(
            ONE,
            data=json.dumps(outside.purchase(item="\x00\ud800'; DROP TABLE x")),
            content_type="application/json",
            headers={"Authorization": f"Bearer {outside.secret}"},
        )
        assert answer.status_code == 201


class TestBatch:
    def test_each_has_its_result_and_a_refused_one_leaves_the_others(
        self, outside: Outside
    ) -> None:
        body = {
            "purchases": [
                outside.purchase(),
                outside.purchase(external_id="e-2", department="없는과"),
                {"external_id": "e-3"},
                outside.purchase(external_id="e-4", gross_won=220_000),
                outside.purchase(),
            ]
        }
        told = outside.post(MANY, body).get_json()
        assert [each["outcome"] for each in told["results"]] == [
            *("created", "refused", "refused", "created", "unchanged")
        ]
        assert (told["created"], told["unchanged"], told["refused"]) == (2, 1, 2)
        assert "date" in told["results"][2]["errors"]
        assert len({each.evidence_id for each in records()}) == 1

    def test_of_more_than_five_hundred_is_refused(self, outside: Outside) -> None:
        assert outside.post(MANY, {"purchases": [{}] * 501}).status_code == 422


class TestIdempotency:
    def test_the_same_again_is_answered_again(self, outside: Outside) -> None:
        first = outside.post(ONE, outside.purchase(), key="k-1")
        again = outside.post(ONE, outside.purchase(), key="k-1")
        assert (again.status_code, again.get_json()) == (201, first.get_json())
        assert again.headers["Idempotency-Replayed"] == "true"
        assert len(records()) == 1

    def test_another_body_under_the_key_is_a_conflict(self, outside: Outside) -> None:
        outside.post(ONE, outside.purchase(), key="k-1")
        other = outside.post(ONE, outside.purchase(external_id="e-2"), key="k-1")
        assert (other.status_code, other.get_json()["code"]) == (409, "idempotency_key_reused")

    def test_answers_are_kept_for_two_days(self, outside: Outside) -> None:
        outside.post(ONE, outside.purchase(), key="k-1")
        with clock.frozen(NOON + timedelta(hours=47)):
            assert forget_old_answers() == 0
        with clock.frozen(NOON + timedelta(hours=49)):
            assert forget_old_answers() == 1
        assert db.session.scalar(select(func.count()).select_from(KeptAnswer)) == 0

    def test_names_no_database_keeps_are_told_back_harmless(self, outside: Outside) -> None:
        body = json.dumps({"purchases": [{"external_id": "e\x00\ud800", "\x00\udfff": 1}]})
        headers = {"Authorization": f"Bearer {outside.secret}", "Idempotency-Key": "k-1"}
        for _ in range(2):
            answer = outside.client.post(
                MANY, data=body, content_type="application/json", headers=headers
            )
            [told] = answer.get_json()["results"]
            assert (answer.status_code, told["external_id"]) == (200, "e ?")
            assert " ?" in told["errors"]
        assert answer.headers["Idempotency-Replayed"] == "true"


class TestCorrections:
    def test_take_back_and_put_right(self, outside: Outside) -> None:
        key = outside.post(ONE, outside.purchase()).get_json()["id"]
        right = {
            **{"date": "2026-11-18", "item": "비누", "kind": "goods", "method": "card"},
            "gross_won": 11_000,
        }
        path = f"{ONE}/{key}/corrections"
        told = outside.post(path, {"reason": "금액 오류", "right": right}).get_json()
        assert told["counted_won"] == 11_000 - 110_000
        assert [each.gross_won for each in records()] == [110_000, -110_000, 11_000]
        assert outside.post(path, {"reason": "또"}).status_code == 409

    def test_another_institutions_record_is_not_found(self, outside: Outside) -> None:
        key = outside.post(ONE, outside.purchase()).get_json()["id"]
        with transaction():
            other = make_token(factories.institution().id, "남", [*Scope], timedelta(days=9))
            secret = other.secret
        answer = outside.post(f"{ONE}/{key}/corrections", {"reason": "x"}, secret=secret)
        assert answer.status_code == 404


class TestTokens:
    @pytest.mark.parametrize("header", ["", "Bearer ", "Bearer ieum_x", "Basic eA==", "Bearer ٣"])
    def test_without_a_valid_one_nothing_opens(self, outside: Outside, header: str) -> None:
        headers = {"Authorization": header.encode().decode("latin-1")} if header else {}
        answer = outside.client.post(ONE, json=outside.purchase(), headers=headers)
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == "Bearer"

    def test_a_scope_that_is_missing_is_told(self, outside: Outside) -> None:
        with transaction():
            body_id = outside.scene.body.id
            made = make_token(body_id, "읽기", [Scope.CATALOGUE_READ], timedelta(days=9))
            secret = made.secret
        answer = outside.post(ONE, outside.purchase(), secret=secret)
        assert (answer.status_code, answer.get_json()["code"]) == (403, "scope_missing")

    def test_two_are_valid_while_one_is_rotated(self, outside: Outside) -> None:
        with transaction():
            new = rotate_token(outside.token_id, [outside.scene.body.id]).secret
        assert outside.post(ONE, outside.purchase()).status_code == 201
        assert outside.post(ONE, outside.purchase(), secret=new).status_code == 200
        with clock.frozen(NOON + timedelta(days=8)):
            assert outside.post(ONE, outside.purchase()).status_code == 401
            assert outside.post(ONE, outside.purchase(), secret=new).status_code == 200

    def test_revoked_opens_nothing(self, outside: Outside) -> None:
        with transaction():
            revoke_token(outside.token_id, [outside.scene.body.id])
        assert outside.post(ONE, outside.purchase()).status_code == 401

    def test_its_last_use_is_noted(self, outside: Outside, jobs: ListQueue) -> None:
        outside.post(ONE, outside.purchase())
        jobs.run_all()
        outside.get("/api/v1/catalogue")
        assert "tokens.note_use" not in jobs.names()


class TestLimit:
    def test_each_token_has_a_count_of_its_own(self, app: Flask, outside: Outside) -> None:
        assert TOKEN_LIMIT == "120 per minute"
        with transaction():
            other = make_token(outside.scene.body.id, "둘째", [*Scope], timedelta(days=9)).secret
        limited = create_app(replace(app.extensions["settings"], rate_limits_enabled=True))
        limited.extensions["jobs"] = app.extensions["jobs"]
        client = limited.test_client()

        def ask(secret: str) -> int:
            bearer = {"Authorization": f"Bearer {secret}"}
            return client.get("/api/v1/catalogue", headers=bearer).status_code

        try:
            codes = [ask(outside.secret) for _ in range(121)]
            others = ask(other)
        finally:
            limiter.reset()
            limiter.enabled = False
            limited.extensions["doors"].dispose()
        assert (codes, others) == ([200] * 120 + [429], 200)


class TestCatalogue:
    def test_shows_what_counts_with_its_validity(self, outside: Outside) -> None:
        with transaction():
            factories.product()
        answer = outside.get("/api/v1/catalogue")
        [item] = answer.get_json()["items"]
        assert item["id"] == outside.scene.soap.id
        assert item["certifications"][0]["kind"] == "certified_social"
        assert answer.headers["Cache-Control"] == "private, no-cache"
        again = outside.get("/api/v1/catalogue", **{"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")

    def test_goes_on_from_its_cursor(self, outside: Outside) -> None:
        with transaction():
            factories.product(outside.scene.seller)
        first = outside.get("/api/v1/catalogue?limit=1").get_json()
        second = outside.get(f"/api/v1/catalogue?limit=1&cursor={first['next_cursor']}").get_json()
        assert first["items"][0]["id"] < second["items"][0]["id"]
        assert second["next_cursor"] is None
