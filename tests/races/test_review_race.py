"""The same review posted at the same moment by impatient fingers is one, and counts once."""

from __future__ import annotations

import pytest
import requests
from sqlalchemy import func, select

from marketplace.core.database import db, transaction
from marketplace.feedback.models import Review
from marketplace.feedback.queries import recount
from tests.races.server import WORKERS, Market
from tests.races.visitors import all_at_once, token_of, words
from tests.support import factories
from tests.support.feedback import PRAISE, bought, line_of, sums

pytestmark = pytest.mark.race

WAIT = 60


def test_one_line_gets_one_review_and_the_sums_stay_right(market: Market) -> None:
    with market.database.app.app_context():
        with transaction():
            soap = factories.product(name="쑥 숙성비누", stock=50)
        orders = [bought(soap) for _ in range(3)]
        forms = [
            f"{market.url}/orders/{order.access_token}/lines/{line_of(order, soap).id}/review"
            for order in orders
        ]

        def ready(address: str) -> tuple[str, requests.Session, str]:
            browser = requests.Session()
            return address, browser, token_of(browser.get(address, timeout=WAIT))

        def press(what: tuple[tuple[str, requests.Session, str], int]) -> requests.Response:
            (address, browser, token), stars = what
            said = {"csrf_token": token, "stars": str(stars), "text": PRAISE}
            return browser.post(address, data=said, timeout=WAIT)

        people = [ready(form) for form in forms for _ in range(WORKERS)]
        stars = [5, 4, 3, 2, 1] * len(people)
        answers = all_at_once(press, list(zip(people, stars, strict=False)))
        assert {answer.status_code for answer in answers} == {200}, words(answers[0])
        db.session.rollback()
        assert db.session.scalar(select(func.count()).select_from(Review)) == len(orders)
        counted = recount(soap.id)
        assert sums(soap) == (counted.rating_sum, counted.rating_count)
        assert counted.rating_count == len(orders)
