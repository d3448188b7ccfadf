"""What can go wrong with a coupon or points."""

from __future__ import annotations

from marketplace.core.errors import Conflict, Invalid, NotFound
from marketplace.core.text import T


class CouponNotUsable(Conflict):
    """A chosen coupon cannot be used (any more); `codes` are those that are to be left out."""

    code = "coupon_not_usable"

    def __init__(self, message: T, *codes: str) -> None:
        super().__init__(
            message,
            kept=T("적어 주신 내용은 그대로 두었어요. 결제된 금액은 없어요."),
            action=T("바뀐 금액을 확인하고 다시 주문해 주세요"),
        )
        self.codes = codes


class CouponNotFound(NotFound):
    """No such coupon, or somebody else's."""

    def __init__(self) -> None:
        super().__init__(T("그런 쿠폰이 없습니다."))


class CodeTaken(Invalid):
    """Another coupon has this code."""

    code = "code_taken"

    def __init__(self) -> None:
        said = T("이미 쓰고 있는 코드입니다. 다른 코드를 적어 주세요.")
        super().__init__(said, {"code": [said]})
