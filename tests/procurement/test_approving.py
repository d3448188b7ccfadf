"""Approving: somebody else decides, once."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from marketplace.audit.models import AuditEntry
from marketplace.core.database import db, transaction
from marketplace.core.permissions import DepartmentRole
from marketplace.notify.models import Letter
from marketplace.orders.models import OrderStatus, ParcelStatus
from marketplace.orders.queries import list_parcels_of_enterprises
from marketplace.procurement import approving
from marketplace.procurement.errors import (
    AlreadyDecided,
    FileNotFound,
    OwnRequest,
    ReasonNeeded,
)
from marketplace.procurement.models import PurchaseFileStatus
from tests.procurement.purchasing import Scene, approved, requested, stock_of
from tests.support import factories


class TestApprove:
    def test_makes_the_order_certain_and_shows_it_to_the_enterprise(self, scene: Scene) -> None:
        file = requested(scene)
        assert list_parcels_of_enterprises([scene.seller.id]).items == []
        with transaction():
            approving.approve(file.id, scene.approver, "승인합니다")
        assert file.order.status is OrderStatus.CONFIRMED
        assert (file.status, file.decided_by) == (PurchaseFileStatus.APPROVED, scene.approver.id)
        seen = list_parcels_of_enterprises([scene.seller.id]).items
        assert [parcel.status for parcel in seen] == [ParcelStatus.PREPARING]

    def test_tells_the_requester_and_the_enterprise(self, scene: Scene) -> None:
        approved(scene)
        letters = {each.template: each.recipient for each in db.session.scalars(select(Letter))}
        assert letters["purchase_approved"] == scene.purchaser.email
        assert letters["new_order"] == scene.seller.email
        assert "order_confirmed" not in letters

    def test_a_second_decision_says_who_was_first(self, scene: Scene) -> None:
        file = approved(scene)
        with transaction():
            second = factories.serves(scene.place, DepartmentRole.APPROVER)
        with pytest.raises(AlreadyDecided, match=scene.approver.name), transaction():
            approving.reject(file.id, second, "예산 부족")
        assert file.status is PurchaseFileStatus.APPROVED
        assert stock_of(scene.soap) == 8

    def test_nobody_decides_on_their_own_request(self, scene: Scene) -> None:
        file = requested(scene)
        with pytest.raises(OwnRequest), transaction():
            approving.approve(file.id, scene.purchaser)
        assert file.status is PurchaseFileStatus.SUBMITTED

    def test_a_file_that_is_not_there_is_not_found(self, scene: Scene) -> None:
        with pytest.raises(FileNotFound), transaction():
            approving.approve(999_999, scene.approver)


class TestReject:
    def test_frees_the_stock_and_keeps_the_reason(self, scene: Scene) -> None:
        file = requested(scene)
        with transaction():
            approving.reject(file.id, scene.approver, "예산 과목이 다릅니다")
        assert file.status is PurchaseFileStatus.REJECTED
        assert file.order.status is OrderStatus.CANCELLED
        assert file.decision_note == "예산 과목이 다릅니다"
        assert stock_of(scene.soap) == 10
        query = select(AuditEntry.detail).filter_by(action="purchase:rejected")
        assert db.session.scalars(query).one() == {"reason": "예산 과목이 다릅니다"}

    def test_needs_a_reason(self, scene: Scene) -> None:
        file = requested(scene)
        with pytest.raises(ReasonNeeded), transaction():
            approving.reject(file.id, scene.approver, "  ")
        assert file.status is PurchaseFileStatus.SUBMITTED
