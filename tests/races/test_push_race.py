"""A system that sends the same purchase from many hands at once tells of it once."""

from __future__ import annotations

from datetime import timedelta

import pytest
import requests
from sqlalchemy import func, select

from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.procurement.exchange.tokens import Scope, make_token
from marketplace.procurement.models import KeptAnswer, PurchaseRecord
from tests.procurement.purchasing import make_scene
from tests.races.server import Market
from tests.races.visitors import all_at_once

pytestmark = pytest.mark.race

HANDS = 6


@pytest.mark.parametrize("key", ["", "one-key"])
def test_the_same_purchase_from_many_hands_is_recorded_once(market: Market, key: str) -> None:
    with market.database.app.app_context():
        scene = make_scene()
        place = scene.place.name
        with transaction():
            secret = make_token(scene.body.id, "재정", [*Scope], timedelta(days=9)).secret
        headers = {"Authorization": f"Bearer {secret}"}
        if key:
            headers["Idempotency-Key"] = key
        body = {
            **{"external_id": "e-1", "department": place, "date": clock.today().isoformat()},
            **{"seller_name": "먼 가게", "seller_business_number": "120-81-47521"},
            **{"item": "다과", "kind": "goods", "method": "card", "gross_won": 11_000},
        }

        def send(_at: int) -> int:
            url = f"{market.url}/api/v1/purchases"
            return requests.post(url, json=body, headers=headers, timeout=60).status_code

        codes = sorted(all_at_once(send, range(HANDS)))
        # Under a key everybody is given the first one's answer, without one the others' unchanged.
        assert codes == ([201] * HANDS if key else [200] * (HANDS - 1) + [201])
        db.session.rollback()
        assert db.session.scalar(select(func.count()).select_from(PurchaseRecord)) == 1
        assert db.session.scalar(select(func.count()).select_from(KeptAnswer)) == bool(key)
