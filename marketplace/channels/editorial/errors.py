"""What can go wrong when the front page and its parts are composed."""

from __future__ import annotations

from marketplace.core.errors import Conflict, Invalid, NotFound
from marketplace.core.text import T


class MarketNotFound(NotFound):
    """No such market day."""

    def __init__(self) -> None:
        super().__init__(T("그런 장터 소식은 없어요."), action=T("장터 달력에서 찾아봐 주세요"))


class SlideNotFound(NotFound):
    """No such slide."""

    def __init__(self) -> None:
        super().__init__(T("그런 첫 화면 그림은 없습니다."))


class AddressTaken(Invalid):
    """Another exhibition or market already has this address."""

    code = "address_taken"

    def __init__(self) -> None:
        said = T("이미 쓰고 있는 주소입니다. 다른 이름을 적어 주세요.")
        super().__init__(said, {"slug": [said]})


class AlreadyShown(Conflict):
    """The product already stands in the exhibition."""

    code = "already_shown"

    def __init__(self) -> None:
        super().__init__(T("이미 이 기획전에 있는 상품입니다."))


class NotOnOffer(Invalid):
    """A pick that names nothing the part could show."""

    code = "not_on_offer"

    def __init__(self, slug: str) -> None:
        said = T("'%(slug)s'은(는) 고를 수 있는 항목이 아닙니다.", slug=slug)
        super().__init__(said, {"pick": [said]})
