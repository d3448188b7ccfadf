"""The form of a listing's facts: how what is typed becomes a Listing and back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, StopValidation

from marketplace.catalog.models import Category, Product, ProductKind, WithdrawalLimit
from marketplace.catalog.queries import list_categories
from marketplace.catalog.service import Listing
from marketplace.core.money import VatClass
from marketplace.web.filters import in_korean
from marketplace.web.forms import SelectChoice, choices_of
from marketplace.web.return_words import WITHDRAWAL_LIMIT
from marketplace.web.seller import words
from marketplace.web.typed import TypedInteger, whole_number

FACTS = (
    "version",
    "name",
    "summary",
    "description",
    "category_id",
    "kind",
    "price_won",
    "vat_class",
    "unit",
    "origin",
    "lead_days",
    "min_quantity",
    "withdrawal_limit",
)


def price_or_quote(form: ListingForm, field: TypedInteger) -> None:
    """A price is needed unless a quote is asked for; one that cannot be read is told already."""
    if field.data is None and not form.is_quote_only.data and not field.errors:
        raise StopValidation(_("가격을 적거나 견적 상품으로 표시해 주세요."))


class ListingForm(FlaskForm):
    """Name, words, category, price and terms of one listing."""

    version = HiddenField()
    name = StringField(
        _l("상품 이름"),
        [InputRequired(_l("상품 이름을 적어 주세요.")), Length(max=120)],
    )
    summary = StringField(
        _l("한 줄 소개"),
        [Length(max=200)],
        description=_l("목록에서 이름 아래에 보입니다. 무엇이 좋은지 한 문장으로 적어 주세요."),
    )
    description = TextAreaField(
        _l("상품 설명"),
        [Length(max=20_000)],
        description=_l("빈 줄로 문단을 나눕니다."),
    )
    category_id = SelectField(
        _l("갈래"), [InputRequired(_l("갈래를 골라 주세요."))], coerce=whole_number
    )
    kind = SelectField(_l("종류"), choices=choices_of(words.PRODUCT_KIND))
    is_quote_only = BooleanField(_l("견적 상품입니다 (가격을 올리지 않고 문의를 받습니다)"))
    price_won = TypedInteger(
        _l("가격"),
        [price_or_quote],
        description=_l("부가세를 포함해 구매자가 내는 금액입니다."),
    )
    vat_class = SelectField(_l("과세 구분"), choices=choices_of(words.VAT_CLASS))
    unit = StringField(_l("판매 단위"), [Length(max=40)], description=_l("예: 100g 3개, 1회 2시간"))
    origin = StringField(_l("원산지·제조지"), [Length(max=60)])
    lead_days = TypedInteger(
        _l("준비 기간"), [InputRequired(_l("며칠 안에 보낼 수 있는지 적어 주세요."))], default=2
    )
    min_quantity = TypedInteger(
        _l("최소 주문 수량"), [InputRequired(_l("최소 수량을 적어 주세요."))], default=1
    )
    withdrawal_limit = SelectField(
        _l("단순 변심 반품"),
        choices=choices_of(WITHDRAWAL_LIMIT),
        default=WithdrawalLimit.NONE.value,
        description=_l("법이 정한 것만 제한할 수 있고, 상품 화면과 주문 전에 구매자에게 알립니다."),
    )
    tags = StringField(
        _l("찾는 말"), [Length(max=200)], description=_l("쉼표로 나누어 10개까지 적습니다.")
    )

    def offer_categories(self) -> ListingForm:
        """Fill the choices: leaves, each after the name of its top."""
        blank = SelectChoice("", _("골라 주세요"))
        self.category_id.choices = [blank, *_leaves(list_categories())]
        return self

    def listing(self) -> Listing:
        """What was typed, as the service takes it."""
        said = str(self.tags.data or "").split(",")
        return Listing(
            name=(self.name.data or "").strip(),
            summary=(self.summary.data or "").strip(),
            description=(self.description.data or "").strip().replace("\r\n", "\n"),
            category_id=self.category_id.data or 0,
            kind=ProductKind(self.kind.data),
            price_won=None if self.is_quote_only.data else self.price_won.data,
            vat_class=VatClass(self.vat_class.data),
            unit=(self.unit.data or "").strip(),
            origin=(self.origin.data or "").strip(),
            lead_days=self.lead_days.data or 0,
            min_quantity=self.min_quantity.data or 0,
            withdrawal_limit=WithdrawalLimit(self.withdrawal_limit.data or WithdrawalLimit.NONE),
            tags=list(dict.fromkeys(tag.strip() for tag in said if tag.strip())),
        )

    @staticmethod
    def said_of(product: Product) -> dict[str, Any]:
        """What a listing says, field by field."""
        said = {name: getattr(product, name) for name in FACTS}
        said["tags"] = ", ".join(product.tags)
        return {**said, "is_quote_only": product.is_quote_only}

    @classmethod
    def of(cls, product: Product) -> ListingForm:
        """The form as it stands for a listing; what is posted wins."""
        return cls(data=cls.said_of(product)).offer_categories()


def _leaves(categories: Sequence[Category]) -> list[SelectChoice]:
    tops = {each.id: each for each in categories if each.parent_id is None}
    parents = {each.parent_id for each in categories}
    return [
        SelectChoice(str(each.id), _named(each), optgroup=_named(tops.get(each.parent_id or 0)))
        for each in categories
        if each.id not in parents
    ]


def _named(category: Category | None) -> str:
    if category is None:
        return ""
    return category.name if in_korean() else category.name_en
