"""Enterprises: those who sell here, and those public lists name."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from marketplace.core import clock
from marketplace.core.text import T
from marketplace.enterprises.models import Certification, Enterprise, EnterpriseStatus
from marketplace.enterprises.public import EnterpriseFilter, list_enterprises
from marketplace.web.api.blueprint import api, public
from marketplace.web.api.schemas import CODE, Named, PageQuery, PictureShape, Text
from marketplace.web.directory import Directory, directory
from marketplace.web.images import image_of

_CODE = validate.Regexp(CODE, error=T("영문 소문자, 숫자, -와 _로 된 코드를 적어 주세요."))


class EnterpriseQuery(PageQuery):
    """Which enterprises."""

    q = Text(load_default="", metadata={"description": "이름이나 하는 일에 든 말."})
    region = fields.String(
        load_default="",
        validate=_CODE,
        metadata={"description": "지역 코드. 시·도는 그 안의 구·군까지 찾아요."},
    )
    certification = fields.String(
        load_default="",
        validate=_CODE,
        metadata={"description": "오늘 유효한 인증의 종류 코드."},
    )


class CertificationShape(Named):
    """A designation that holds today. `expires_on` is its last valid day, null for none."""

    number = fields.String(required=True)
    issuer = fields.String(required=True)
    issued_on = fields.Date(required=True)
    expires_on = fields.Date(required=True, allow_none=True)


class EnterpriseShape(Schema):
    """An enterprise. `sells_here` is false for one that only a public list names."""

    id = fields.Integer(required=True)
    slug = fields.String(required=True)
    name = fields.String(required=True)
    region = fields.Nested(Named, required=True)
    business = fields.String(required=True)
    tagline = fields.String(required=True)
    sells_here = fields.Boolean(required=True)
    certifications = fields.List(fields.Nested(CertificationShape), required=True)
    emblem = fields.Nested(PictureShape, required=True, allow_none=True)
    url = fields.String(required=True)


class EnterprisePage(Schema):
    """A page of enterprises: sellers by name, then those of public lists by name."""

    items = fields.List(fields.Nested(EnterpriseShape), required=True)
    total = fields.Integer(required=True)
    next_cursor = fields.String(required=True, allow_none=True)


@api.route("/enterprises")
@public
@api.arguments(EnterpriseQuery, location="query")
@api.response(200, EnterprisePage)
def list_all(asked: dict[str, Any]) -> dict[str, Any]:
    """기업 찾기 · Find enterprises."""
    wanted = EnterpriseFilter(asked["region"], asked["certification"], asked["q"])
    page = list_enterprises(wanted, asked["cursor"], asked["limit"])
    names = directory()
    return {
        "items": [_enterprise(each, names) for each in page.items],
        "total": page.total,
        "next_cursor": page.next_cursor,
    }


def _enterprise(row: Enterprise, names: Directory) -> dict[str, Any]:
    today = clock.today()
    held = [each for each in row.certifications if each.holds_on(today)]
    return {
        "id": row.id,
        "slug": row.slug,
        "name": row.name,
        "region": names.regions[row.region.code],
        "business": row.business,
        "tagline": row.tagline,
        "sells_here": row.status is EnterpriseStatus.ACTIVE,
        "certifications": [_certification(each) for each in held],
        "emblem": image_of(row.emblem),
        "url": f"/enterprises/{row.slug}",
    }


def _certification(row: Certification) -> dict[str, Any]:
    return {
        "code": row.kind.code,
        "korean": row.kind.name,
        "english": row.kind.name_en,
        "number": row.number,
        "issuer": row.issuer,
        "issued_on": row.issued_on,
        "expires_on": row.expires_on,
    }
