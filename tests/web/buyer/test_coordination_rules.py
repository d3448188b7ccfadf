"""Rules on screen: tried before they are kept, kept in versions, and both results shown."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.permissions import DepartmentRole
from marketplace.procurement.models import (
    Basis,
    CountsOn,
    Department,
    QuotaRule,
    RelatedBodies,
    Spending,
)
from marketplace.procurement.rules.previewing import compare_rules
from marketplace.procurement.rules.terms import terms_of
from marketplace.procurement.standing import institution_standing
from tests.procurement.quota.ledger import SOCIAL, bought, uncounted
from tests.support import factories
from tests.support.pages import submit, visible_text
from tests.support.signing_in import SignIn

JULY = datetime(2026, 7, 10, 3, tzinfo=UTC)
RULES = "/buyer/coordination/rules"
COOPERATIVE = {**SOCIAL, "kind": "cooperative", "name": "협동조합"}


@pytest.fixture(autouse=True)
def july() -> object:
    with clock.frozen(JULY):
        yield


@pytest.fixture
def place(app: Flask) -> Department:
    """A department with a rule, a purchase that counts and one of a cooperative that does not."""
    with transaction():
        factories.certification_kind()
        factories.certification_kind(code="cooperative", name="협동조합")
        place = factories.department(name="총무과")
        factories.quota_rule(place.institution, fixed_won=10_000_000)
        bought(place, date(2026, 3, 2), 1_100_000, designations=[SOCIAL])
        uncounted(place, date(2026, 4, 2), 2_200_000, designations=[COOPERATIVE])
    return place


@pytest.fixture
def coordinator(place: Department, signed_in: SignIn) -> FlaskClient:
    with transaction():
        person = factories.serves(place, DepartmentRole.COORDINATOR)
    return signed_in(person)


def wanted(**values: Any) -> dict[str, Any]:
    return {
        "basis": "fixed_amount",
        "fixed_won": "20,000,000",
        "kinds": ["goods", "service"],
        "designations": ["certified_social", "cooperative"],
        "counts_on": "acceptance",
        "vat": "included",
        "second_tier": "beside",
        "related": "beside",
        "rounding": "half_up",
        "rounding_unit": "1",
        "effective_on": "2026-07-10",
        "legal_source": "가상구 조례 제5조",
        "reason": "협동조합을 인정하기로 함",
        "year": "2026",
        **values,
    }


def rules() -> list[QuotaRule]:
    db.session.rollback()
    return list(db.session.scalars(select(QuotaRule).order_by(QuotaRule.version)))


def test_a_preview_says_what_would_change_and_keeps_nothing(coordinator: FlaskClient) -> None:
    answer = submit(coordinator, f"{RULES}/new", wanted(), to=f"{RULES}/preview")
    text = visible_text(answer)
    assert answer.status_code == 200
    assert "새 기준의 실적 330만 원 목표 20,000,000원, 16.5%" in text
    assert "지금 기준의 실적 110만 원 목표 10,000,000원, 11.0%" in text
    assert "새로 인정되는 구매 1건" in text
    assert "총무과 1,100,000원 3,300,000원" in text
    assert 'value="20,000,000"' in answer.text
    assert len(rules()) == 1


def test_keeping_makes_the_next_version_and_both_results_are_shown(
    coordinator: FlaskClient,
) -> None:
    assert submit(coordinator, f"{RULES}/new", wanted(), to=RULES).status_code == 302
    first, second = rules()
    assert (first.version, second.version, second.reason) == (1, 2, "협동조합을 인정하기로 함")
    text = visible_text(coordinator.get(RULES))
    assert "기록된 대로 1,100,000원" in text
    assert "처음 기준으로 다시 1,100,000원 10,000,000원 11.0%" in text
    assert "새 기준으로 다시 3,300,000원 20,000,000원 16.5%" in text
    assert "제2판 시행 중" in text
    assert "제1판 지난 기준" in text


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"reason": ""}, "바꾸는 까닭을 적어 주세요."),
        ({"effective_on": "2025-12-31"}, "그해에 속한 날짜를 적어 주세요."),
        ({"fixed_won": ""}, "목표액을 적어 주세요."),
        ({"fixed_won": "9" * 20_000}, "금액은 숫자로 적어 주세요."),
        ({"kinds": []}, "하나 이상 골라 주세요."),
        ({"designations": ["<script>"]}, "script"),
        ({"basis": "total_purchases"}, "비율로 셀 때는 목표액을 비워 주세요."),
        ({"basis": "total_purchases", "fixed_won": "", "rate": "7.123"}, "소수 둘째 자리까지"),
        ({"basis": "total_purchases", "fixed_won": "", "rate": "NaN"}, "소수 둘째 자리까지"),
        ({"effective_on": "어제"}, "제2판"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    coordinator: FlaskClient, values: dict[str, Any], said: str
) -> None:
    answer = submit(coordinator, f"{RULES}/new", wanted(**values), to=RULES)
    assert answer.status_code == 422
    assert said in answer.text
    assert "가상구 조례 제5조" in answer.text
    assert "<script>" not in answer.text.replace("<script nonce", "")
    assert len(rules()) == 1


def test_rates_by_kind_are_parts_with_their_own_target(coordinator: FlaskClient) -> None:
    asked = wanted(
        basis="total_purchases",
        fixed_won="",
        goods_won="100,000,000",
        goods_rate="5",
        service_won="10,000,500",
        service_rate="1.1",
        rounding="up",
        rounding_unit="1000",
        vat="excluded",
        counts_on="payment",
        second_tier="in_target",
        related="in_target",
    )
    assert submit(coordinator, f"{RULES}/new", asked, to=RULES).status_code == 302
    rule = rules()[-1]
    assert rule.basis is Basis.TOTAL_PURCHASES
    assert (rule.counts_on, rule.vat_included) == (CountsOn.PAYMENT, False)
    assert (rule.second_tier, rule.related) == (RelatedBodies.IN_TARGET, RelatedBodies.IN_TARGET)
    assert terms_of(rule).demanded_won == 5_000_000 + 111_000
    shown = coordinator.get(f"{RULES}/new").text
    assert 'value="10,000,500"' in shown
    assert 'value="1.1"' in shown


def test_related_bodies_stand_beside_or_in_the_target(place: Department) -> None:
    with transaction():
        body = db.session.merge(place.institution)
        child = factories.institution(parent_id=body.id)
        bought(factories.department(child), date(2026, 5, 5), 4_000_000)
    beside = institution_standing(place.institution_id, 2026)
    assert (beside.counted_won, beside.related_won) == (1_100_000, 4_000_000)
    assert str(beside.rate_percent) == "11.0"
    with transaction():
        db.session.scalars(select(QuotaRule)).one().related = RelatedBodies.IN_TARGET
    within = institution_standing(place.institution_id, 2026)
    assert (within.counted_won, within.reached_won) == (1_100_000, 5_100_000)
    assert (str(within.rate_percent), within.missing_won) == ("51.0", 4_900_000)


def test_nobody_else_may_look_or_change(place: Department, signed_in: SignIn) -> None:
    with transaction():
        purchaser = factories.serves(place)
    for path in (RULES, f"{RULES}/new", "/buyer/coordination/regimes"):
        assert signed_in(purchaser).get(path).status_code == 403


def test_a_preview_of_the_rule_that_holds_changes_nothing(place: Department) -> None:
    terms = terms_of(rules()[0])
    found = compare_rules([], terms, terms)
    assert (found.gained, found.lost, found.moved, found.purchase_count) == (0, {}, (), 0)


class TestRegimes:
    PAGE = "/buyer/coordination/regimes"

    def test_say_what_is_missing_until_it_is_stated(self, coordinator: FlaskClient) -> None:
        text = visible_text(coordinator.get(self.PAGE))
        assert "자료 부족" in text
        assert "물품 총구매액이 적혀 있지 않습니다" in text
        stated = {"goods": "100,000,000", "service": "50,000,000", "works": "0", "year": "2026"}
        answer = submit(coordinator, self.PAGE, {**stated, "source": "2026년 결산서"})
        assert answer.status_code == 302
        after = visible_text(coordinator.get(self.PAGE))
        assert "물품 총구매액이 적혀 있지 않습니다" not in after
        assert "150,000,000원" in after
        assert {each.source for each in db.session.scalars(select(Spending))} == {"2026년 결산서"}

    def test_amounts_need_their_paper(self, coordinator: FlaskClient) -> None:
        answer = submit(coordinator, self.PAGE, {"goods": "1,000", "year": "2026"})
        assert answer.status_code == 422
        assert "어느 문서의 금액인지 적어 주세요." in answer.text
        assert 'value="1,000"' in answer.text
