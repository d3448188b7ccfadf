"""Inspection, payment and the papers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.korean_numbers import in_words
from marketplace.core.permissions import DepartmentRole
from marketplace.procurement.models import Inspection, PurchaseFile, PurchaseRecord
from tests.procurement.purchasing import Scene, accepted, approved, delivered, requested
from tests.support import factories
from tests.support.pages import csrf_of, submit, visible_text
from tests.support.signing_in import SignIn


def base_of(file: PurchaseFile) -> str:
    return f"/buyer/files/{file.public_id}"


def parcel_of(file: PurchaseFile) -> str:
    return f"{base_of(file)}/parcels/{file.order.parcels[0].public_id}"


class TestInspecting:
    def test_says_beforehand_what_will_count(self, scene: Scene, purchaser: FlaskClient) -> None:
        file = delivered(scene)
        text = visible_text(purchaser.get(f"{parcel_of(file)}/inspection"))
        assert "2026. 11. 20. 검수하면" in text
        assert "실적 인정 인증사회적기업" in text

    def test_accepting_moves_the_bar(self, scene: Scene, purchaser: FlaskClient) -> None:
        file = delivered(scene)
        page = f"{parcel_of(file)}/inspection"
        answer = submit(purchaser, page, {"is_checked": "y", "note": "이상 없음"})
        assert answer.location == base_of(file)
        text = visible_text(purchaser.get(base_of(file)))
        assert "구매실적 22,000원이 인정되었습니다." in text
        assert "2026. 11. 20. 기준 인증사회적기업" in text
        assert "인정 실적 22,000원" in visible_text(purchaser.get("/buyer"))

    def test_needs_the_tick(self, scene: Scene, purchaser: FlaskClient) -> None:
        file = delivered(scene)
        answer = submit(purchaser, f"{parcel_of(file)}/inspection", {"note": ""})
        assert answer.status_code == 422
        assert "확인한 뒤 표시해 주세요." in visible_text(answer)
        assert db.session.scalars(select(PurchaseRecord)).all() == []

    def test_a_second_press_is_told(self, scene: Scene, purchaser: FlaskClient) -> None:
        file = delivered(scene)
        page = f"{parcel_of(file)}/inspection"
        form = {"csrf_token": csrf_of(purchaser.get(page)), "is_checked": "y"}
        for _ in range(2):
            purchaser.post(page, data=form)
        text = visible_text(purchaser.get(base_of(file)))
        assert "이미 검수한 납품입니다." in text
        assert len(db.session.scalars(select(PurchaseRecord)).all()) == 1

    def test_what_was_not_sent_leads_back_with_the_reason(
        self, scene: Scene, purchaser: FlaskClient
    ) -> None:
        file = approved(scene)
        assert purchaser.get(f"{parcel_of(file)}/inspection").location == base_of(file)
        assert "아직 발송되지 않아" in visible_text(purchaser.get(base_of(file)))

    def test_an_approver_does_not_inspect(self, scene: Scene, approver: FlaskClient) -> None:
        file = delivered(scene)
        assert approver.get(f"{parcel_of(file)}/inspection").status_code == 403

    def test_is_listed_until_it_is_done(self, scene: Scene, purchaser: FlaskClient) -> None:
        assert "검수할 납품이 없습니다" in visible_text(purchaser.get("/buyer/inspections"))
        delivered(scene)
        assert scene.seller.name in visible_text(purchaser.get("/buyer/inspections"))


class TestPaying:
    @pytest.fixture
    def file(self, scene: Scene) -> PurchaseFile:
        accepted(scene)
        return db.session.scalars(select(PurchaseFile)).one()

    def test_an_accountant_notes_the_day(
        self, scene: Scene, file: PurchaseFile, signed_in: SignIn
    ) -> None:
        with transaction():
            person = factories.serves(scene.place, DepartmentRole.ACCOUNTANT)
        accountant = signed_in(person)
        assert "25,000원" in visible_text(accountant.get("/buyer/payments"))
        data = {"paid_on": clock.today().isoformat()}
        submit(accountant, base_of(file), data, to=f"{parcel_of(file)}/payment")
        db.session.rollback()
        assert db.session.scalars(select(Inspection.paid_on)).one() == clock.today()
        assert "지급일을 모두 적었습니다" in visible_text(accountant.get("/buyer/payments"))

    @pytest.mark.parametrize("day", ["", "2026-11-21", "2026-11-19", "yesterday"])
    def test_an_impossible_day_is_told_at_its_parcel(
        self, scene: Scene, file: PurchaseFile, purchaser: FlaskClient, day: str
    ) -> None:
        answer = submit(purchaser, base_of(file), {"paid_on": day}, to=f"{parcel_of(file)}/payment")
        assert answer.status_code == 422
        assert 'aria-invalid="true"' in answer.get_data(as_text=True)

    def test_the_day_before_inspection_is_refused_in_words(
        self, scene: Scene, file: PurchaseFile, purchaser: FlaskClient
    ) -> None:
        day = clock.today() - timedelta(days=1)
        answer = submit(
            purchaser, base_of(file), {"paid_on": day.isoformat()}, to=f"{parcel_of(file)}/payment"
        )
        assert "지급일은 검수일부터 오늘 사이의 날짜여야" in visible_text(answer)


class TestPapers:
    def test_the_request_states_sums_that_add_up(
        self, scene: Scene, purchaser: FlaskClient
    ) -> None:
        file = requested(scene)
        text = visible_text(purchaser.get(f"{base_of(file)}/request-paper"))
        assert "합계 22,727 2,273 25,000" in text
        assert "금 이만오천원정 (25,000원, 부가세 포함)" in text
        assert file.order.number in text

    def test_there_is_no_order_before_approval(self, scene: Scene, purchaser: FlaskClient) -> None:
        file = requested(scene)
        assert purchaser.get(f"{parcel_of(file)}/order-paper").status_code == 404

    def test_an_order_names_both_sides(self, scene: Scene, purchaser: FlaskClient) -> None:
        file = approved(scene)
        text = visible_text(purchaser.get(f"{parcel_of(file)}/order-paper"))
        assert f"상호 {scene.seller.name}" in text
        assert f"부서 {scene.place.name}" in text
        assert "위와 같이 발주합니다." in text

    def test_there_is_no_inspection_record_before_inspection(
        self, scene: Scene, purchaser: FlaskClient
    ) -> None:
        file = delivered(scene)
        assert purchaser.get(f"{parcel_of(file)}/inspection-paper").status_code == 404

    def test_an_inspection_record_names_the_inspector(
        self, scene: Scene, purchaser: FlaskClient
    ) -> None:
        accepted(scene)
        file = db.session.scalars(select(PurchaseFile)).one()
        text = visible_text(purchaser.get(f"{parcel_of(file)}/inspection-paper"))
        assert f"검수자 {scene.purchaser.name} (인)" in text
        assert "검수일 2026. 11. 20." in text


@pytest.mark.parametrize(
    ("won", "said"),
    [
        (0, "금 영원정"),
        (22_000, "금 이만이천원정"),
        (103_500, "금 일십만삼천오백원정"),
        (1_000_000, "금 일백만원정"),
        (123_456_789, "금 일억이천삼백사십오만육천칠백팔십구원정"),
        (10_000_000_001, "금 일백억일원정"),
    ],
)
def test_amounts_are_repeated_in_words(won: int, said: str) -> None:
    assert in_words(won) == said
