"""What is asked at checkout, and nothing more."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, Field, HiddenField, StringField, TelField
from wtforms.validators import (
    Email,
    InputRequired,
    Length,
    Optional,
    Regexp,
    StopValidation,
)

from marketplace.core import clock
from marketplace.core.types import public_token
from marketplace.orders.placing import Buyer, Destination

TERMS_VERSION = "2026-01"
PHONE = r"^\+?[0-9][0-9 \-]{7,18}$"
PHONE_SAYS = _l("전화번호를 숫자로 적어 주세요. 예: 010-1234-5678")
# What is typed is kept in the visitor's own session, so that a look at the cart loses nothing.
KEPT = (
    *("buyer_name", "buyer_email", "buyer_phone", "recipient_name", "recipient_phone"),
    *("postcode", "address", "address_detail", "delivery_note"),
)

PLACE = ("postcode", "address", "address_detail")


def stripped(value: str | None) -> str | None:
    """What was typed without space around it."""
    return value.strip() if value else value


class WhenAnother:
    """Asked for only when somebody else than the buyer receives."""

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, form: FlaskForm, field: Field) -> None:
        if form.is_same_person.data:
            raise StopValidation
        if not field.data:
            raise StopValidation(self.message)


class PlaceFields:
    """Where something is sent, as every form that asks for it does."""

    postcode = StringField(
        _l("우편번호"),
        filters=[stripped],
        validators=[
            InputRequired(_l("우편번호 다섯 자리를 적어 주세요.")),
            Regexp(r"^[0-9]{5}$", message=_l("우편번호는 숫자 다섯 자리예요.")),
        ],
    )
    address = StringField(
        _l("주소"),
        filters=[stripped],
        validators=[InputRequired(_l("주소를 적어 주세요.")), Length(min=5, max=200)],
    )
    address_detail = StringField(
        _l("상세 주소"), filters=[stripped], validators=[Optional(), Length(max=100)]
    )


class CheckoutForm(PlaceFields, FlaskForm):
    """Who orders, where to, and what is agreed to."""

    checkout_token = HiddenField(validators=[InputRequired(), Length(max=40)])
    shown_total_won = HiddenField(validators=[InputRequired(), Regexp(r"^\d{1,12}$")])
    buyer_name = StringField(
        _l("이름"),
        filters=[stripped],
        validators=[InputRequired(_l("이름을 적어 주세요.")), Length(max=80)],
    )
    buyer_email = EmailField(
        _l("메일 주소"),
        filters=[stripped],
        description=_l("주문 확인과 배송 소식을 보내 드려요."),
        validators=[
            InputRequired(_l("메일 주소를 적어 주세요.")),
            Email(_l("name@example.com 모양의 메일 주소를 적어 주세요.")),
            Length(max=254),
        ],
    )
    buyer_phone = TelField(
        _l("휴대전화"),
        filters=[stripped],
        validators=[InputRequired(PHONE_SAYS), Regexp(PHONE, message=PHONE_SAYS)],
    )
    is_same_person = BooleanField(_l("주문하는 분이 받아요"), default=True)
    recipient_name = StringField(
        _l("받는 분 이름"),
        filters=[stripped],
        validators=[WhenAnother(_l("받는 분 이름을 적어 주세요.")), Length(max=80)],
    )
    recipient_phone = TelField(
        _l("받는 분 전화"),
        filters=[stripped],
        validators=[
            WhenAnother(_l("받는 분 전화번호를 적어 주세요.")),
            Regexp(PHONE, message=PHONE_SAYS),
        ],
    )
    delivery_note = StringField(
        _l("배송 메모"), filters=[stripped], validators=[Optional(), Length(max=200)]
    )
    keeps_address = BooleanField(_l("이 주소를 주소록에 적어 두기"))
    coupon_code = StringField(
        _l("쿠폰 코드"),
        filters=[stripped],
        description=_l("받으신 코드를 적고 '적용'을 눌러 주세요."),
    )
    points = StringField(
        _l("포인트 쓰기"),
        filters=[stripped],
        description=_l("쓸 만큼 적거나 '모두 쓰기'를 눌러 주세요."),
    )
    agree_order = BooleanField(
        _l("주문할 상품과 금액, 취소·환불 조건을 확인했고 구매에 동의해요."),
        validators=[InputRequired(_l("구매에 동의해 주셔야 주문할 수 있어요."))],
    )
    agree_privacy = BooleanField(
        _l("주문을 처리하는 데 필요한 개인정보를 모으고 쓰는 데 동의해요."),
        validators=[InputRequired(_l("동의해 주셔야 주문을 처리할 수 있어요."))],
    )
    agree_sellers = BooleanField(
        _l("상품을 보내는 판매자에게 이름·연락처·주소를 알리는 데 동의해요."),
        validators=[InputRequired(_l("동의해 주셔야 판매자가 상품을 보낼 수 있어요."))],
    )
    agree_news = BooleanField(_l("기획전과 새 소식을 메일로 받을게요."))

    def leave_out_place(self) -> CheckoutForm:
        """Nothing travels: who comes is asked, where they live is not."""
        for name in PLACE:
            del self[name]
        return self

    def start(self, total_won: int, known: dict[str, Any]) -> None:
        """A page that has not been sent yet: a token of its own, the sum, what we know."""
        self.checkout_token.data = public_token(40)
        self.shown_total_won.data = str(total_won)
        for name in self.asked():
            if known.get(name):
                self[name].data = known[name]
        other = known.get("recipient_name") and known["recipient_name"] != known.get("buyer_name")
        self.is_same_person.data = not other

    def typed(self) -> dict[str, Any]:
        """What is worth keeping until the order is placed."""
        return {name: self[name].data for name in self.asked() if self[name].data}

    def asked(self) -> list[str]:
        """Names of the fields this form asks and may keep."""
        return [name for name in KEPT if name in self]

    def buyer(self, account_id: int | None, locale: str) -> Buyer:
        """Who orders."""
        return Buyer(
            name=self.buyer_name.data or "",
            email=self.buyer_email.data or "",
            phone=self.buyer_phone.data or "",
            account_id=account_id,
            locale=locale,
        )

    def destination(self) -> Destination:
        """Where to; the buyer receives unless another is named."""
        other = not self.is_same_person.data
        return Destination(
            recipient_name=(self.recipient_name if other else self.buyer_name).data or "",
            recipient_phone=(self.recipient_phone if other else self.buyer_phone).data or "",
            **{name: self[name].data or "" if name in self else "" for name in PLACE},
            delivery_note=self.delivery_note.data or "",
        )

    def consents(self, sellers: list[str]) -> dict[str, Any]:
        """What was agreed to, to whom and when, as the order keeps it."""
        return {
            "version": TERMS_VERSION,
            "at": clock.now().isoformat(),
            "order": True,
            "privacy": True,
            "sellers": sellers,
            "news": bool(self.agree_news.data),
        }
