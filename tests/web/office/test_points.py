"""The centre turns points on and off by dated rules and sees what is owed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.promotions.points.models import PointRule
from tests.promotions.pointing import points_of
from tests.support import factories
from tests.support.pages import submit, visible_text
from tests.support.signing_in import SignIn

AT = "/office/points"
TYPED = {
    "rate": "1.5",
    "valid_months": "12",
    "min_use_won": "1,000원",
    "from_day": clock.today().isoformat(),
    "reason": "설맞이 시범 운영",
}


@pytest.fixture
def office(app: Flask, signed_in: SignIn) -> FlaskClient:
    with transaction():
        person = factories.office_member()
    return signed_in(person)


def rules() -> list[PointRule]:
    db.session.rollback()
    return list(db.session.scalars(select(PointRule).order_by(PointRule.id)))


def test_turns_on_and_off_with_reasons_kept(office: FlaskClient) -> None:
    assert "꺼짐" in visible_text(office.get(AT))
    assert submit(office, AT, TYPED).status_code == 303
    page = visible_text(office.get(AT))
    for words in ("켜짐: 1.5%", "1,000원부터 씀 · 12개월 유효", "설맞이 시범 운영"):
        assert words in page, words
    assert submit(office, AT, {**TYPED, "rate": "0", "reason": "시범 끝"}).status_code == 303
    page = visible_text(office.get(AT))
    for words in ("꺼짐", "시범 끝", "설맞이 시범 운영"):
        assert words in page, words
    assert [(rule.rate, rule.min_use_won) for rule in rules()] == [(150, 1_000), (0, 1_000)]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("rate", "10.01", "0에서 10% 사이"),
        ("rate", "-1", "소수 둘째 자리까지"),
        ("rate", "1.234", "소수 둘째 자리까지"),
        ("rate", "<b>1</b>", "소수 둘째 자리까지"),
        ("valid_months", "61", "1개월에서 60개월"),
        ("min_use_won", "9" * 30, "0원에서|숫자로"),
        ("from_day", "2020-01-01", "오늘이나 그 뒤"),
        ("from_day", "모레", "시작일"),
        ("reason", "", "바꾸는 까닭을 적어 주세요"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    office: FlaskClient, name: str, value: str, said: str
) -> None:
    page = submit(office, AT, {**TYPED, name: value})
    assert page.status_code == 422
    assert any(part in visible_text(page) for part in said.split("|"))
    assert "설맞이 시범 운영" in page.text or name == "reason"
    assert rules() == []


def test_sums_what_is_owed_and_what_runs_out_soon(office: FlaskClient) -> None:
    with transaction():
        one, two = factories.account().id, factories.account().id
        points_of(one, 5_000)
        points_of(two, 700, clock.today() + timedelta(days=30))
        points_of(two, 90, clock.today() - timedelta(days=1))
    page = visible_text(office.get(AT))
    assert "쓰이지 않은 포인트 5,700원 회원 2명" in page
    assert "30일 안에 사라지는 포인트 700원 회원 1명" in page


def test_is_the_centres_alone(app: Flask, signed_in: SignIn) -> None:
    with transaction():
        person = factories.account()
    assert signed_in(person).get(AT).status_code == 403
