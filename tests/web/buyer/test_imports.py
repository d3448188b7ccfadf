"""A sheet from upload to ledger: each step an address of its own, each bad file told in place."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import select
from urllib3.filepost import encode_multipart_formdata
from werkzeug.test import TestResponse

from marketplace.core.database import db, transaction
from marketplace.core.permissions import DepartmentRole
from marketplace.procurement.models import (
    DepartmentAlias,
    ImportMapping,
    ImportState,
    PublishedFigure,
    PurchaseImport,
    PurchaseRecord,
)
from tests.procurement.purchasing import Scene
from tests.procurement.quota.ledger import closed
from tests.procurement.sheets.drawing import drawn, table, two_row_head
from tests.support import factories
from tests.support.pages import csrf_of, visible_text
from tests.support.queue import ListQueue
from tests.support.signing_in import SignIn
from tests.web.buyer.costs import statements_of

NEW = "/buyer/imports/new"
HEAD = ["날짜", "업체명", "품목", "금액"]


def good(rows: int = 2) -> bytes:
    return table(
        [HEAD, *(["2026-11-0" + str(1 + n % 9), "햇살", f"비누 {n}", 11_000] for n in range(rows))]
    )


def one_total(sheet: Worksheet) -> None:
    for row in (HEAD, ["2026-11-01", "햇살", "비누", 11_000], ["합계", None, None, 11_000]):
        sheet.append(row)


def upload(client: FlaskClient, data: bytes, name: str = "실적.xlsx", **more: str) -> TestResponse:
    page = client.get(NEW)
    # Encoded here, because the test client leaves the file of a large upload open.
    body, kind = encode_multipart_formdata(
        {"csrf_token": csrf_of(page), "file": (name, data), "scope": "department", **more}
    )
    return client.post(NEW, data=body, content_type=kind)


def press(client: FlaskClient, page: str, to: str, **more: object) -> TestResponse:
    """Send the page's form as it stands, with what the person changes."""
    html = client.get(page)
    text = html.get_data(as_text=True)
    sent: dict[str, object] = {"csrf_token": csrf_of(html)}
    for select_ in re.finditer(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', text, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', select_[2])
        sent[select_[1]] = chosen[1] if chosen else ""
    return client.post(to, data=sent | more)


def records() -> list[PurchaseRecord]:
    db.session.rollback()
    return list(db.session.scalars(select(PurchaseRecord).order_by(PurchaseRecord.id)))


@pytest.fixture
def coordinator(scene: Scene, signed_in: SignIn) -> FlaskClient:
    with transaction():
        scene.place.coordinates = True
        db.session.add(scene.place)
        person = factories.serves(scene.place, DepartmentRole.COORDINATOR)
    return signed_in(person)


class TestTheWay:
    def test_from_upload_to_the_ledger_and_back(self, scene: Scene, purchaser: FlaskClient) -> None:
        show = upload(purchaser, good()).location
        mapping = purchaser.get(show).location
        assert mapping == f"{show}/mapping"
        text = visible_text(purchaser.get(mapping))
        assert "머리글 1행, 구매 2행" in text
        assert press(purchaser, mapping, mapping, name="월 실적").location == show
        preview = purchaser.get(show).location
        told = visible_text(purchaser.get(preview))
        assert "새로 기록할 구매 2건" in told
        assert "비누 1" in told
        assert records() == []
        answer = press(purchaser, preview, f"{show}/recording", way="all")
        assert answer.location == show
        assert "구매 2건을 기록했습니다." in visible_text(purchaser.get(show))
        assert [each.department_id for each in records()] == [scene.place.id] * 2
        answer = press(purchaser, show, f"{show}/undoing", reason="달이 다름")
        assert "기록 2건을 정정 기록으로 되돌렸습니다." in visible_text(purchaser.get(show))
        assert sum(each.gross_won for each in records()) == 0
        listed = visible_text(purchaser.get("/buyer/imports"))
        assert "실적.xlsx" in listed
        assert "되돌림" in listed

    def test_the_mapping_comes_again_with_the_same_head(
        self, scene: Scene, purchaser: FlaskClient
    ) -> None:
        show = upload(purchaser, good()).location
        press(purchaser, f"{show}/mapping", f"{show}/mapping", name="월 실적", unit_won="1000")
        again = upload(purchaser, good(1)).location
        page = purchaser.get(f"{again}/mapping").get_data(as_text=True)
        assert 'value="월 실적"' in page
        assert '<option value="1000" selected>' in page
        [kept] = db.session.query(ImportMapping)
        assert kept.mapping["unit_won"] == 1_000

    def test_a_bad_row_stops_all_until_the_rest_is_asked_for(
        self, scene: Scene, purchaser: FlaskClient
    ) -> None:
        rows = [
            HEAD,
            ["2026-11-01", "햇살", "비누", 11_000],
            ["어제", "햇살", "비누", "<b>많이</b>"],
        ]
        show = upload(purchaser, table(rows)).location
        press(purchaser, f"{show}/mapping", f"{show}/mapping")
        html = purchaser.get(f"{show}/preview").get_data(as_text=True)
        assert "<b>많이" not in html
        text = visible_text(purchaser.get(f"{show}/preview"))
        assert "날짜가 아닙니다: 어제" in text
        assert "A3" in text
        press(purchaser, f"{show}/preview", f"{show}/recording", way="all")
        assert records() == []
        assert "아무것도 기록하지 않았습니다." in visible_text(purchaser.get(f"{show}/preview"))
        csv = purchaser.get(f"{show}/faults.csv").get_data().decode("utf-8-sig")
        assert "날짜가 아닙니다: 어제" in csv
        press(purchaser, f"{show}/preview", f"{show}/recording", way="rest")
        assert len(records()) == 1

    def test_a_double_press_records_once(self, scene: Scene, purchaser: FlaskClient) -> None:
        show = upload(purchaser, good()).location
        press(purchaser, f"{show}/mapping", f"{show}/mapping")
        token = csrf_of(purchaser.get(f"{show}/preview"))
        for _ in range(2):
            purchaser.post(f"{show}/recording", data={"csrf_token": token, "way": "all"})
        assert len(records()) == 2

    def test_what_looks_the_same_is_settled_on_the_page(
        self, scene: Scene, purchaser: FlaskClient
    ) -> None:
        rows = [HEAD, ["2026-11-02", "햇살", "수제 비누", 11_000]]
        for data in (good(1), table(rows)):
            show = upload(purchaser, data).location
            press(purchaser, f"{show}/mapping", f"{show}/mapping")
            press(purchaser, f"{show}/preview", f"{show}/recording", way="all")
        assert len(records()) == 1
        page = f"{show}/preview"
        assert "같은 구매일 수 있는 행" in visible_text(purchaser.get(page))
        press(purchaser, page, page, **{"row-실적!2": "distinct"})
        press(purchaser, page, f"{show}/recording", way="all")
        assert len(records()) == 2

    def test_a_closed_month_asks_for_a_reason(self, scene: Scene, purchaser: FlaskClient) -> None:
        with transaction():
            closed(scene.place, 2026, 10)
        show = upload(purchaser, table([HEAD, ["2026-10-05", "햇살", "비누", 11_000]])).location
        press(purchaser, f"{show}/mapping", f"{show}/mapping")
        page = f"{show}/preview"
        assert "2026년 10월 구매 1건 → 2026년 11월 실적" in visible_text(purchaser.get(page))
        press(purchaser, page, page, late_reason="시트가 늦음")
        press(purchaser, page, f"{show}/recording", way="all", late_reason="시트가 늦음")
        assert [(each.month, each.reason) for each in records()] == [(11, "시트가 늦음")]


class TestCoordinator:
    def test_brings_in_all_departments_and_names_the_unknown_once(
        self, scene: Scene, coordinator: FlaskClient
    ) -> None:
        show = upload(coordinator, drawn(two_row_head), scope=scene.body.slug).location
        mapping = f"{show}/mapping"
        text = visible_text(coordinator.get(mapping))
        assert "머리글 3, 4행" in text
        assert "금액 단위 천원" in text
        means = {"called": ["복지정책과", "총무과"], "means-department": [scene.place.id] * 2}
        press(coordinator, mapping, mapping, **means)
        assert db.session.query(DepartmentAlias).count() == 2
        press(coordinator, f"{show}/preview", f"{show}/recording", way="all")
        assert [each.gross_won for each in records()] == [1_100_000, 2_200_000, 550_000]
        told = visible_text(coordinator.get(show))
        assert "10행 합 계" in told
        assert "3,850,000원" in told

    def test_its_printed_totals_are_kept_with_one_press(
        self, scene: Scene, coordinator: FlaskClient, purchaser: FlaskClient
    ) -> None:
        with transaction():
            factories.department(scene.body, name="복지정책과")
            factories.department(scene.body, name="총무과", code="general")
        show = upload(coordinator, drawn(two_row_head), scope=scene.body.slug).location
        press(coordinator, f"{show}/mapping", f"{show}/mapping")
        press(coordinator, f"{show}/preview", f"{show}/recording", way="all")
        text = visible_text(coordinator.get(show))
        assert "시트의 합계를 공표한 수치로 남기기" in text
        assert "2026년 3,850,000원 1월부터 3월까지의 합" in text
        assert db.session.query(PublishedFigure).count() == 0
        address = f"{show}/printed-totals"
        assert press(purchaser, "/buyer", address, keep="all").status_code in (403, 404)
        assert press(coordinator, show, address, keep="all").location == f"{show}#printed"
        text = visible_text(coordinator.get(show))
        assert "공표한 수치 1개를 남기고 0개를 바꿨습니다." in text
        assert "남겨 두었습니다" in text
        press(coordinator, show, address, keep="all")
        assert "바뀐 공표 수치가 없습니다." in visible_text(coordinator.get(show))
        with transaction():
            [kept] = db.session.query(PublishedFigure)
            kept.source, kept.actual_won = "구정백서", 4_000_000
        text = visible_text(coordinator.get(show))
        assert "지금 공표한 수치: 4,000,000원, 출처 구정백서" in text
        press(coordinator, show, address, keep="all")
        assert "4,000,000원, 출처 구정백서" in visible_text(coordinator.get(show))
        press(coordinator, show, address, replace="all")
        assert "0개를 남기고 1개를 바꿨습니다." in visible_text(coordinator.get(show))

    def test_printed_totals_are_the_coordinators_alone(
        self, scene: Scene, purchaser: FlaskClient
    ) -> None:
        show = upload(purchaser, drawn(one_total)).location
        press(purchaser, f"{show}/mapping", f"{show}/mapping")
        press(purchaser, f"{show}/preview", f"{show}/recording", way="all")
        text = visible_text(purchaser.get(show))
        assert "3행 합계" in text
        assert "공표한 수치로 남기기" not in text

    def test_another_institutions_department_cannot_be_meant(
        self, scene: Scene, coordinator: FlaskClient
    ) -> None:
        with transaction():
            other = factories.department().id
        show = upload(coordinator, drawn(two_row_head), scope=scene.body.slug).location
        means = {"called": ["총무과"], "means-department": [other]}
        assert press(coordinator, f"{show}/mapping", f"{show}/mapping", **means).status_code == 404


class TestBadFiles:
    @pytest.mark.parametrize(
        ("data", "said"),
        [
            (b"", "엑셀이나 CSV 파일을 골라 주세요."),
            (b"x" * (10 * 1024 * 1024 + 10), "파일이 10MB보다 큽니다."),
        ],
    )
    def test_that_are_none_come_back_to_the_field(
        self, scene: Scene, purchaser: FlaskClient, data: bytes, said: str
    ) -> None:
        answer = upload(purchaser, data, name="" if not data else "실적.xlsx")
        assert answer.status_code == 422
        assert said in visible_text(answer)

    @pytest.mark.parametrize(
        ("data", "said"),
        [
            (b"MZ not a sheet", "엑셀(.xlsx)이나 CSV 파일만"),
            (
                b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
                "암호가",
            ),
            (table([HEAD]), "구매가 한 줄도 없습니다."),
            (table([["안녕"], ["하세요"]]), "머리글 행을 찾지 못했습니다."),
        ],
    )
    def test_that_hold_no_table_say_so_on_their_page(
        self, scene: Scene, purchaser: FlaskClient, data: bytes, said: str
    ) -> None:
        show = upload(purchaser, data).location
        answer = purchaser.get(show)
        assert said in visible_text(answer)
        assert "기록된 것은 없습니다." in visible_text(answer)

    def test_fifty_megabytes_are_turned_away_at_the_door(
        self, scene: Scene, purchaser: FlaskClient
    ) -> None:
        answer = upload(purchaser, b"0" * 50 * 1024 * 1024)
        assert answer.status_code == 413

    def test_a_mapping_without_amounts_comes_back_as_typed(
        self, scene: Scene, purchaser: FlaskClient
    ) -> None:
        page = f"{upload(purchaser, good()).location}/mapping"
        answer = press(purchaser, page, page, **{"field-gross": "", "name": "내 연결"})
        assert answer.status_code == 422
        assert "금액이나 공급가액이 있는 열을 골라 주세요." in visible_text(answer)
        assert 'value="내 연결"' in answer.get_data(as_text=True)

    def test_nonsense_in_the_form_is_no_server_error(
        self, scene: Scene, purchaser: FlaskClient
    ) -> None:
        page = f"{upload(purchaser, good()).location}/mapping"
        answer = press(
            purchaser,
            page,
            page,
            **{"unit_won": "9" * 30, "year": "٣٣٣٣", "kind": "'; DROP", "name": "가" * 20_000},
            **{"called": "없는과", "means-department": "x"},
        )
        assert answer.status_code == 302


class TestWhoseItIs:
    def test_another_departments_import_is_not_found(
        self, scene: Scene, purchaser: FlaskClient, signed_in: SignIn
    ) -> None:
        show = upload(purchaser, good()).location
        with transaction():
            other = signed_in(factories.serves(factories.department(scene.body)))
        for path in (
            show,
            f"{show}/mapping",
            f"{show}/preview",
            f"{show}/file",
            f"{show}/faults.csv",
        ):
            assert other.get(path).status_code == 404

    def test_an_approver_brings_nothing_in(self, scene: Scene, approver: FlaskClient) -> None:
        assert approver.get("/buyer/imports").status_code == 403

    def test_the_file_is_given_back_as_it_was(self, scene: Scene, purchaser: FlaskClient) -> None:
        data = good()
        answer = purchaser.get(f"{upload(purchaser, data).location}/file")
        assert answer.get_data() == data
        assert answer.headers["Content-Disposition"].startswith("attachment")
        answer.close()


class TestLargeFiles:
    def test_are_read_in_the_background_with_progress(
        self, scene: Scene, purchaser: FlaskClient, jobs: ListQueue
    ) -> None:
        rows = "\n".join(f"2026-11-01,햇살,비누 {n} {'가' * 30},{1000 + n}" for n in range(1_500))
        data = ("날짜,업체명,품목,금액\n" + rows).encode()
        show = upload(purchaser, data, "실적.csv").location
        waiting = purchaser.get(show)
        assert (waiting.headers["Refresh"], "읽는 중" in visible_text(waiting)) == ("2", True)
        jobs.run_all()
        press(purchaser, f"{show}/mapping", f"{show}/mapping")
        assert "1,500행 가운데 0행" in visible_text(purchaser.get(show))
        jobs.run_all()
        press(purchaser, f"{show}/preview", f"{show}/recording", way="all")
        assert "기록 중" in visible_text(purchaser.get(show))
        jobs.run_all()
        jobs.run_all()
        assert len(records()) == 1_500
        [made] = db.session.query(PurchaseImport)
        assert (made.state, made.recorded_by) == (ImportState.RECORDED, scene.purchaser.id)


def test_pages_cost_the_same_however_long(app: Flask, scene: Scene, purchaser: FlaskClient) -> None:
    costs = []
    for count in (2, 90):
        show = upload(purchaser, good(count)).location
        press(purchaser, f"{show}/mapping", f"{show}/mapping")
        costs.append(
            [statements_of(app, purchaser, page) for page in ("/buyer/imports", f"{show}/preview")]
        )
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 16
