"""Purchases of a year in the Open Contracting Data Standard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from flask import Response, jsonify, request
from marshmallow import Schema, fields, validate

from marketplace import config
from marketplace.core.pagination import LONGEST_CURSOR, Page
from marketplace.core.text import T
from marketplace.procurement.institutions import get_institution
from marketplace.procurement.publishing.ocds import (
    Process,
    Publication,
    record_package,
    release_package,
)
from marketplace.procurement.publishing.processes import AT_ONCE, page_processes
from marketplace.web.api.blueprint import api, may_be_missing, public
from marketplace.web.api.institutions import SLUG
from marketplace.web.api.schemas import whole_number

Package = Callable[[Publication, Sequence[Process]], dict[str, Any]]


class ProcessQuery(Schema):
    """Which part of the year's processes."""

    cursor = fields.String(
        load_default=None,
        validate=validate.Length(1, LONGEST_CURSOR, error=T("처음부터 다시 찾아 주세요.")),
        metadata={"description": "앞 쪽의 links.next에 있는 값. Taken from links.next."},
    )
    limit = whole_number(1, AT_ONCE, load_default=AT_ONCE)


class ReleasePackage(Schema):
    """An OCDS 1.1 release package; `links.next` leads to the rest of a long year."""

    uri = fields.String(required=True)
    version = fields.String(required=True)
    published_date = fields.String(required=True, data_key="publishedDate")
    publisher = fields.Dict(required=True)
    releases = fields.List(fields.Dict(), required=True)
    links = fields.Dict()


class RecordPackage(Schema):
    """An OCDS 1.1 record package: each process with all its releases and how it stands now."""

    uri = fields.String(required=True)
    version = fields.String(required=True)
    published_date = fields.String(required=True, data_key="publishedDate")
    publisher = fields.Dict(required=True)
    records = fields.List(fields.Dict(), required=True)
    links = fields.Dict()


@api.route("/institutions/<slug>/disclosures/<int:year>/ocds", parameters=[SLUG])
@may_be_missing
@public
@api.arguments(ProcessQuery, location="query")
@api.response(200, ReleasePackage)
def show_releases(asked: dict[str, Any], slug: str, year: int) -> Response:
    """한 해의 구매 (OCDS 1.1 릴리스) · A year's purchases as OCDS 1.1 releases."""
    return _package(release_package, asked, slug, year)


@api.route("/institutions/<slug>/disclosures/<int:year>/ocds/records", parameters=[SLUG])
@may_be_missing
@public
@api.arguments(ProcessQuery, location="query")
@api.response(200, RecordPackage)
def show_records(asked: dict[str, Any], slug: str, year: int) -> Response:
    """한 해의 구매 (OCDS 1.1 레코드) · A year's purchases as OCDS 1.1 records."""
    return _package(record_package, asked, slug, year)


def _package(make: Package, asked: dict[str, Any], slug: str, year: int) -> Response:
    institution = get_institution(slug)
    page: Page[Process] = page_processes(institution.id, year, asked["cursor"], asked["limit"])
    settings = config.current()
    latest = max((each.reversal or each.record).recorded_at for each in page.items)
    publication = Publication(
        institution=institution,
        prefix=settings.ocid_prefix,
        uri=settings.public_url + request.full_path.rstrip("?"),
        # Not the moment of asking: the same data must give the same package.
        published_at=latest,
    )
    told = make(publication, page.items)
    if page.next_cursor:
        query = urlencode({"cursor": page.next_cursor, "limit": asked["limit"]})
        told["links"] = {"next": f"{settings.public_url}{request.path}?{query}"}
    return jsonify(told)
