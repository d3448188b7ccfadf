"""The catalogue for an institution's intranet: what counts for it today, by whose certificate."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from marketplace import config
from marketplace.procurement.exchange.catalogue import Counting, page_catalogue
from marketplace.procurement.exchange.tokens import Scope
from marketplace.web.api.blueprint import api
from marketplace.web.api.schemas import PageQuery
from marketplace.web.api.tokens import token_here, with_token


class HeldShape(Schema):
    """A designation that counts today; `expires_on` is its last day, null for none."""

    kind = fields.String(required=True)
    name = fields.String(required=True)
    number = fields.String(required=True)
    issued_on = fields.Date(required=True)
    expires_on = fields.Date(required=True, allow_none=True)


class CountingShape(Schema):
    """A product that counts for the token's institution today; a price of null is asked for."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)
    summary = fields.String(required=True)
    kind = fields.String(required=True)
    category = fields.String(required=True)
    price_won = fields.Integer(required=True, allow_none=True)
    seller_name = fields.String(required=True)
    seller_business_number = fields.String(required=True, allow_none=True)
    certifications = fields.List(fields.Nested(HeldShape), required=True)
    url = fields.String(required=True)


class CataloguePage(Schema):
    """A page of the catalogue, by id; ask again with If-None-Match and get 304 while it holds."""

    items = fields.List(fields.Nested(CountingShape), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


@api.route("/catalogue")
@with_token(Scope.CATALOGUE_READ)
@api.arguments(PageQuery, location="query")
@api.response(200, CataloguePage)
def list_catalogue(asked: dict[str, Any]) -> dict[str, Any]:
    """우리 기관 실적으로 인정되는 상품 · Products that count for your institution today."""
    page = page_catalogue(token_here().institution_id, asked["cursor"], asked["limit"])
    return {"items": [_facts(each) for each in page.items], "next_cursor": page.next_cursor}


def _facts(found: Counting) -> dict[str, Any]:
    product = found.product
    return {
        "id": product.id,
        "name": product.name,
        "summary": product.summary,
        "kind": product.kind.value,
        "category": product.category.code,
        "price_won": product.price_won,
        "seller_name": product.enterprise.name,
        "seller_business_number": product.enterprise.business_number,
        "certifications": [
            {
                "kind": each.kind,
                "name": each.name,
                "number": each.number,
                "issued_on": each.issued_on,
                "expires_on": each.expires_on,
            }
            for each in found.designations
        ],
        "url": f"{config.current().public_url}/products/{product.id}",
    }
