"""`flask search …` as somebody types it."""

from __future__ import annotations

import json

from flask import Flask

from marketplace.core.database import transaction
from marketplace.search import worker
from tests.support import factories


def run(app: Flask, *words: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["search", *words])
    return result.exit_code, result.output


class TestSearchCommands:
    def test_rebuild_says_how_many(self, app: Flask) -> None:
        with transaction():
            factories.product()
        code, said = run(app, "rebuild")
        assert code == 0
        assert "상품 1개를 색인했습니다." in said

    def test_query_answers_as_json(self, app: Flask) -> None:
        with transaction():
            product = factories.product(name="쑥비누")
            expected = {
                "id": product.id,
                "name": "쑥비누",
                "enterprise": product.enterprise.name,
            }
        worker.rebuild()
        code, said = run(app, "query", "쑥비뉴를", "--json")
        answer = json.loads(said)
        assert code == 0
        assert (answer["total"], answer["items"]) == (1, [expected])
        assert (answer["corrected"], answer["loosened"]) == ("쑥비누", False)
        assert answer["took_ms"] > 0

    def test_query_tells_people(self, app: Flask) -> None:
        with transaction():
            factories.product(name="쑥비누")
        code, said = run(app, "query", "쑥비누")
        assert code == 0
        assert "색인이 없어 데이터베이스에서 찾았습니다." in said
        assert "쑥비누" in said

    def test_status_without_an_index_fails(self, app: Flask) -> None:
        assert run(app, "status")[0] == 1
        worker.rebuild()
        code, said = run(app, "status")
        assert code == 0
        assert "상품 0개 (판매 중 0개)" in said
