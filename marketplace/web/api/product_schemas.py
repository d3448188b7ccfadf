"""Shapes of the product resource."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from marketplace.catalog.models import ProductKind
from marketplace.core.money import VatClass
from marketplace.core.text import T
from marketplace.search.documents import Facet
from marketplace.search.request import MAX_PRICE_WON, Sort
from marketplace.web.api.schemas import (
    EnterpriseBrief,
    Named,
    PageQuery,
    PictureShape,
    Text,
    codes,
    whole_number,
)


class ProductQuery(PageQuery):
    """What products to find."""

    q = Text(
        load_default="",
        metadata={"description": "찾을 말. 조사가 붙어도, 초성만 적어도, 조금 틀려도 찾아요."},
    )
    category = codes("분류 코드. 위 분류는 그 아래까지 찾아요.")
    certification = codes("인증 종류 코드. 오늘 유효한 것만 세요.")
    region = codes("지역 코드. 시·도는 그 안의 구·군까지 찾아요.")
    brand = codes("공동브랜드 코드.")
    outlet = codes("판매장 코드. 오늘 진열된 상품만 찾아요.")
    kind = codes("goods, service, experience.")
    extra = codes("in_stock, fair_trade, free_delivery. 고른 것을 모두 갖춘 상품만 찾아요.")
    min_price = whole_number(0, MAX_PRICE_WON, load_default=None)
    max_price = whole_number(0, MAX_PRICE_WON, load_default=None)
    sort = fields.Enum(
        Sort,
        by_value=True,
        load_default=Sort.RELEVANCE,
        error_messages={
            "unknown": T("relevance, new, price_asc, price_desc, sales, rating 중 하나예요.")
        },
    )


class ProductItem(Schema):
    """A product in a list. `price_won` is the cheapest option's, null when a quote is asked for;
    `rating_average` is the mean of its reviews as a decimal, null when there are none."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)
    kind = fields.Enum(ProductKind, by_value=True, required=True)
    price_won = fields.Integer(required=True, allow_none=True)
    has_dearer_options = fields.Boolean(required=True)
    unit = fields.String(required=True)
    in_stock = fields.Boolean(required=True)
    rating_average = fields.String(required=True, allow_none=True)
    rating_count = fields.Integer(required=True)
    enterprise = fields.Nested(EnterpriseBrief, required=True)
    picture = fields.Nested(PictureShape, required=True, allow_none=True)
    url = fields.String(required=True)


class FacetCountShape(Named):
    """How many products would be found with this code chosen, beside the other filters."""

    count = fields.Integer(required=True)
    chosen = fields.Boolean(required=True)


FacetsShape = Schema.from_dict(
    {facet.value: fields.List(fields.Nested(FacetCountShape), required=True) for facet in Facet},
    name="Facets",
)


class ProductPage(Schema):
    """A page of products. `corrected` is how a mistyped `q` was understood; `loosened` says that
    nothing fits all of it; `degraded` that counts and relevance are missing for a while."""

    items = fields.List(fields.Nested(ProductItem), required=True)
    total = fields.Integer(required=True)
    facets = fields.Nested(FacetsShape, required=True)
    next_cursor = fields.String(required=True, allow_none=True)
    corrected = fields.String(required=True, allow_none=True)
    loosened = fields.Boolean(required=True)
    degraded = fields.Boolean(required=True)


class OptionShape(Schema):
    """One thing to put in a cart; `in_stock` is true for what is not counted, such as services."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)
    price_won = fields.Integer(required=True, allow_none=True)
    in_stock = fields.Boolean(required=True)


class ProductShape(ProductItem):
    """A product whole. `category` runs from the top to the leaf."""

    summary = fields.String(required=True)
    description = fields.String(required=True)
    category = fields.List(fields.Nested(Named), required=True, validate=validate.Length(min=1))
    tags = fields.List(fields.String(), required=True)
    origin = fields.String(required=True)
    vat_class = fields.Enum(VatClass, by_value=True, required=True)
    min_quantity = fields.Integer(required=True)
    lead_days = fields.Integer(required=True)
    options = fields.List(fields.Nested(OptionShape), required=True)
    pictures = fields.List(fields.Nested(PictureShape), required=True)
