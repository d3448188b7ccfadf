"""Who leaves is erased from where things were fetched; the copy holds it while they are here."""

from __future__ import annotations

from marketplace.core.database import db, transaction
from marketplace.orders.leaving import leave
from marketplace.orders.models import Order, OrderStatus
from marketplace.returns import answering
from marketplace.returns.copying import returns_of
from marketplace.returns.models import ReturnRequest
from tests.returns.conftest import Scene
from tests.support import factories


def test_the_pickup_is_erased_and_the_record_stays(scene: Scene) -> None:
    request_id = scene.ask(1).id
    with transaction() as session:
        member, other = factories.account(), factories.account()
        order = session.get_one(Order, scene.order_id)
        order.account_id = member.id
        member_id, other_id = member.id, other.id
    assert returns_of(other_id) == []
    with transaction():
        leave(other_id)
    [copy] = returns_of(member_id)
    assert copy["pickup"]["phone"] == "010-0000-0000"
    assert copy["said"] == "향이 세요."
    assert [each["quantity"] for each in copy["lines"]] == [1]
    with transaction() as session:
        answering.refuse(request_id, "이미 쓰신 상품입니다.")
        session.get_one(Order, scene.order_id).status = OrderStatus.COMPLETED
    with transaction():
        leave(member_id)
    left = db.session.get_one(ReturnRequest, request_id, populate_existing=True)
    held = (left.pickup_name, left.pickup_phone, left.pickup_postcode, left.pickup_address)
    assert {*held, left.pickup_detail} == {""}
    assert (left.said, left.answer) == ("향이 세요.", "이미 쓰신 상품입니다.")
