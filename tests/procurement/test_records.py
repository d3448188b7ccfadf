"""The ledger: outside purchases with evidence, corrections by reversal, closed months untouched."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from marketplace.audit.models import AuditEntry
from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.money import TaxedAmount
from marketplace.media.files import CheckedFile, check_file
from marketplace.procurement.correcting import NotCorrectable, RightVersion, correct_record
from marketplace.procurement.counting import Designation
from marketplace.procurement.errors import (
    AlreadyCorrected,
    AlreadyRecorded,
    LooksRecorded,
    MonthIsClosed,
    PurchaseRefused,
    ReasonNeeded,
)
from marketplace.procurement.inspection import record_platform_purchase
from marketplace.procurement.ledger import (
    LedgerFilter,
    find_reversed,
    get_record,
    list_records,
    sum_records,
)
from marketplace.procurement.models import (
    ContractMethod,
    MonthClosing,
    NotCountedReason,
    PurchaseFile,
    PurchaseKind,
    PurchaseRecord,
    RecordOrigin,
)
from marketplace.procurement.outside import OutsidePurchase, record_outside_purchase
from marketplace.procurement.similar import Seller
from tests.procurement.purchasing import Scene, accepted, delivered
from tests.support import factories

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
KNOWN_NUMBER = "120-81-47521"


@pytest.fixture
def paper() -> CheckedFile:
    return check_file(PDF, "세금계산서.pdf")


def purchase(scene: Scene, **values: object) -> OutsidePurchase:
    made = OutsidePurchase(
        department_id=scene.place.id,
        counted_on=clock.today(),
        kind=PurchaseKind.SERVICE,
        method=ContractMethod.CARD,
        seller=Seller(scene.seller.id),
        item="회의 다과",
        amount=TaxedAmount(100_000, 10_000),
        key="form-1",
    )
    return replace(made, **values)  # type: ignore[arg-type]


def kept(scene: Scene, paper: CheckedFile, **values: object) -> PurchaseRecord:
    with transaction():
        return record_outside_purchase(purchase(scene, **values), paper)


def close(scene: Scene, day: date) -> None:
    with transaction():
        db.session.add(
            MonthClosing(
                department_id=scene.place.id,
                year=day.year,
                month=day.month,
                counted_won=0,
                record_count=0,
            )
        )


def last_month() -> date:
    return clock.today().replace(day=1) - timedelta(days=1)


def count_records() -> int:
    return db.session.scalar(select(func.count()).select_from(PurchaseRecord)) or 0


class TestOutsidePurchase:
    def test_of_a_known_enterprise_counts_by_its_certificate(
        self, scene: Scene, paper: CheckedFile
    ) -> None:
        record = kept(scene, paper)
        assert record.origin is RecordOrigin.OUTSIDE
        assert (record.counted_won, record.seller_name) == (110_000, scene.seller.name)
        assert record.certification["number"] == scene.certification.number
        assert record.evidence_id is not None

    def test_a_known_business_number_finds_the_enterprise(
        self, scene: Scene, paper: CheckedFile
    ) -> None:
        with transaction():
            scene.seller.business_number = KNOWN_NUMBER.replace("-", "")
        record = kept(scene, paper, seller=Seller(None, "다른 이름", KNOWN_NUMBER))
        assert (record.enterprise_id, record.seller_name) == (scene.seller.id, scene.seller.name)

    def test_an_unknown_seller_does_not_count_by_itself(
        self, scene: Scene, paper: CheckedFile
    ) -> None:
        record = kept(scene, paper, seller=Seller(None, "모르는 가게", KNOWN_NUMBER))
        assert record.not_counted_reason is NotCountedReason.NO_CERTIFICATION
        assert record.seller_business_number == "1208147521"

    def test_an_unknown_seller_counts_by_a_stated_certificate_which_says_so(
        self, scene: Scene, paper: CheckedFile
    ) -> None:
        stated = Designation(
            "certified_social", "인증사회적기업", "제1호", date(2020, 1, 1), None, is_stated=True
        )
        record = kept(scene, paper, seller=Seller(None, "먼 가게", KNOWN_NUMBER), stated=stated)
        assert record.counts_toward_quota
        assert record.certification["is_stated"] is True

    def test_a_stated_certificate_does_not_override_what_we_know(
        self, scene: Scene, paper: CheckedFile
    ) -> None:
        with transaction():
            scene.certification.expires_on = clock.today() - timedelta(days=1)
        stated = Designation(
            "certified_social", "인증사회적기업", "제1호", date(2020, 1, 1), None, is_stated=True
        )
        record = kept(scene, paper, stated=stated)
        assert record.not_counted_reason is NotCountedReason.CERTIFICATION_LAPSED

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"seller": Seller(None, "", KNOWN_NUMBER)}, "seller_name"),
            ({"seller": Seller(None, "가게", "123-45-67890")}, "seller_business_number"),
            ({"amount": TaxedAmount(0, 0)}, "gross_won"),
            ({"counted_on": date(2099, 1, 1)}, "counted_on"),
        ],
    )
    def test_refuses_by_field_what_cannot_be(
        self, scene: Scene, paper: CheckedFile, values: dict[str, object], field: str
    ) -> None:
        with pytest.raises(PurchaseRefused) as refused:
            kept(scene, paper, **values)
        assert list(refused.value.fields) == [field]
        assert count_records() == 0

    def test_the_same_form_twice_records_once(self, scene: Scene, paper: CheckedFile) -> None:
        first = kept(scene, paper).id
        assert kept(scene, paper).id == first
        assert count_records() == 1

    def test_something_similar_is_shown_before_it_is_kept(
        self, scene: Scene, paper: CheckedFile
    ) -> None:
        first = kept(scene, paper)
        near = clock.today() - timedelta(days=7)
        with pytest.raises(LooksRecorded) as looked:
            kept(scene, paper, key="form-2", counted_on=near)
        assert [each.id for each in looked.value.similar] == [first.id]
        kept(scene, paper, key="form-2", counted_on=near, is_distinct=True)
        assert count_records() == 2

    def test_a_delivery_here_of_the_same_sum_is_shown_too(
        self, scene: Scene, paper: CheckedFile
    ) -> None:
        file = delivered(scene)
        with pytest.raises(LooksRecorded) as looked:
            kept(scene, paper, amount=TaxedAmount(22_727, 2_273))  # goods and delivery fee
        assert [type(each) for each in looked.value.similar] == [PurchaseFile]
        assert looked.value.similar[0].id == file.id

    def test_another_sum_or_another_week_is_not_similar(
        self, scene: Scene, paper: CheckedFile
    ) -> None:
        kept(scene, paper)
        kept(scene, paper, key="form-2", amount=TaxedAmount(100_001, 10_000))
        kept(scene, paper, key="form-3", counted_on=clock.today() - timedelta(days=8))
        assert count_records() == 3

    def test_a_closed_month_takes_it_only_with_a_reason_and_into_the_open_one(
        self, scene: Scene, paper: CheckedFile
    ) -> None:
        close(scene, last_month())
        with pytest.raises(MonthIsClosed):
            kept(scene, paper, counted_on=last_month())
        record = kept(scene, paper, counted_on=last_month(), late_reason="영수증 늦게 도착")
        assert (record.year, record.month) == (clock.today().year, clock.today().month)
        assert (record.counted_on, record.reason) == (last_month(), "영수증 늦게 도착")


class TestPlatformRecords:
    def test_a_line_has_one_record_whatever_calls_twice(self, scene: Scene) -> None:
        (record,) = accepted(scene)
        file = db.session.scalars(select(PurchaseFile)).one()
        with pytest.raises(AlreadyRecorded), transaction():
            record_platform_purchase(file, file.order.parcels[0], clock.today())
        assert count_records() == 1
        assert record.order_line_id == file.order.parcels[0].lines[0].id

    def test_every_row_has_its_audit_row(self, scene: Scene) -> None:
        (record,) = accepted(scene)
        query = select(AuditEntry).filter_by(action="record:written", subject_id=record.id)
        assert db.session.scalars(query).one().detail["counted_won"] == 22_000


class TestCorrect:
    def right(self, **values: object) -> RightVersion:
        made = RightVersion(
            clock.today(),
            PurchaseKind.GOODS,
            ContractMethod.CARD,
            "비누 1개",
            TaxedAmount(10_000, 1_000),
        )
        return replace(made, **values)  # type: ignore[arg-type]

    def test_takes_back_what_was_added_to_the_won(self, scene: Scene) -> None:
        (record,) = accepted(scene)
        with transaction():
            reversal = correct_record(record.id, "잘못 검수").reversal
        assert reversal.origin is RecordOrigin.CORRECTION
        sums = sum_records(scene.place.id, LedgerFilter(record.year))
        assert (sums.record_count, sums.gross_won, sums.counted_won) == (2, 0, 0)

    def test_leaves_the_wrong_row_as_it_was(self, scene: Scene) -> None:
        (record,) = accepted(scene)
        with transaction():
            correct_record(record.id, "수량 오류", self.right())
        db.session.refresh(record)
        assert (record.counted_won, record.reason) == (22_000, "")

    def test_puts_the_right_version_beside_it(self, scene: Scene) -> None:
        (record,) = accepted(scene)
        with transaction():
            replacement = correct_record(record.id, "수량 오류", self.right()).replacement
        assert replacement is not None
        assert (replacement.replaces_id, replacement.counted_won) == (record.id, 11_000)
        assert replacement.enterprise_id == scene.seller.id
        sums = sum_records(scene.place.id, LedgerFilter(record.year))
        assert sums.counted_won == 11_000
        assert get_record(replacement.public_id, [scene.place.id]).is_correctable

    def test_needs_a_reason(self, scene: Scene) -> None:
        (record,) = accepted(scene)
        with pytest.raises(ReasonNeeded), transaction():
            correct_record(record.id, " ")

    def test_twice_is_refused(self, scene: Scene) -> None:
        (record,) = accepted(scene)
        with transaction():
            correct_record(record.id, "하나")
        with pytest.raises(AlreadyCorrected), transaction():
            correct_record(record.id, "둘")
        assert find_reversed([record.id]) == {record.id}

    def test_a_reversal_is_final(self, scene: Scene) -> None:
        (record,) = accepted(scene)
        with transaction():
            reversal = correct_record(record.id, "하나").reversal
        with pytest.raises(NotCorrectable), transaction():
            correct_record(reversal.id, "둘")

    def test_a_closed_month_stays_as_it_was_reported(
        self, scene: Scene, paper: CheckedFile
    ) -> None:
        record = kept(scene, paper, counted_on=last_month())
        close(scene, last_month())
        with transaction():
            done = correct_record(record.id, "금액 오류", self.right(counted_on=last_month()))
        reported = LedgerFilter(last_month().year, last_month().month)
        assert sum_records(scene.place.id, reported).counted_won == 110_000
        assert done.replacement is not None
        for row in (done.reversal, done.replacement):
            assert (row.year, row.month) == (clock.today().year, clock.today().month)
            assert row.counted_on == last_month()

    def test_an_open_month_is_corrected_where_it_is(self, scene: Scene, paper: CheckedFile) -> None:
        record = kept(scene, paper, counted_on=last_month())
        with transaction():
            reversal = correct_record(record.id, "취소").reversal
        assert (reversal.year, reversal.month) == (record.year, record.month)

    def test_keeps_what_a_person_stated_of_an_unknown_seller(
        self, scene: Scene, paper: CheckedFile
    ) -> None:
        stated = Designation(
            "certified_social", "인증사회적기업", "제1호", date(2020, 1, 1), None, is_stated=True
        )
        record = kept(scene, paper, seller=Seller(None, "먼 가게", KNOWN_NUMBER), stated=stated)
        with transaction():
            replacement = correct_record(record.id, "금액 오류", self.right()).replacement
        assert replacement is not None
        assert replacement.counted_won == 11_000
        assert replacement.evidence_id == record.evidence_id


class TestLedger:
    def test_month_sums_add_up_to_the_year(self, scene: Scene, paper: CheckedFile) -> None:
        accepted(scene)
        record = kept(scene, paper, counted_on=clock.today().replace(month=1, day=3))
        with transaction():
            correct_record(record.id, "취소")
        year = clock.today().year
        months = [
            sum_records(scene.place.id, LedgerFilter(year, month)).counted_won
            for month in range(1, 13)
        ]
        assert sum(months) == sum_records(scene.place.id, LedgerFilter(year)).counted_won == 22_000

    def test_filters_by_whether_it_counts(self, scene: Scene, paper: CheckedFile) -> None:
        kept(scene, paper)
        kept(scene, paper, key="2", seller=Seller(None, "가게", KNOWN_NUMBER))
        year = clock.today().year
        found = list_records(scene.place.id, LedgerFilter(year, counts=False)).items
        assert [row.seller_name for row in found] == ["가게"]

    def test_pages_without_losing_a_row(self, scene: Scene, paper: CheckedFile) -> None:
        ids = [kept(scene, paper, key=str(n), amount=TaxedAmount(1000 + n, 0)).id for n in range(5)]
        wanted, seen, cursor = LedgerFilter(clock.today().year), [], None
        while True:
            page = list_records(scene.place.id, wanted, cursor, limit=2)
            seen += [row.id for row in page.items]
            cursor = page.next_cursor
            if cursor is None:
                break
        assert seen == ids[::-1]

    def test_another_departments_record_is_not_found(
        self, scene: Scene, paper: CheckedFile
    ) -> None:
        record = kept(scene, paper)
        with transaction():
            other = factories.department(scene.body)
        with pytest.raises(Exception, match="찾을 수 없습니다"):
            get_record(record.public_id, [other.id])
