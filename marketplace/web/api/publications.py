"""Published versions: which there are, each with its whole content, and institutions compared."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from marketplace.core.errors import Invalid
from marketplace.procurement.institutions import get_institution
from marketplace.procurement.models import Publication, PublicationKind
from marketplace.procurement.publishing.publication_facts import publication_facts, version_facts
from marketplace.procurement.publishing.publications import (
    PublicationAddress,
    PublicationNotFound,
    get_publication,
    list_versions,
    page_latest,
)
from marketplace.web.api.blueprint import api, may_be_missing, public
from marketplace.web.api.institutions import SLUG
from marketplace.web.api.schemas import PageQuery, whole_number

BY_ADDRESS = {kind.address: kind for kind in PublicationKind}
KIND = {
    "name": "kind",
    "in": "path",
    "required": True,
    "description": "공시 자료의 종류 · The kind of publication.",
    "schema": {"type": "string", "enum": list(BY_ADDRESS)},
}


class VersionShape(Schema):
    """One version of a publication; it never changes."""

    institution = fields.String(required=True)
    year = fields.Integer(required=True)
    kind = fields.String(required=True, metadata={"enum": list(BY_ADDRESS)})
    quarter = fields.Integer(
        required=True, metadata={"description": "1–4 where a kind comes each quarter, else 0."}
    )
    version = fields.Integer(required=True)
    published_at = fields.String(required=True, metadata={"format": "date-time"})
    reason = fields.String(required=True, metadata={"description": "Empty for version 1."})
    digest = fields.String(
        required=True,
        metadata={"description": "SHA-256 of the canonical JSON (sorted names) of the content."},
    )
    url = fields.String(required=True)


class WholeVersionShape(VersionShape):
    """One version with its content; amounts are whole won, rates decimal strings."""

    content = fields.Dict(required=True)


class VersionList(Schema):
    """Versions, newest first."""

    items = fields.List(fields.Nested(VersionShape), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class AddressQuery(Schema):
    """Which quarter and version of a publication."""

    quarter = whole_number(0, 4, load_default=0)
    version = whole_number(1, 1_000_000, load_default=None)


@api.route("/institutions/<slug>/publications", parameters=[SLUG])
@may_be_missing
@public
@api.arguments(PageQuery, location="query")
@api.response(200, VersionList)
def list_publications(asked: dict[str, Any], slug: str) -> dict[str, Any]:
    """한 기관이 공시한 모든 판 · Every version an institution published."""
    page = page_latest(get_institution(slug).id, asked["cursor"], asked["limit"])
    return {"items": [_version(each) for each in page.items], "next_cursor": page.next_cursor}


@api.route("/institutions/<slug>/publications/<int:year>/<kind>", parameters=[SLUG, KIND])
@may_be_missing
@public
@api.arguments(AddressQuery, location="query")
@api.response(200, WholeVersionShape)
def show_publication(asked: dict[str, Any], slug: str, year: int, kind: str) -> dict[str, Any]:
    """공시 자료 한 판 (적지 않으면 지금 쓰는 판) · One version, the one in force by default."""
    address = _address(slug, year, kind, asked["quarter"])
    return _whole(get_publication(address, asked["version"]))


@api.route("/institutions/<slug>/publications/<int:year>/<kind>/versions", parameters=[SLUG, KIND])
@may_be_missing
@public
@api.arguments(AddressQuery(only=("quarter",)), location="query")
@api.response(200, VersionList)
def list_publication_versions(
    asked: dict[str, Any], slug: str, year: int, kind: str
) -> dict[str, Any]:
    """공시 자료 하나의 모든 판 · Every version of one publication, newest first."""
    found = list_versions(_address(slug, year, kind, asked["quarter"]))
    return {"items": [_version(each) for each in found], "next_cursor": None}


def _address(slug: str, year: int, kind: str, quarter: int) -> PublicationAddress:
    if kind not in BY_ADDRESS:
        raise PublicationNotFound
    institution = get_institution(slug)
    try:
        return PublicationAddress(institution.id, year, BY_ADDRESS[kind], quarter)
    except Invalid as error:
        raise PublicationNotFound from error


def _path(each: Publication) -> str:
    quarter = f"/q{each.quarter}" if each.quarter else ""
    kind = f"{each.year}/{each.kind.address}{quarter}"
    return f"/disclosures/{each.institution.slug}/{kind}/v{each.version}"


def _version(each: Publication) -> dict[str, Any]:
    return version_facts(each, _path(each))


def _whole(each: Publication) -> dict[str, Any]:
    return publication_facts(each, _path(each))
