"""Requesting: the order and its file are made together, once, and hold stock."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.audit.models import AuditEntry
from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.permissions import DepartmentRole
from marketplace.notify.models import Letter
from marketplace.orders.errors import PriceChanged, StockRanOut
from marketplace.orders.models import Channel, Order, OrderStatus, ParcelStatus, PaymentTerms
from marketplace.procurement import approving, drafting
from marketplace.procurement.errors import FileNotFound, NobodyApproves, NotWithdrawable
from marketplace.procurement.models import Membership, PurchaseFile, PurchaseFileStatus
from marketplace.procurement.requesting import request_purchase, withdraw
from tests.procurement.purchasing import Scene, approved, requested, stock_of, wanting
from tests.support import factories


class TestRequestPurchase:
    def test_places_a_pay_later_order_and_opens_its_file(self, scene: Scene) -> None:
        file = requested(scene)
        order = file.order
        assert (order.channel, order.terms) == (Channel.PUBLIC, PaymentTerms.PAY_LATER)
        assert order.status is OrderStatus.AWAITING_APPROVAL
        assert order.reserved_until is None
        assert (order.goods_won, order.delivery_won) == (22_000, 3_000)
        assert order.parcels[0].status is ParcelStatus.WAITING
        assert (file.status, file.requested_by) == (
            PurchaseFileStatus.SUBMITTED,
            scene.purchaser.id,
        )

    def test_holds_the_stock(self, scene: Scene) -> None:
        requested(scene)
        assert stock_of(scene.soap) == 8

    def test_writes_an_audit_row(self, scene: Scene) -> None:
        file = requested(scene)
        query = select(AuditEntry.subject_id).filter_by(action="purchase:requested")
        assert db.session.scalars(query).all() == [file.id]

    def test_tells_every_approver_but_the_requester(self, scene: Scene) -> None:
        with transaction():
            other = factories.serves(scene.place, DepartmentRole.APPROVER)
            db.session.add(
                Membership(
                    department_id=scene.place.id,
                    account_id=scene.purchaser.id,
                    role=DepartmentRole.APPROVER,
                    since=clock.today(),
                )
            )
        requested(scene)
        query = select(Letter.recipient).filter_by(template="approval_requested")
        assert set(db.session.scalars(query)) == {scene.approver.email, other.email}

    def test_the_same_form_twice_makes_one_file(self, scene: Scene) -> None:
        request = wanting(scene, token="form-1")
        with transaction():
            first = request_purchase(request, scene.purchaser).id
        with transaction():
            second = request_purchase(request, scene.purchaser).id
        assert first == second
        assert stock_of(scene.soap) == 8

    def test_another_departments_form_token_finds_nothing(self, scene: Scene) -> None:
        with transaction():
            elsewhere = factories.department(scene.body)
            request_purchase(wanting(scene, token="form-1"), scene.purchaser)
        stolen = replace(wanting(scene, token="form-1"), department_id=elsewhere.id)
        with pytest.raises(FileNotFound), transaction():
            request_purchase(stolen, scene.purchaser)

    def test_nothing_remains_when_stock_ran_out(self, scene: Scene) -> None:
        with pytest.raises(StockRanOut), transaction():
            request_purchase(wanting(scene, (scene.soap, 11)), scene.purchaser)
        assert stock_of(scene.soap) == 10
        assert db.session.scalars(select(Order)).all() == []
        assert db.session.scalars(select(Letter)).all() == []

    def test_nothing_remains_when_the_price_moved(self, scene: Scene) -> None:
        request = replace(wanting(scene), shown_total_won=1)
        with pytest.raises(PriceChanged), transaction():
            request_purchase(request, scene.purchaser)
        assert db.session.scalars(select(PurchaseFile)).all() == []

    def test_refuses_where_nobody_but_the_requester_could_approve(self, scene: Scene) -> None:
        with transaction():
            membership = db.session.scalars(
                select(Membership).filter_by(account_id=scene.approver.id)
            ).one()
            membership.until = clock.today() - timedelta(days=1)
        with pytest.raises(NobodyApproves), transaction():
            request_purchase(wanting(scene), scene.purchaser)
        assert stock_of(scene.soap) == 10

    def test_takes_what_was_requested_off_the_list_and_leaves_the_rest(self, scene: Scene) -> None:
        owner = drafting.ListOwner(scene.place.id, scene.purchaser.id)
        with transaction():
            bread = factories.product(scene.seller)
            drafting.put_on_list(owner, scene.soap.options[0].id, 2)
            drafting.put_on_list(owner, bread.options[0].id, 1)
        requested(scene)
        left = drafting.read_list(owner).quote.lines
        assert [line.offer.product_id for line in left] == [bread.id]


class TestWithdraw:
    def test_frees_the_stock_and_closes_the_order(self, scene: Scene) -> None:
        file = requested(scene)
        with transaction():
            withdraw(file.id, scene.purchaser, "수량 변경")
        assert file.status is PurchaseFileStatus.WITHDRAWN
        assert file.order.status is OrderStatus.CANCELLED
        assert (file.decided_by, file.decision_note) == (scene.purchaser.id, "수량 변경")
        assert stock_of(scene.soap) == 10

    def test_is_refused_after_approval(self, scene: Scene) -> None:
        file = approved(scene)
        with pytest.raises(NotWithdrawable), transaction():
            withdraw(file.id, scene.purchaser, "")
        assert file.order.status is OrderStatus.CONFIRMED

    def test_twice_frees_the_stock_once(self, scene: Scene) -> None:
        file = requested(scene)
        with transaction():
            withdraw(file.id, scene.purchaser, "")
        with pytest.raises(NotWithdrawable), transaction():
            withdraw(file.id, scene.purchaser, "")
        assert stock_of(scene.soap) == 10

    def test_cannot_be_approved_afterwards(self, scene: Scene) -> None:
        file = requested(scene)
        with transaction():
            withdraw(file.id, scene.purchaser, "")
        with pytest.raises(Exception, match="이미 처리"), transaction():
            approving.approve(file.id, scene.approver)


class TestRequestList:
    def test_is_one_persons_for_one_department(self, scene: Scene, app: Flask) -> None:
        mine = drafting.ListOwner(scene.place.id, scene.purchaser.id)
        with transaction():
            drafting.put_on_list(mine, scene.soap.options[0].id, 2)
        for other in (
            drafting.ListOwner(scene.place.id, scene.approver.id),
            drafting.ListOwner(factories_department(scene), scene.purchaser.id),
        ):
            assert drafting.count_lines(other) == 0

    def test_adding_again_adds_up(self, scene: Scene) -> None:
        owner = drafting.ListOwner(scene.place.id, scene.purchaser.id)
        for quantity in (2, 3):
            with transaction():
                drafting.put_on_list(owner, scene.soap.options[0].id, quantity)
        assert drafting.read_list(owner).wanted == [(scene.soap.options[0].id, 5)]

    def test_a_line_of_somebody_else_is_not_found(self, scene: Scene) -> None:
        mine = drafting.ListOwner(scene.place.id, scene.purchaser.id)
        with transaction():
            line_id = drafting.put_on_list(mine, scene.soap.options[0].id, 2).id
        with pytest.raises(drafting.NotOnTheList), transaction():
            drafting.remove_line(drafting.ListOwner(scene.place.id, scene.approver.id), line_id)


def factories_department(scene: Scene) -> int:
    with transaction():
        return factories.department(scene.body).id
