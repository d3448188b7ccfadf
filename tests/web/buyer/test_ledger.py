"""The ledger's pages: rows with their reasons, outside purchases, corrections."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from marketplace.core.database import db, transaction
from marketplace.core.permissions import DepartmentRole
from marketplace.procurement.models import MonthClosing, PurchaseRecord, RecordOrigin
from tests.procurement.purchasing import Scene, accepted
from tests.procurement.test_records import PDF
from tests.support import factories
from tests.support.pages import csrf_of, submit, visible_text
from tests.support.signing_in import SignIn
from tests.web.buyer.costs import statements_of

NEW = "/buyer/ledger/outside-purchases/new"
LEDGER_MOST = 20


def record_it(client: FlaskClient, scene: Scene, **values: Any) -> TestResponse:
    """Fill the outside form in and send it; a value of None leaves its field out."""
    page = client.get(NEW)
    html = page.get_data(as_text=True)
    data = {
        "csrf_token": csrf_of(page),
        "key": html.split('name="key"')[1].split('value="')[1].split('"')[0],
        "enterprise_id": str(scene.seller.id),
        "counted_on": "2026-11-19",
        "item": "회의 다과",
        "kind": "goods",
        "method": "card",
        "gross_won": "110,000",
        "vat_class": "taxable",
        "evidence": (BytesIO(PDF), "영수증.pdf"),
        **values,
    }
    sent = {name: value for name, value in data.items() if value is not None}
    return client.post(NEW, data=sent, content_type="multipart/form-data")


def records() -> list[PurchaseRecord]:
    db.session.rollback()
    return list(db.session.scalars(select(PurchaseRecord).order_by(PurchaseRecord.id)))


class TestLedger:
    def test_every_row_says_why_it_counts_and_the_sum_adds_up(
        self, scene: Scene, purchaser: FlaskClient
    ) -> None:
        accepted(scene)
        record_it(purchaser, scene)
        text = visible_text(purchaser.get("/buyer/ledger?year=2026&month=11"))
        assert f"2026. 11. 20. 기준 인증사회적기업 {scene.certification.number}," in text
        assert "모두 2건 132,000원 132,000원" in text

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("month=11", True),
            ("month=10", False),
            ("origin=platform", True),
            ("origin=outside", False),
            ("counts=yes", True),
            ("counts=no", False),
            ("year=2025", False),
            ("month=99&origin=x&counts=maybe", True),
        ],
    )
    def test_is_narrowed_by_month_origin_and_counting(
        self, scene: Scene, purchaser: FlaskClient, query: str, found: bool
    ) -> None:
        accepted(scene)
        text = visible_text(purchaser.get(f"/buyer/ledger?{query}"))
        assert (scene.soap.name in text) is found

    def test_costs_no_more_statements_for_more_rows(
        self, app: Flask, scene: Scene, purchaser: FlaskClient
    ) -> None:
        accepted(scene, (scene.soap, 1))
        few = statements_of(app, purchaser, "/buyer/ledger")
        for _ in range(4):
            accepted(scene, (scene.soap, 1))
        many = statements_of(app, purchaser, "/buyer/ledger")
        assert many == few <= LEDGER_MOST

    def test_can_be_taken_home_as_csv(self, scene: Scene, purchaser: FlaskClient) -> None:
        accepted(scene)
        answer = purchaser.get("/buyer/ledger.csv?year=2026")
        rows = list(csv.reader(StringIO(answer.get_data().decode("utf-8-sig"))))
        assert rows[0][0] == "실적 기준일"
        assert rows[1][0] == "2026-11-20"
        assert rows[1][7:11] == ["20000", "2000", "22000", "22000"]

    def test_another_departments_record_is_not_found(
        self, scene: Scene, purchaser: FlaskClient, signed_in: SignIn
    ) -> None:
        record_it(purchaser, scene)
        record = f"/buyer/ledger/{records()[0].public_id}"
        with transaction():
            other = signed_in(factories.serves(factories.department(scene.body)))
        for path in (record, f"{record}/evidence", f"{record}/correction"):
            assert other.get(path).status_code == 404

    def test_an_approver_reads_but_does_not_write(
        self, scene: Scene, approver: FlaskClient
    ) -> None:
        assert approver.get("/buyer/ledger").status_code == 200
        assert approver.get(NEW).status_code == 403


class TestOutsidePurchase:
    def test_is_recorded_with_its_evidence(self, scene: Scene, purchaser: FlaskClient) -> None:
        answer = record_it(purchaser, scene)
        [record] = records()
        assert answer.location == f"/buyer/ledger/{record.public_id}"
        assert (record.origin, record.counted_won) == (RecordOrigin.OUTSIDE, 110_000)
        assert "실적으로 인정됩니다: 110,000원" in visible_text(purchaser.get(answer.location))
        paper = purchaser.get(f"{answer.location}/evidence")
        assert paper.get_data() == PDF
        assert paper.headers["Content-Disposition"].startswith("attachment")
        paper.close()

    def test_vat_as_printed_wins_over_vat_as_computed(
        self, scene: Scene, purchaser: FlaskClient
    ) -> None:
        record_it(purchaser, scene, gross_won="10,000원", vat_won="910")
        assert [(r.net_won, r.vat_won) for r in records()] == [(9_090, 910)]

    def test_exempt_has_no_vat(self, scene: Scene, purchaser: FlaskClient) -> None:
        record_it(purchaser, scene, vat_class="exempt")
        assert [(r.net_won, r.vat_won) for r in records()] == [(110_000, 0)]

    def test_every_fault_stands_at_its_field_and_what_was_typed_stays(
        self, scene: Scene, purchaser: FlaskClient
    ) -> None:
        answer = record_it(
            purchaser,
            scene,
            enterprise_id="0",
            seller_name="동네 가게",
            seller_business_number="123-45-67890",
            gross_won="만원",
            evidence=None,
        )
        text = visible_text(answer)
        assert answer.status_code == 422
        assert "금액은 숫자로 적어 주세요." in text
        assert "세금계산서나 영수증 파일을 골라 주세요." in text
        assert 'value="동네 가게"' in answer.get_data(as_text=True)
        again = record_it(
            purchaser,
            scene,
            enterprise_id="0",
            seller_name="동네 가게",
            seller_business_number="123-45-67890",
        )
        assert "사업자등록번호가 올바르지 않습니다." in visible_text(again)
        assert records() == []

    def test_a_file_that_is_no_paper_is_refused_at_its_field(
        self, scene: Scene, purchaser: FlaskClient
    ) -> None:
        evidence = (BytesIO(b"MZ not a paper"), "영수증.pdf")
        answer = record_it(purchaser, scene, evidence=evidence)
        assert answer.status_code == 422
        assert "PDF, JPEG, PNG, HWPX 파일만" in visible_text(answer)

    def test_an_unknown_seller_with_a_stated_certificate(
        self, scene: Scene, purchaser: FlaskClient
    ) -> None:
        answer = record_it(
            purchaser,
            scene,
            enterprise_id="0",
            seller_name="먼 가게",
            seller_business_number="120-81-47521",
            stated_kind="certified_social",
            stated_number="제2020-001호",
            stated_issued_on="2020-01-01",
        )
        assert "(부서에서 인증서를 보고 적음)" in visible_text(purchaser.get(answer.location))
        assert records()[0].counts_toward_quota

    def test_a_stated_certificate_needs_its_beginning(
        self, scene: Scene, purchaser: FlaskClient
    ) -> None:
        answer = record_it(
            purchaser,
            scene,
            enterprise_id="0",
            seller_name="먼 가게",
            seller_business_number="120-81-47521",
            stated_kind="certified_social",
        )
        assert answer.status_code == 422
        assert "인증서의 지정일을 적어 주세요." in visible_text(answer)

    def test_something_similar_is_shown_and_kept_only_with_a_tick(
        self, scene: Scene, purchaser: FlaskClient
    ) -> None:
        record_it(purchaser, scene)
        answer = record_it(purchaser, scene)
        assert answer.status_code == 422
        assert "비슷한 구매가 이미 있습니다" in visible_text(answer)
        assert len(records()) == 1
        record_it(purchaser, scene, is_distinct="y")
        assert len(records()) == 2

    def test_a_closed_month_asks_for_the_reason(self, scene: Scene, purchaser: FlaskClient) -> None:
        with transaction() as session:
            session.add(
                MonthClosing(
                    department_id=scene.place.id,
                    year=2026,
                    month=10,
                    counted_won=0,
                    record_count=0,
                )
            )
        answer = record_it(purchaser, scene, counted_on="2026-10-30")
        assert "2026년 10월은 마감되었습니다." in visible_text(answer)
        assert 'name="late_reason"' in answer.get_data(as_text=True)
        record_it(purchaser, scene, counted_on="2026-10-30", late_reason="영수증이 늦음")
        assert [(r.month, r.reason) for r in records()] == [(11, "영수증이 늦음")]


class TestCorrection:
    def test_puts_it_right_and_leaves_the_first(self, scene: Scene, purchaser: FlaskClient) -> None:
        [record] = accepted(scene)
        page = f"/buyer/ledger/{record.public_id}/correction"
        data = as_recorded(record) | {"reason": "수량 오류", "gross_won": "11,000"}
        answer = submit(purchaser, page, data)
        first, reversal, right = records()
        assert answer.location == f"/buyer/ledger/{right.public_id}"
        assert [r.counted_won for r in (first, reversal, right)] == [22_000, -22_000, 11_000]
        assert (right.net_won, right.vat_won) == (10_000, 1_000)
        assert "이 기록은 취소되었습니다. 사유: 수량 오류" in visible_text(
            purchaser.get(f"/buyer/ledger/{first.public_id}")
        )

    def test_only_takes_it_back_when_asked(self, scene: Scene, purchaser: FlaskClient) -> None:
        [record] = accepted(scene)
        page = f"/buyer/ledger/{record.public_id}/correction"
        submit(purchaser, page, as_recorded(record) | {"reason": "중복", "way": "take_back"})
        assert sum(each.counted_won for each in records()) == 0
        assert len(records()) == 2

    def test_needs_a_reason(self, scene: Scene, purchaser: FlaskClient) -> None:
        [record] = accepted(scene)
        page = f"/buyer/ledger/{record.public_id}/correction"
        answer = submit(purchaser, page, as_recorded(record))
        assert answer.status_code == 422
        assert "사유를 적어 주세요." in visible_text(answer)
        assert len(records()) == 1

    def test_a_corrected_one_offers_no_second(self, scene: Scene, purchaser: FlaskClient) -> None:
        [record] = accepted(scene)
        page = f"/buyer/ledger/{record.public_id}/correction"
        submit(purchaser, page, as_recorded(record) | {"reason": "중복", "way": "take_back"})
        assert purchaser.get(page).location == f"/buyer/ledger/{record.public_id}"

    def test_is_not_for_approvers(self, scene: Scene, approver: FlaskClient) -> None:
        [record] = accepted(scene)
        page = f"/buyer/ledger/{record.public_id}/correction"
        assert approver.get(page).status_code == 403


def as_recorded(record: PurchaseRecord) -> dict[str, Any]:
    return {
        "way": "put_right",
        "counted_on": record.counted_on.isoformat(),
        "item": record.item,
        "kind": record.kind.value,
        "method": record.method.value,
        "gross_won": str(record.gross_won),
        "vat_class": "taxable",
    }


def test_roles_of_another_department_do_not_help(
    scene: Scene, purchaser: FlaskClient, signed_in: SignIn
) -> None:
    """An accountant elsewhere who only approves here may read here and not correct."""
    [record] = accepted(scene)
    with transaction():
        person = factories.serves(factories.department(scene.body), DepartmentRole.ACCOUNTANT)
        factories.serves_also(person, scene.place, DepartmentRole.APPROVER)
    both = signed_in(person)
    assert both.get(f"/buyer/ledger/{record.public_id}").status_code == 200
    assert both.get(f"/buyer/ledger/{record.public_id}/correction").status_code == 404
