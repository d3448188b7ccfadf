"""What can go wrong on a shelf or under a mark."""

from __future__ import annotations

from marketplace.core.errors import Conflict, Invalid, NotFound
from marketplace.core.text import T


class BrandNotFound(NotFound):
    """No such brand, or no such product under it."""

    def __init__(self) -> None:
        super().__init__(T("공동브랜드를 찾지 못했습니다."))


class OutletNotFound(NotFound):
    """No such outlet, or no such placement in it."""

    def __init__(self) -> None:
        super().__init__(T("판매 공간을 찾지 못했습니다."))


class NotAMember(Invalid):
    """An own product of a brand comes from a member enterprise."""

    code = "not_a_brand_member"

    def __init__(self, enterprise: str, brand: str) -> None:
        said = T(
            "%(enterprise)s은(는) %(brand)s 참여 기업이 아닙니다. 제휴상품으로 등록해 주세요.",
            enterprise=enterprise,
            brand=brand,
        )
        super().__init__(said, {"kind": [said]})


class AlreadyInBrand(Conflict):
    """The product already stands under this brand or waits for a decision."""

    code = "already_in_brand"

    def __init__(self) -> None:
        super().__init__(T("이미 이 공동브랜드에 등록되었거나 심의 중인 상품입니다."))


class ReasonMissing(Invalid):
    """A decision about a brand product carries its reason."""

    code = "reason_missing"

    def __init__(self) -> None:
        said = T("결정 사유를 적어 주세요. 기업에 그대로 전달됩니다.")
        super().__init__(said, {"reason": [said]})


class OutletClosed(Conflict):
    """The outlet is not open on that day."""

    code = "outlet_closed"

    def __init__(self) -> None:
        super().__init__(T("그 날짜에는 운영하지 않는 판매 공간입니다."))


class AlreadyPlaced(Conflict):
    """The same option already stands in this outlet."""

    code = "already_placed"

    def __init__(self) -> None:
        super().__init__(T("이미 이 판매 공간에 입점한 상품입니다. 수량은 '입고'로 더해 주세요."))


class ShelfTooEmpty(Conflict):
    """Fewer units on the shelf than were reported sold or taken back."""

    code = "shelf_too_empty"

    def __init__(self, name: str, left: int) -> None:
        super().__init__(
            T("'%(name)s'의 매장 재고는 %(left)d개입니다.", name=name, left=left),
            kept=T("입력한 내용은 저장되지 않았습니다."),
            action=T("수량을 확인하거나 먼저 재고를 조정해 주세요."),
        )


class DayAlreadyReported(Conflict):
    """A day's sales of a placement are reported once; a mistake is adjusted, not repeated."""

    code = "day_already_reported"

    def __init__(self, name: str) -> None:
        super().__init__(T("'%(name)s'의 그날 판매는 이미 기록되어 있습니다.", name=name))
