"""The form a coupon is made with and its words, the same for the centre and an enterprise."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, Optional, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from marketplace.core import clock
from marketplace.promotions.baskets import BRAND, CATEGORY, ENTERPRISE, EXHIBITION, PRODUCT, Mark
from marketplace.promotions.making import CouponTerms
from marketplace.promotions.models import (
    Coupon,
    CouponAudience,
    CouponStatus,
    DiscountKind,
    UseStatus,
)
from marketplace.promotions.offering import normal_code
from marketplace.web.filters import won
from marketplace.web.forms import choices_of
from marketplace.web.typed import AtLeast, TypedInteger

MOST_WON = 99_999_999
AUDIENCE = {
    CouponAudience.OPEN: _l("공개: 상품 화면에 보이고 누구나 고릅니다"),
    CouponAudience.CODE: _l("코드: 코드를 아는 사람만 씁니다"),
    CouponAudience.GIVEN: _l("지급: 지급받은 회원만 씁니다"),
}
AUDIENCE_SHORT = {
    CouponAudience.OPEN: _l("공개"),
    CouponAudience.CODE: _l("코드"),
    CouponAudience.GIVEN: _l("지급"),
}
KIND = {DiscountKind.WON: _l("금액(원)"), DiscountKind.PERCENT: _l("비율(%)")}
USE_STATUS = {
    UseStatus.HELD: (_l("사용"), "good"),
    UseStatus.GIVEN_BACK: (_l("되돌림"), "neutral"),
}


class Checkboxes(SelectMultipleField):
    """Several ids to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class CouponForm(FlaskForm):
    """Every term of a coupon; the portals add what it may be limited to."""

    name = StringField(
        _l("쿠폰 이름"),
        [InputRequired(_l("쿠폰 이름을 적어 주세요.")), Length(max=60)],
        description=_l("시민의 주문 화면에 그대로 보입니다."),
    )
    audience = RadioField(_l("누가 쓰나요"), choices=choices_of(AUDIENCE), default="open")
    code = StringField(
        _l("코드"),
        [
            Optional(),
            Regexp(
                r"^[A-Z0-9-]{4,20}$", message=_l("영문 대문자, 숫자, - 로 4~20자를 적어 주세요.")
            ),
        ],
        filters=[lambda typed: normal_code(typed) if typed else typed],
        description=_l("비워 두면 짐작할 수 없는 코드를 만듭니다."),
    )
    kind = RadioField(_l("할인 방식"), choices=choices_of(KIND), default="won")
    amount = TypedInteger(
        _l("할인"), [InputRequired(_l("얼마를 할인할지 적어 주세요.")), AtLeast(1)]
    )
    cap_won = TypedInteger(
        _l("최대 할인 금액"),
        [Optional(), AtLeast(1)],
        description=_l("비율 할인일 때만 씁니다. 비워 두면 한도가 없습니다."),
    )
    min_goods_won = TypedInteger(
        _l("최소 상품 금액"),
        [Optional(), AtLeast(0)],
        description=_l("대상 상품의 합계입니다. 배송비는 세지 않습니다."),
    )
    starts_on = DateField(_l("시작일"), [InputRequired(_l("시작일을 골라 주세요."))])
    ends_on = DateField(
        _l("종료일"),
        [InputRequired(_l("종료일을 골라 주세요."))],
        description=_l("이날 밤 12시까지 쓸 수 있습니다."),
    )
    total_uses = TypedInteger(
        _l("모두 몇 번"), [Optional(), AtLeast(1)], description=_l("비워 두면 제한이 없습니다.")
    )
    uses_per_person = TypedInteger(_l("한 사람이 몇 번"), [Optional(), AtLeast(1)])
    is_combinable = BooleanField(_l("다른 쿠폰과 함께 쓸 수 있음"))

    def __init__(self, **values: Any) -> None:
        today = clock.today()
        super().__init__(**{"starts_on": today, "uses_per_person": 1, **values})

    def validate_amount(self, field: TypedInteger) -> None:
        """No more than an order can cost."""
        if field.data and field.data > MOST_WON:
            raise ValidationError(_("%(most)s까지 적을 수 있습니다.", most=won(MOST_WON)))

    validate_cap_won = validate_amount
    validate_min_goods_won = validate_amount
    validate_total_uses = validate_amount
    validate_uses_per_person = validate_amount

    def scopes(self) -> list[Mark]:
        """What the coupon is limited to."""
        return []

    def terms(self, payer_id: int | None) -> CouponTerms:
        """What was typed as terms; only after validation."""
        return CouponTerms(
            name=self.name.data or "",
            audience=CouponAudience(self.audience.data),
            kind=DiscountKind(self.kind.data),
            amount=self.amount.data or 0,
            starts_on=self.starts_on.data or clock.today(),
            ends_on=self.ends_on.data or clock.today(),
            code=self.code.data or "",
            cap_won=self.cap_won.data,
            min_goods_won=self.min_goods_won.data or 0,
            payer_id=payer_id,
            total_uses=self.total_uses.data,
            uses_per_person=self.uses_per_person.data or 1,
            is_combinable=bool(self.is_combinable.data),
            scopes=self.scopes(),
        )


class OfficeCouponForm(CouponForm):
    """The centre's: for any part of the shop, paid by itself or by one enterprise."""

    payer = StringField(
        _l("부담하는 기업"),
        [Optional(), Length(max=200)],
        description=_l("비워 두면 센터가 부담합니다. 기업이 부담하면 그 기업 상품에만 쓰입니다."),
    )
    category_ids = Checkboxes(_l("분류"), coerce=int)
    brand_ids = Checkboxes(_l("공동브랜드"), coerce=int)
    exhibition_ids = Checkboxes(_l("기획전"), coerce=int)
    enterprise = StringField(
        _l("한 기업의 상품"),
        [Optional(), Length(max=200)],
        description=_l("기업 이름을 적어 주세요."),
    )
    enterprise_id: int | None = None

    def scopes(self) -> list[Mark]:
        """Whatever is ticked, together."""
        ticked = (
            (CATEGORY, self.category_ids.data),
            (BRAND, self.brand_ids.data),
            (EXHIBITION, self.exhibition_ids.data),
            (ENTERPRISE, [self.enterprise_id] if self.enterprise_id else []),
        )
        return [(kind, target) for kind, ids in ticked for target in ids or ()]


class SellerCouponForm(CouponForm):
    """An enterprise's own: paid by it, on its own products, all or some."""

    product_ids = Checkboxes(
        _l("상품"), coerce=int, description=_l("고르지 않으면 우리 상품 모두에 쓰입니다.")
    )

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        words = {each: word for each, word in AUDIENCE.items() if each is not CouponAudience.GIVEN}
        self.audience.choices = choices_of(words)

    def scopes(self) -> list[Mark]:
        """The ticked products."""
        return [(PRODUCT, each) for each in self.product_ids.data or ()]


class GiveForm(FlaskForm):
    """To whom a coupon is given."""

    emails = TextAreaField(
        _l("회원 메일 주소"),
        [InputRequired(_l("메일 주소를 적어 주세요.")), Length(max=20_000)],
        description=_l("한 줄에 하나씩, 한 번에 200개까지 적을 수 있습니다."),
    )

    def addresses(self) -> list[str]:
        """What was typed, one address each."""
        return (self.emails.data or "").replace(",", "\n").split()


def standing(coupon: Coupon) -> tuple[str, str]:
    """Where a coupon stands today, in a word and a tone."""
    today = clock.today()
    if coupon.status is CouponStatus.PAUSED:
        return str(_("멈춤")), "warn"
    if today > coupon.ends_on:
        return str(_("끝남")), "neutral"
    if coupon.total_uses is not None and coupon.used >= coupon.total_uses:
        return str(_("모두 쓰임")), "neutral"
    if today < coupon.starts_on:
        return str(_("시작 전")), "info"
    return str(_("쓰는 중")), "good"


def promise(coupon: Coupon) -> str:
    """What a coupon promises: `10% 할인 (최대 5,000원) · 30,000원 이상`."""
    if coupon.kind is DiscountKind.PERCENT:
        said = _("%(n)d%% 할인", n=coupon.amount)
        if coupon.cap_won:
            said = f"{said} ({_('최대 %(won)s', won=won(coupon.cap_won))})"
    else:
        said = _("%(won)s 할인", won=won(coupon.amount))
    if coupon.min_goods_won:
        said = f"{said} · {_('%(won)s 이상', won=won(coupon.min_goods_won))}"
    return str(said)
