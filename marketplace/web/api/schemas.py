"""Shapes that several resources of the API speak in."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from marketplace.core.pagination import LONGEST_CURSOR, MAX_PAGE
from marketplace.core.text import T

MOST_CODES = 20
CODE = r"^[a-z0-9_-]{1,60}$"


class Problem(Schema):
    """What went wrong (RFC 9457), with sentences by argument where arguments are wrong."""

    status = fields.Integer(required=True)
    code = fields.String(required=True)
    title = fields.String(required=True)
    detail = fields.String(required=True)
    errors = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))


class Text(fields.String):
    """Words as they can be searched for: NUL is nothing anybody types."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        said: str = super()._deserialize(value, attr, data, **kwargs)
        return said.replace("\x00", " ").strip()


def whole_number(low: int, high: int, **how: Any) -> fields.Integer:
    """A whole number within bounds, both included."""
    bounds = validate.Range(
        low, high, error=T("%(low)d부터 %(high)d까지의 수로 적어 주세요.", low=low, high=high)
    )
    said: dict[str, Any] = {"invalid": T("정수로 적어 주세요."), "too_large": T("수가 너무 커요.")}
    return fields.Integer(validate=bounds, error_messages=said, **how)


def codes(about: str) -> fields.List[str]:
    """A code that may be said several times; any of them fits."""
    one = fields.String(
        validate=validate.Regexp(CODE, error=T("영문 소문자, 숫자, -와 _로 된 코드를 적어 주세요."))
    )
    few = validate.Length(
        max=MOST_CODES, error=T("한 번에 %(most)d개까지 고를 수 있어요.", most=MOST_CODES)
    )
    return fields.List(one, validate=few, load_default=list, metadata={"description": about})


class PageQuery(Schema):
    """Which page of a list."""

    cursor = fields.String(
        load_default=None,
        validate=validate.Length(1, LONGEST_CURSOR, error=T("처음부터 다시 찾아 주세요.")),
        metadata={"description": "앞 쪽의 next_cursor. From the page before; omit for the first."},
    )
    limit = whole_number(1, MAX_PAGE, load_default=24)


class Named(Schema):
    """A code with its names in both languages."""

    code = fields.String(required=True)
    name = fields.String(required=True, attribute="korean")
    name_en = fields.String(required=True, attribute="english")


class PictureShape(Schema):
    """A picture in its widest file and its narrowest; the size is of the widest, in pixels."""

    url = fields.String(required=True, attribute="largest")
    thumbnail_url = fields.String(required=True, attribute="thumb")
    width = fields.Integer(required=True)
    height = fields.Integer(required=True)
    alt = fields.String(required=True)


class EnterpriseBrief(Schema):
    """Who sells a product, and what it is certified as today."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)
    region = fields.String(required=True)
    certifications = fields.List(fields.Nested(Named), required=True)
