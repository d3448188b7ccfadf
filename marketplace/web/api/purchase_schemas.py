"""Shapes of purchases other systems tell of, and of what became of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from marketplace.core.money import TaxedAmount, VatClass, split_gross
from marketplace.core.text import T, storable
from marketplace.procurement.counting import Designation
from marketplace.procurement.exchange.pushing import Pushed
from marketplace.procurement.models import ContractMethod, PurchaseKind
from marketplace.procurement.similar import Seller
from marketplace.web.directory import directory

MOST_AT_ONCE = 500
MOST_WON = 10**15
EXAMPLE: dict[str, Any] = {
    "external_id": "e-hojo-2026-004512",
    "department": "복지정책과",
    "date": "2026-11-20",
    "seller_name": "해솔비누협동조합",
    "seller_business_number": "120-81-47521",
    "item": "행사 답례 비누",
    "kind": "goods",
    "method": "card",
    "gross_won": 462_000,
    "vat_class": "taxable",
}


class Line(fields.String):
    """Words both databases can keep: no NUL, no half of a character, within a length."""

    def __init__(self, longest: int, *, least: int = 0, **how: Any) -> None:
        said = T("%(least)d자부터 %(most)d자까지 적어 주세요.", least=least, most=longest)
        # The length alone, because that is what the document can say.
        super().__init__(validate=validate.Length(least, longest, error=said), **how)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        said: str = super()._deserialize(value, attr, data, **kwargs)
        return storable(said)


def _won(**how: Any) -> fields.Integer:
    bounds = validate.Range(0, MOST_WON, error=T("0원부터 1,000조 원까지 적어 주세요."))
    return fields.Integer(strict=True, validate=bounds, allow_none=True, load_default=None, **how)


class StatedDesignation(Schema):
    """A designation seen on paper, taken only of sellers not known here."""

    kind = Line(40, least=1, required=True)
    number = Line(80, load_default="")
    issued_on = fields.Date(required=True)
    expires_on = fields.Date(load_default=None, allow_none=True)


class AmountShape(Schema):
    """`gross_won` with a `vat_class`, or `net_won` and `vat_won` as the invoice shows them."""

    gross_won = _won()
    net_won = _won()
    vat_won = _won()
    vat_class = fields.Enum(VatClass, by_value=True, load_default=VatClass.TAXABLE)

    @validates_schema
    def says_an_amount(self, said: Mapping[str, Any], **_how: Any) -> None:
        """Refuse what adds up to nothing, or to two things."""
        gross, net, vat = (said.get(name) for name in ("gross_won", "net_won", "vat_won"))
        if gross is None and (net is None or vat is None):
            told = T("gross_won이나, net_won과 vat_won을 함께 적어 주세요.")
            raise ValidationError(told, "gross_won")
        both = net + vat if net is not None and vat is not None else None
        if gross is not None and both is not None and both != gross:
            raise ValidationError(T("net_won과 vat_won의 합이 gross_won과 다릅니다."), "gross_won")


def amount_of(said: Mapping[str, Any]) -> TaxedAmount:
    """Net and VAT of a checked amount."""
    net, vat = said.get("net_won"), said.get("vat_won")
    if net is not None and vat is not None:
        return TaxedAmount(net, vat)
    gross = said["gross_won"]
    if vat is not None:
        return TaxedAmount(gross - vat, vat)
    if net is not None:
        return TaxedAmount(net, gross - net)
    return split_gross(gross, said["vat_class"])


class PurchaseShape(AmountShape):
    """One purchase. `external_id` is yours and unique in your institution; `department` a name,
    a code or an alias. A seller known by its business number counts by its certificates on `date`.
    """

    external_id = Line(100, least=1, required=True)
    department = Line(80, least=1, required=True)
    date = fields.Date(required=True)
    seller_name = Line(120, load_default="")
    seller_business_number = Line(14, load_default="")
    item = Line(200, least=1, required=True)
    kind = fields.Enum(PurchaseKind, by_value=True, required=True)
    method = fields.Enum(ContractMethod, by_value=True, required=True)
    designation = fields.Nested(StatedDesignation, load_default=None, allow_none=True)
    late_reason = Line(300, load_default="")
    distinct = fields.Boolean(
        load_default=False,
        metadata={"description": "비슷한 기록이 있어도 다른 구매임. Not the one that looks alike."},
    )


class BatchShape(Schema):
    """Up to 500 purchases, each judged by itself: shaped as in POST /purchases."""

    purchases = fields.List(
        fields.Dict(keys=fields.String()),
        required=True,
        validate=validate.Length(1, MOST_AT_ONCE, error=T("1건부터 500건까지 보내 주세요.")),
        metadata={"example": [EXAMPLE]},
    )


class ResultShape(Schema):
    """What became of one purchase. `errors` are sentences by field."""

    external_id = fields.String(required=True)
    outcome = fields.String(required=True)
    id = fields.String(required=True, allow_none=True)
    counted_won = fields.Integer(required=True, allow_none=True)
    not_counted_reason = fields.String(required=True, allow_none=True)
    month = fields.String(required=True, allow_none=True)
    code = fields.String(required=True)
    message = fields.String(required=True)
    errors = fields.Dict(keys=fields.String(), values=fields.List(fields.String()), required=True)


class BatchResult(Schema):
    """One result for each purchase sent, in the order sent."""

    results = fields.List(fields.Nested(ResultShape), required=True)
    created = fields.Integer(required=True)
    unchanged = fields.Integer(required=True)
    refused = fields.Integer(required=True)


class RightShape(AmountShape):
    """How the purchase really was; the seller stays."""

    date = fields.Date(required=True)
    item = Line(200, least=1, required=True)
    kind = fields.Enum(PurchaseKind, by_value=True, required=True)
    method = fields.Enum(ContractMethod, by_value=True, required=True)


class CorrectionShape(Schema):
    """Takes a record back with a reason; `right` puts how it was beside it."""

    reason = Line(300, least=1, required=True)
    right = fields.Nested(RightShape, load_default=None, allow_none=True)


class CorrectionResult(Schema):
    """The rows written: the one that takes back, and the right one if there is one."""

    reversal_id = fields.String(required=True)
    replacement_id = fields.String(required=True, allow_none=True)
    counted_won = fields.Integer(required=True)


def pushed_of(said: Mapping[str, Any]) -> Pushed:
    """A checked purchase as the ledger is told of it."""
    return Pushed(
        external_id=said["external_id"],
        department=said["department"],
        day=said["date"],
        seller=Seller(None, said["seller_name"].strip(), said["seller_business_number"]),
        item=said["item"].strip(),
        kind=said["kind"],
        method=said["method"],
        amount=amount_of(said),
        stated=_stated(said["designation"]),
        late_reason=said["late_reason"],
        is_distinct=said["distinct"],
    )


def _stated(said: Mapping[str, Any] | None) -> Designation | None:
    if said is None:
        return None
    known = directory().certifications.get(said["kind"])
    if known is None:
        raise ValidationError({"designation": [T("알 수 없는 인증 종류 코드입니다.")]})
    return Designation(
        kind=known.code,
        name=known.korean,
        number=said["number"],
        issued_on=said["issued_on"],
        expires_on=said["expires_on"],
        is_stated=True,
    )
