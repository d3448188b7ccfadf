"""Points of what is sent back: what was spent returns, what was earned goes, to the won."""

from __future__ import annotations

from sqlalchemy import select

from marketplace.core.database import db, transaction
from marketplace.orders.models import Order
from marketplace.payments.models import Refund
from marketplace.promotions.points.models import PointMove
from marketplace.returns import answering
from marketplace.returns.models import Condition, ReturnReason
from tests.promotions.pointing import books, ledger, points_of, points_on
from tests.promotions.test_points import buy, member, receive, things
from tests.returns.conftest import Scene
from tests.support.paid import paid_attempt

__all__ = ["member"]


def bought(member_id: int, units: int, points: int) -> Scene:
    """An order of some units at 5,000 won, partly by points, paid, sent and had."""
    [soap] = things(5_000)
    order_id = buy(member_id, (soap, units), points=points)
    with transaction() as session:
        paid_attempt(session.get_one(Order, order_id))
    receive(order_id)
    return Scene(order_id)


def send_back(scene: Scene, units: int, token: str) -> None:
    request_id = scene.ask(units, token=token, reason=ReturnReason.DAMAGED).id
    for verb, more in (
        (answering.approve, {}),
        (answering.note_arrival, {"condition": Condition.NOT_RESALEABLE}),
        (answering.refund, {}),
    ):
        with transaction():
            verb(request_id, **more)


def test_a_part_sent_back_returns_its_points_and_takes_back_what_it_earned(member: int) -> None:
    with transaction():
        points_on(rate=100)
        points_of(member, 1_000)
    scene = bought(member, 3, 1_000)  # 14,000 paid: 140 earned
    assert ledger(member)[-1] == ("earned", 140)
    send_back(scene, 1, "form-1")
    # A third of the points; of 14,000 − 4,666 the rate gives 93.
    assert ledger(member)[-2:] == [("returned", 333), ("taken_back", -47)]
    assert sum(db.session.scalars(select(Refund.amount_won))) == 4_666
    send_back(scene, 2, "form-2")
    assert ledger(member)[-2:] == [("returned", 667), ("taken_back", -93)]
    assert books(member) == (1_000, 1_000)


def test_what_was_spent_meanwhile_is_not_taken_below_nothing(member: int) -> None:
    [bread] = things(9_000)
    with transaction():
        points_on(rate=1_000)
    scene = bought(member, 1, 0)
    assert books(member) == (500, 500)
    buy(member, (bread, 1), points=450)
    send_back(scene, 1, "form-1")
    assert ledger(member)[-1] == ("taken_back", -50)
    assert books(member) == (0, 0)
    kinds = db.session.scalars(select(PointMove.kind)).all()
    assert len(kinds) == 3
