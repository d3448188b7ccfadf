"""Inspection: the parcel, the file and the ledger move together, once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.notify.models import Letter
from marketplace.orders import cancelling
from marketplace.orders.models import OrderStatus, Parcel, ParcelStatus
from marketplace.procurement import inspection
from marketplace.procurement.errors import (
    AlreadyAccepted,
    AlreadyPaid,
    FileNotFound,
    NotDelivered,
    PurchaseRefused,
)
from marketplace.procurement.models import (
    CountsOn,
    Inspection,
    NotCountedReason,
    PurchaseFile,
    PurchaseFileStatus,
    PurchaseRecord,
    RecordOrigin,
)
from tests.procurement.purchasing import (
    Scene,
    accepted,
    approved,
    delivered,
    make_scene,
    requested,
)
from tests.support import factories


def accept(scene: Scene, file: PurchaseFile, at: int = 0) -> list[PurchaseRecord]:
    parcel_id = file.order.parcels[at].id
    with transaction():
        return inspection.accept_delivery(file.id, parcel_id, scene.purchaser, "이상 없음")


def ledger() -> list[PurchaseRecord]:
    db.session.rollback()
    return list(db.session.scalars(select(PurchaseRecord).order_by(PurchaseRecord.id)))


class TestAcceptDelivery:
    def test_writes_one_counting_record_a_line_with_the_certificate_of_the_day(
        self, scene: Scene
    ) -> None:
        (record,) = accepted(scene)
        assert (record.net_won, record.vat_won, record.counted_won) == (20_000, 2_000, 22_000)
        assert record.origin is RecordOrigin.PLATFORM
        assert record.counted_on == clock.today()
        assert (record.year, record.month) == (clock.today().year, clock.today().month)
        assert record.certification["number"] == scene.certification.number
        assert record.rule_id == scene.rule.id
        assert record.recorded_by == scene.purchaser.id
        assert record.item == f"{scene.soap.name} × 2"

    def test_accepts_parcel_and_file_in_the_same_transaction(self, scene: Scene) -> None:
        file = delivered(scene)
        accept(scene, file)
        assert file.order.parcels[0].status is ParcelStatus.ACCEPTED
        assert file.order.status is OrderStatus.COMPLETED
        assert file.status is PurchaseFileStatus.ACCEPTED

    def test_nothing_is_accepted_when_the_ledger_refuses(
        self, scene: Scene, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file = delivered(scene)

        def refuse(*_anything: object) -> None:
            raise RuntimeError("no ledger")

        monkeypatch.setattr(inspection, "record_platform_purchase", refuse)
        with pytest.raises(RuntimeError):
            accept(scene, file)
        db.session.rollback()
        assert file.order.parcels[0].status is ParcelStatus.SHIPPED
        assert file.status is PurchaseFileStatus.APPROVED
        assert db.session.scalars(select(Inspection)).all() == []

    def test_delivery_fees_do_not_count(self, scene: Scene) -> None:
        file = delivered(scene)
        accept(scene, file)
        assert file.order.total_won == 25_000
        assert sum(record.gross_won for record in ledger()) == 22_000

    def test_twice_is_refused_and_counts_once(self, scene: Scene) -> None:
        file = delivered(scene)
        accept(scene, file)
        with pytest.raises(AlreadyAccepted):
            accept(scene, file)
        assert len(ledger()) == 1

    def test_what_was_not_sent_cannot_be_accepted(self, scene: Scene) -> None:
        with pytest.raises(NotDelivered):
            accept(scene, approved(scene))

    def test_what_was_not_approved_cannot_be_accepted(self, scene: Scene) -> None:
        with pytest.raises(NotDelivered):
            accept(scene, requested(scene))

    def test_a_parcel_of_another_file_is_not_found(self, scene: Scene) -> None:
        mine, other = delivered(scene), delivered(scene)
        parcel_id = other.order.parcels[0].id
        with pytest.raises(FileNotFound), transaction():
            inspection.accept_delivery(mine.id, parcel_id, scene.purchaser)

    def test_a_lapsed_certificate_is_recorded_and_does_not_count(self, scene: Scene) -> None:
        file = delivered(scene)
        with transaction():
            scene.certification.expires_on = clock.today() - timedelta(days=1)
            db.session.add(scene.certification)
        (record,) = accept(scene, file)
        assert record.not_counted_reason is NotCountedReason.CERTIFICATION_LAPSED
        assert (record.gross_won, record.counted_won) == (22_000, 0)
        assert record.certification["number"] == scene.certification.number

    def test_a_later_lapse_does_not_change_what_was_kept(self, scene: Scene) -> None:
        (record,) = accepted(scene)
        with transaction():
            scene.certification.expires_on = clock.today() - timedelta(days=1)
        db.session.refresh(record)
        assert record.counts_toward_quota
        assert record.certification["expires_on"] > clock.today().isoformat()

    def test_the_file_waits_for_every_parcel(self, scene: Scene) -> None:
        with transaction():
            other = factories.product(factories.enterprise(), price_won=5_000)
        file = delivered(scene, (scene.soap, 1), (other, 1))
        accept(scene, file, 0)
        assert file.status is PurchaseFileStatus.APPROVED
        accept(scene, file, 1)
        assert file.status is PurchaseFileStatus.ACCEPTED
        counted = {record.seller_name: record.counted_won for record in ledger()}
        assert counted == {scene.seller.name: 11_000, other.enterprise.name: 0}

    def test_a_part_the_enterprise_cancelled_is_not_waited_for(self, scene: Scene) -> None:
        with transaction():
            other = factories.product(factories.enterprise(), price_won=5_000)
        file = approved(scene, (scene.soap, 1), (other, 1))
        mine, gone = (parcel.id for parcel in file.order.parcels)
        with transaction():
            inspection.shipping.ship_parcel(mine, "direct")
        with transaction():
            cancelling.cancel_parcel(gone, "품절")
        accept(scene, file, 0)
        assert file.status is PurchaseFileStatus.ACCEPTED


class TestCountingDays:
    def test_a_rule_on_orders_counts_on_the_day_of_approval(self, app: Flask) -> None:
        scene = make_scene(counts_on=CountsOn.ORDER)
        earlier = clock.now() - timedelta(days=3)
        with clock.frozen(earlier):
            file = delivered(scene)
        (record,) = accept(scene, file)
        assert record.counted_on == clock.seoul(earlier).date()

    def test_a_rule_on_payment_writes_when_payment_is_noted(self, app: Flask) -> None:
        scene = make_scene(counts_on=CountsOn.PAYMENT)
        file = delivered(scene)
        assert accept(scene, file) == []
        noted = db.session.scalars(select(Inspection)).one()
        with transaction():
            records = inspection.note_payment(noted.id, clock.today(), scene.purchaser)
        assert [record.counted_won for record in records] == [22_000]
        assert noted.paid_on == clock.today()

    def test_payment_is_noted_once_and_adds_no_second_record(self, scene: Scene) -> None:
        accepted(scene)
        noted = db.session.scalars(select(Inspection)).one()
        with transaction():
            assert inspection.note_payment(noted.id, clock.today(), scene.purchaser) == []
        with pytest.raises(AlreadyPaid), transaction():
            inspection.note_payment(noted.id, clock.today(), scene.purchaser)
        assert len(ledger()) == 1

    @pytest.mark.parametrize("days", [-1, 1])
    def test_payment_is_neither_before_inspection_nor_ahead(self, scene: Scene, days: int) -> None:
        accepted(scene)
        noted = db.session.scalars(select(Inspection)).one()
        day = clock.today() + timedelta(days=days)
        with pytest.raises(PurchaseRefused), transaction():
            inspection.note_payment(noted.id, day, scene.purchaser)

    def test_without_a_rule_it_is_recorded_and_counts_nothing(self, scene: Scene) -> None:
        with transaction():
            db.session.delete(scene.rule)
        (record,) = accepted(scene)
        assert record.not_counted_reason is NotCountedReason.NO_RULE
        assert record.rule_id is None


class TestDeliveryLetter:
    def test_the_requester_is_told_what_to_inspect_in_place_of_a_shopping_mail(
        self, scene: Scene
    ) -> None:
        file = delivered(scene)
        letters = {each.template: each for each in db.session.scalars(select(Letter))}
        assert letters["delivery_to_inspect"].recipient == scene.purchaser.email
        parcel = db.session.scalars(select(Parcel).filter_by(order_id=file.order_id)).one()
        assert letters["delivery_to_inspect"].context["parcel_id"] == parcel.public_id
        assert "parcel_shipped" not in letters
