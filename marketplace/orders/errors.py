"""What can go wrong between a cart and a doorstep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from marketplace.core.errors import Conflict, Invalid, NotFound
from marketplace.core.text import T


@dataclass(frozen=True, slots=True)
class Shortage:
    """One option of which fewer units are left than were wanted."""

    option_id: int
    product_name: str
    option_name: str
    wanted: int
    left: int

    @property
    def label(self) -> str:
        """Product and option as a buyer knows them."""
        return (
            f"{self.product_name} ({self.option_name})" if self.option_name else self.product_name
        )


class StockRanOut(Conflict):
    """Others were first; `shortages` says of what how many are left. Nothing was taken."""

    code = "stock_ran_out"

    def __init__(self, shortages: Sequence[Shortage]) -> None:
        first = shortages[0]
        super().__init__(
            _stock_message(first, len(shortages)),
            kept=T("장바구니는 그대로 두었어요. 결제된 금액은 없어요."),
            action=T("장바구니에서 수량을 바꿔 주세요"),
        )
        self.shortages = tuple(shortages)


def _stock_message(first: Shortage, count: int) -> T:
    if count > 1:
        return T(
            "'%(name)s' 등 %(count)d개 상품을 다른 분이 먼저 주문해 재고가 모자라요.",
            name=first.label,
            count=count,
        )
    if first.left:
        return T(
            "'%(name)s' 재고가 %(left)d개 남아 주문하신 %(wanted)d개를 준비할 수 없어요.",
            name=first.label,
            left=first.left,
            wanted=first.wanted,
        )
    return T("'%(name)s' 상품을 다른 분이 먼저 주문해 방금 품절되었어요.", name=first.label)


class PriceChanged(Conflict):
    """The sum is no longer the one the buyer agreed to."""

    code = "price_changed"

    def __init__(self, shown_won: int, now_won: int) -> None:
        super().__init__(
            T(
                "주문하는 사이 금액이 %(shown)s원에서 %(now)s원으로 바뀌었어요.",
                shown=f"{shown_won:,}",
                now=f"{now_won:,}",
            ),
            kept=T("장바구니는 그대로 두었어요. 결제된 금액은 없어요."),
            action=T("바뀐 금액을 확인하고 다시 주문해 주세요"),
        )
        self.shown_won, self.now_won = shown_won, now_won


class NotForSale(Conflict):
    """The product is hidden, suspended, quote only, or its seller is not selling."""

    code = "not_for_sale"

    def __init__(self, product_name: str) -> None:
        super().__init__(
            T("'%(name)s' 상품은 지금 온라인으로 주문할 수 없어요.", name=product_name),
            kept=T("다른 상품은 장바구니에 그대로 있어요."),
            action=T("이 상품을 빼고 다시 주문해 주세요"),
        )


class QuantityTooSmall(Invalid):
    """Below the seller's smallest order."""

    code = "quantity_too_small"

    def __init__(self, product_name: str, minimum: int) -> None:
        said = T("'%(name)s' 상품은 %(n)d개부터 주문할 수 있어요.", name=product_name, n=minimum)
        super().__init__(said, {"quantity": [said]})


class QuantityTooLarge(Invalid):
    """More seats than one booking may take."""

    code = "quantity_too_large"

    def __init__(self, product_name: str, maximum: int) -> None:
        said = T(
            "'%(name)s' 상품은 한 번에 %(n)d자리까지 예약할 수 있어요.",
            name=product_name,
            n=maximum,
        )
        super().__init__(said, {"quantity": [said]})


class BookingOver(Conflict):
    """The date has begun, was called off, or the booking was given back already."""

    code = "booking_over"

    def __init__(self) -> None:
        super().__init__(
            T("이미 시작했거나 끝난 예약이라 취소할 수 없어요."),
            kept=T("예약은 그대로예요."),
            action=T("사정이 있으면 판매자에게 문의해 주세요"),
        )


class QuantityNotPossible(Invalid):
    """Not a number between 1 and 9,999."""

    code = "quantity_not_possible"

    def __init__(self) -> None:
        said = T("수량은 1개부터 9,999개까지 고를 수 있어요.")
        super().__init__(said, {"quantity": [said]})


class NothingToOrder(Invalid):
    """An order needs at least one line."""

    code = "nothing_to_order"

    def __init__(self) -> None:
        super().__init__(T("주문할 상품이 없어요."), action=T("상품을 장바구니에 담아 주세요"))


class OptionNotFound(NotFound):
    """No such option."""

    def __init__(self) -> None:
        super().__init__(T("고르신 상품을 찾지 못했어요."))


class CartLineNotFound(NotFound):
    """Not in this cart."""

    def __init__(self) -> None:
        super().__init__(T("장바구니에 없는 상품이에요."))


class OrderNotFound(NotFound):
    """No such order, or not the asker's."""

    def __init__(self) -> None:
        super().__init__(T("주문을 찾지 못했어요."))


class ParcelNotFound(NotFound):
    """No such parcel, or not the asker's."""

    def __init__(self) -> None:
        super().__init__(T("배송 건을 찾지 못했습니다."))


class AlreadyShipped(Conflict):
    """Something of the order has left; what has left is returned, not cancelled."""

    code = "already_shipped"

    def __init__(self) -> None:
        super().__init__(
            T("이미 보낸 상품이 있어 주문을 취소할 수 없어요."),
            kept=T("주문은 그대로예요."),
            action=T("받으신 뒤 반품을 신청하거나 판매자에게 문의해 주세요"),
        )


class NotCancellable(Conflict):
    """The order is already closed."""

    code = "not_cancellable"

    def __init__(self) -> None:
        super().__init__(T("이미 끝난 주문이라 취소할 수 없어요."))


class NotShippable(Conflict):
    """The parcel is not waiting to be sent."""

    code = "not_shippable"

    def __init__(self) -> None:
        super().__init__(T("발송할 수 있는 상태가 아닙니다. 주문 상태를 다시 확인해 주세요."))


class ArrivalRefused(Invalid):
    """A day on which it cannot have arrived, by field `arrived_on`."""

    code = "arrival_refused"

    def __init__(self, said: T) -> None:
        super().__init__(said, {"arrived_on": [said]})


class ArrivalSettled(Conflict):
    """The buyer said that it came, asked something of it back, or the days to object are over."""

    code = "arrival_settled"

    def __init__(self) -> None:
        super().__init__(
            T("이제 '아직 못 받았어요'라고 알릴 수 없어요."),
            kept=T("주문은 그대로예요."),
            action=T("받지 못하셨다면 판매자에게 문의하거나 '늦게 옴'으로 반품을 신청해 주세요"),
        )


class ArrivalNotOurs(Conflict):
    """Nothing to write down: it is not on its way, or its buyer says that nothing came."""

    code = "arrival_not_ours"

    def __init__(self) -> None:
        super().__init__(T("도착을 적을 수 있는 상태가 아닙니다. 주문 상태를 다시 확인해 주세요."))


class SellerStopped(Conflict):
    """A firm of an unpaid order may not sell any more."""

    code = "seller_stopped"

    def __init__(self, seller_name: str) -> None:
        super().__init__(
            T("%(name)s의 판매가 멈춰 이 주문은 결제할 수 없어요.", name=seller_name),
            kept=T("결제된 금액은 없어요. 주문은 시간이 지나면 저절로 닫혀요."),
            action=T("다른 상품만 다시 담아 주문해 주세요"),
        )
