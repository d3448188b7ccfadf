"""Dates as a firm types them: what is wrong stands in its field, what was typed stays."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from marketplace.catalog.models import Product, ProductKind
from marketplace.catalog.sessions.models import BookingTerms, ExperienceSession
from marketplace.catalog.sessions.scheduling import add_dates
from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.orders.confirming import confirm_paid
from marketplace.orders.placing import place_order
from tests.bookings.dates import plan
from tests.orders.conftest import available, order_request
from tests.support import factories
from tests.support.pages import csrf_of, submit, visible_text
from tests.web.seller.conftest import Firm

LONG = "가" * 20_000


@pytest.fixture
def walk(firm: Firm) -> Product:
    with transaction():
        return factories.product(
            firm.enterprise, stock=None, kind=ProductKind.EXPERIENCE, price_won=20_000
        )


def at(product: Product) -> str:
    return f"/seller/listings/{product.id}/sessions"


def ahead(days: int) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


def typed(**changes: Any) -> dict[str, Any]:
    return {
        "day": ahead(10),
        "starts": "14:00",
        "ends": "16:00",
        "seats": "12",
        "place": "성북천 <b>다리</b> 앞",
        "meeting_note": "물'과 모자; DROP TABLE",
        "closes_hours_before": "3",
        "weekly_until": "",
        **changes,
    }


def count(model: type) -> int:
    db.session.rollback()
    return int(db.session.scalar(select(func.count()).select_from(model)) or 0)


def session_of(product: Product, days: int = 10) -> ExperienceSession:
    with transaction():
        return add_dates(product.id, plan(days))[0]


def booked(session: ExperienceSession, seats: int) -> None:
    with transaction():
        order = place_order(order_request((session.option_id, seats))).order
    with transaction():
        confirm_paid(order.id)


def refused(answer: TestResponse, said: str) -> None:
    assert answer.status_code == 422
    assert said in visible_text(answer)
    assert count(ExperienceSession) == 0


class TestOpening:
    def test_one_date_and_a_series(self, firm: Firm, walk: Product) -> None:
        assert submit(firm.client, at(walk), typed()).status_code == 302
        series = typed(day=ahead(11), weekly_until=ahead(25))
        assert submit(firm.client, at(walk), series).status_code == 302
        assert count(ExperienceSession) == 4
        words = visible_text(firm.client.get(at(walk)))
        assert "예약 받는 중" in words
        assert "성북천 <b>다리</b> 앞" in words

    def test_the_same_form_twice_opens_one(self, firm: Firm, walk: Product) -> None:
        submit(firm.client, at(walk), typed())
        again = submit(firm.client, at(walk), typed())
        assert again.status_code == 422
        assert "같은 때에 이미 열려 있습니다" in visible_text(again)
        assert count(ExperienceSession) == 1

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"day": "2001-01-01"}, "지난 날짜에는 열 수 없습니다."),
            ({"day": "0001-01-01"}, "지난 날짜에는 열 수 없습니다."),
            ({"day": "9999-12-31"}, "날짜는 400일 안으로 적어 주세요."),
            ({"weekly_until": "9999-12-31"}, "날짜는 400일 안으로 적어 주세요."),
            ({"weekly_until": "2001-01-01"}, "시작하는 날보다 뒤의 날짜를 적어 주세요."),
            ({"closes_hours_before": "720"}, "예약 마감이 이미 지난 때입니다."),
            ({"closes_hours_before": "721"}, "0에서 720 사이로 적어 주세요."),
            ({"seats": "0"}, "1 이상의 수를 적어 주세요."),
            ({"seats": "-3"}, "1 이상의 수를 적어 주세요."),
            ({"seats": "1,001"}, "자리는 1개에서 1,000개 사이로 적어 주세요."),
            ({"seats": "여덟"}, "숫자로 적어 주세요."),
            ({"seats": "9" * 20_000}, "숫자로 적어 주세요."),
            ({"starts": ""}, "시작하는 시각을 적어 주세요."),
            ({"place": "  "}, "만나는 장소를 적어 주세요."),
        ],
    )
    def test_what_cannot_be_is_said_in_its_field_and_all_stays(
        self, firm: Firm, walk: Product, changes: dict[str, str], said: str
    ) -> None:
        answer = submit(firm.client, at(walk), typed(**changes))
        refused(answer, said)
        page = answer.get_data(as_text=True)
        for name in {"day", "seats", "place", "meeting_note"} - set(changes):
            kept = {
                "day": ahead(10),
                "seats": "12",
                "place": "성북천 &lt;b&gt;다리&lt;/b&gt; 앞",
                "meeting_note": "물&#39;과 모자; DROP TABLE",
            }[name]
            assert f'value="{kept}"' in page, name

    @pytest.mark.parametrize("field", ["place", "meeting_note"])
    def test_twenty_kilobytes_are_refused_and_kept(
        self, firm: Firm, walk: Product, field: str
    ) -> None:
        answer = submit(firm.client, at(walk), typed(**{field: LONG}))
        assert answer.status_code == 422
        assert LONG in answer.get_data(as_text=True)
        assert count(ExperienceSession) == 0

    @pytest.mark.parametrize("wrong", ["2027-02-30", "내일", LONG])
    def test_what_is_no_day_stays_in_its_field(self, firm: Firm, walk: Product, wrong: str) -> None:
        answer = submit(firm.client, at(walk), typed(day=wrong))
        assert answer.status_code == 422
        assert wrong in answer.get_data(as_text=True)
        assert count(ExperienceSession) == 0

    def test_too_long_a_series_opens_none(self, firm: Firm, walk: Product) -> None:
        for hour in range(6, 22):
            submit(
                firm.client,
                at(walk),
                typed(starts=f"{hour:02}:00", ends=f"{hour:02}:30", weekly_until=ahead(390)),
            )
        before = count(ExperienceSession)
        answer = submit(firm.client, at(walk), typed(starts="23:00", weekly_until=ahead(390)))
        assert answer.status_code == 422
        assert "개까지 둘 수 있습니다." in visible_text(answer)
        assert count(ExperienceSession) == before


class TestSeats:
    def test_never_below_what_is_booked_and_the_number_stays(
        self, firm: Firm, walk: Product
    ) -> None:
        session = session_of(walk)
        booked(session, 3)
        page = f"/seller/sessions/{session.id}"
        less = submit(firm.client, page, {"shown": "8", "seats": "2"}, f"{page}/seats")
        assert less.status_code == 422
        assert "이미 예약된 자리보다 적게 줄일 수 없습니다." in visible_text(less)
        assert 'value="2"' in less.get_data(as_text=True)
        assert available(session.option_id) == 5
        just = submit(firm.client, page, {"shown": "8", "seats": "3"}, f"{page}/seats")
        assert just.status_code == 302
        assert available(session.option_id) == 0

    @pytest.mark.parametrize("seats", ["", "0", "-1", "1001", "아홉", "9" * 20_000])
    def test_a_number_that_cannot_be(self, firm: Firm, walk: Product, seats: str) -> None:
        session = session_of(walk)
        page = f"/seller/sessions/{session.id}"
        answer = submit(firm.client, page, {"shown": "8", "seats": seats}, f"{page}/seats")
        assert answer.status_code == 422
        assert available(session.option_id) == 8


class TestCallingOff:
    @pytest.mark.parametrize(
        ("reason", "said"),
        [
            ("", "예약한 분들이 읽을 까닭"),
            ("  ", "예약한 분들이 읽을 까닭"),
            (LONG, "200자 안으로"),
        ],
    )
    def test_needs_a_reason_people_can_read(
        self, firm: Firm, walk: Product, reason: str, said: str
    ) -> None:
        session = session_of(walk)
        page = f"/seller/sessions/{session.id}"
        answer = submit(firm.client, page, {"reason": reason}, f"{page}/cancellation")
        assert answer.status_code == 422
        assert said in visible_text(answer)
        assert reason in answer.get_data(as_text=True)
        assert available(session.option_id) == 8

    def test_pressed_twice_is_said(self, firm: Firm, walk: Product) -> None:
        session = session_of(walk)
        page = f"/seller/sessions/{session.id}"
        token = csrf_of(firm.client.get(page))
        for _ in range(2):
            sent = {"csrf_token": token, "reason": "강사가 아파요"}
            firm.client.post(f"{page}/cancellation", data=sent)
        words = visible_text(firm.client.get(page))
        assert "이미 취소했거나 시작한 날짜입니다." in words
        assert "강사가 아파요" in words


class TestTerms:
    def test_what_does_not_fall_is_said_and_stays(self, firm: Firm, walk: Product) -> None:
        sent = {"free_days": "3", "second_days": "5", "second_percent": "50", "most_seats": "4"}
        page = f"/seller/listings/{walk.id}/booking-terms"
        answer = submit(firm.client, page, sent)
        assert answer.status_code == 422
        assert "위 줄보다 가까운 날과 작은 비율을 적어 주세요." in visible_text(answer)
        assert 'value="50"' in answer.get_data(as_text=True)
        assert count(BookingTerms) == 0


class TestScope:
    def test_somebody_elses_is_not_found(self, firm: Firm, walk: Product, stranger: Firm) -> None:
        session_id = session_of(walk).id
        own = f"/seller/sessions/{session_id}"
        token = csrf_of(firm.client.get(own))
        pages = (at(walk), f"/seller/listings/{walk.id}/booking-terms", own)
        for page in pages:
            assert stranger.client.get(page).status_code == 404
        theirs = csrf_of(stranger.client.get(stranger.listing))
        for page in (
            *pages[:2],
            f"{own}/seats",
            f"{own}/cancellation",
            f"{own}/participants/1/attendance",
        ):
            sent = {"csrf_token": theirs, "seats": "1", "shown": "8", "reason": "x", **typed()}
            assert stranger.client.post(page, data=sent).status_code == 404, page
        assert token
        assert count(ExperienceSession) == 1
        assert available(fresh_option(session_id)) == 8

    def test_goods_have_no_dates(self, app: Flask, firm: Firm) -> None:
        assert firm.client.get(at(firm.product)).status_code == 404


def fresh_option(session_id: int) -> int:
    return db.session.get_one(ExperienceSession, session_id).option_id
