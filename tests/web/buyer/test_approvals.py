"""The approver's desk."""

from __future__ import annotations

from flask.testing import FlaskClient

from marketplace.core.database import db, transaction
from marketplace.core.permissions import DepartmentRole
from marketplace.procurement.models import PurchaseFile, PurchaseFileStatus
from tests.procurement.purchasing import Scene, requested, stock_of
from tests.support import factories
from tests.support.pages import csrf_of, submit, visible_text
from tests.support.signing_in import SignIn


def base_of(file: PurchaseFile) -> str:
    return f"/buyer/files/{file.public_id}"


def status_of(file: PurchaseFile) -> PurchaseFileStatus:
    db.session.rollback()
    return db.session.get_one(PurchaseFile, file.id).status


class TestInbox:
    def test_lists_what_waits(self, scene: Scene, approver: FlaskClient) -> None:
        requested(scene)
        text = visible_text(approver.get("/buyer/approvals"))
        assert "행사 답례품 구매" in text
        assert "25,000원" in text

    def test_is_closed_to_those_who_only_buy(self, scene: Scene, purchaser: FlaskClient) -> None:
        assert purchaser.get("/buyer/approvals").status_code == 403

    def test_shows_nothing_of_other_departments(self, scene: Scene, signed_in: SignIn) -> None:
        file = requested(scene)
        with transaction():
            place = factories.department(scene.body)
            other = signed_in(factories.serves(place, DepartmentRole.APPROVER))
        assert "결재할 구매요청이 없습니다" in visible_text(other.get("/buyer/approvals"))
        token = {"csrf_token": csrf_of(other.get("/buyer"))}
        assert other.post(f"{base_of(file)}/approval", data=token).status_code == 404


class TestDeciding:
    def test_approving_orders_it(self, scene: Scene, approver: FlaskClient) -> None:
        file = requested(scene)
        submit(approver, base_of(file), {"note": "확인"}, to=f"{base_of(file)}/approval")
        assert status_of(file) is PurchaseFileStatus.APPROVED
        text = visible_text(approver.get(base_of(file)))
        assert "승인했습니다. 판매 기업에 발주했습니다." in text
        assert "반려할 때는" not in text

    def test_rejecting_without_a_reason_is_told_at_the_field(
        self, scene: Scene, approver: FlaskClient
    ) -> None:
        file = requested(scene)
        answer = submit(approver, base_of(file), {"note": " "}, to=f"{base_of(file)}/rejection")
        assert answer.status_code == 422
        assert "사유를 적어 주세요." in visible_text(answer)
        assert status_of(file) is PurchaseFileStatus.SUBMITTED

    def test_rejecting_frees_the_stock_and_shows_the_reason(
        self, scene: Scene, approver: FlaskClient, purchaser: FlaskClient
    ) -> None:
        file = requested(scene)
        submit(approver, base_of(file), {"note": "예산 부족"}, to=f"{base_of(file)}/rejection")
        assert stock_of(scene.soap) == 10
        assert "반려된 구매요청입니다. 예산 부족" in visible_text(purchaser.get(base_of(file)))

    def test_the_second_is_told_who_was_first(
        self, scene: Scene, approver: FlaskClient, signed_in: SignIn
    ) -> None:
        file = requested(scene)
        with transaction():
            second = signed_in(factories.serves(scene.place, DepartmentRole.APPROVER))
        token = {"csrf_token": csrf_of(second.get(base_of(file)))}
        submit(approver, base_of(file), {}, to=f"{base_of(file)}/approval")
        second.post(f"{base_of(file)}/rejection", data=token | {"note": "늦음"})
        text = visible_text(second.get(base_of(file)))
        assert f"{scene.approver.name} 님이 2026-11-20 12:00에 이미 처리한" in text
        assert status_of(file) is PurchaseFileStatus.APPROVED

    def test_nobody_is_offered_or_allowed_their_own(
        self, scene: Scene, purchaser: FlaskClient
    ) -> None:
        file = requested(scene)
        with transaction():
            factories.serves_also(scene.purchaser, scene.place, DepartmentRole.APPROVER)
        page = purchaser.get(base_of(file))
        assert "다른 결재권자가 결재해야 합니다." in visible_text(page)
        token = {"csrf_token": csrf_of(page)}
        assert purchaser.post(f"{base_of(file)}/approval", data=token).status_code == 403
        assert status_of(file) is PurchaseFileStatus.SUBMITTED

    def test_a_press_without_the_forms_token_does_nothing(
        self, scene: Scene, approver: FlaskClient
    ) -> None:
        file = requested(scene)
        assert approver.post(f"{base_of(file)}/approval").status_code == 400
        assert status_of(file) is PurchaseFileStatus.SUBMITTED
