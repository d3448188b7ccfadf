"""What can go wrong when an enterprise changes what it sells."""

from __future__ import annotations

from collections.abc import Sequence

from marketplace.core.errors import Conflict, Invalid, NotFound, StaleVersion
from marketplace.core.text import T


class ListingNotFound(NotFound):
    """No such listing, or another enterprise's."""

    def __init__(self) -> None:
        super().__init__(T("상품을 찾지 못했습니다."))


class ListingChangedMeanwhile(StaleVersion):
    """A colleague saved the listing first; what was typed stays in the form."""

    def __init__(self) -> None:
        super().__init__(
            T("그사이 다른 담당자가 이 상품을 고쳤습니다."),
            kept=T("입력하신 내용은 그대로 두었습니다."),
            action=T("지금 저장된 내용과 견주어 보고 다시 저장해 주세요"),
        )


class ListingRefused(Invalid):
    """A field of the listing breaks a rule."""

    code = "listing_refused"

    def __init__(self, field: str, sentence: T) -> None:
        super().__init__(sentence, {field: [sentence]})


class NotReadyToPublish(Conflict):
    """What a buyer must be told is missing; `missing` says each part."""

    code = "not_ready_to_publish"

    def __init__(self, missing: Sequence[T]) -> None:
        super().__init__(
            T("공개하려면 먼저 채워야 할 것이 있습니다: %(what)s", what=", ".join(missing)),
            kept=T("상품은 지금 상태 그대로입니다."),
        )
        self.missing = tuple(missing)


class ListingSuspended(Conflict):
    """The support centre has taken the listing off sale."""

    code = "listing_suspended"

    def __init__(self) -> None:
        super().__init__(
            T("통합지원센터가 판매를 멈춘 상품입니다."),
            action=T("통합지원센터에 문의해 주세요"),
        )


class TooManyPictures(Conflict):
    """A gallery holds ten pictures at most."""

    code = "too_many_pictures"

    def __init__(self, most: int) -> None:
        super().__init__(T("사진은 %(most)d장까지 올릴 수 있습니다.", most=most))


class LastPicture(Conflict):
    """A published listing keeps its face."""

    code = "last_picture"

    def __init__(self) -> None:
        super().__init__(
            T("공개 중인 상품에는 사진이 한 장은 있어야 합니다."),
            action=T("다른 사진을 먼저 올리거나 상품을 숨긴 뒤 지워 주세요"),
        )


class LastOption(Conflict):
    """Something must be left to put in a cart."""

    code = "last_option"

    def __init__(self) -> None:
        super().__init__(T("판매하는 선택이 하나는 있어야 합니다."))


class StockTooLow(Conflict):
    """More was to be taken out than lies there."""

    code = "stock_too_low"

    def __init__(self, option_name: str, left: int) -> None:
        name = option_name or T("기본")
        super().__init__(
            T(
                "'%(name)s' 재고는 지금 %(left)d개입니다. 그사이 주문이 들어왔을 수 있습니다.",
                name=name,
                left=left,
            ),
            kept=T("재고는 바꾸지 않았습니다."),
        )


class SessionNotFound(NotFound):
    """No such date of an experience, or another enterprise's."""

    def __init__(self) -> None:
        super().__init__(T("체험 날짜를 찾지 못했습니다."))


class SoldByDate(Conflict):
    """The product is booked by date, so its options are its dates."""

    code = "sold_by_date"

    def __init__(self) -> None:
        super().__init__(
            T("날짜를 골라 예약하는 상품입니다. 선택과 재고는 날짜마다 정합니다."),
            action=T("체험 날짜에서 고쳐 주세요"),
        )
