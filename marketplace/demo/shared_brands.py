"""Shared brands with their members and what their committees decided."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from marketplace.accounts.models import Account
from marketplace.audit import service as audit
from marketplace.channels import branding
from marketplace.channels.models import (
    Brand,
    BrandMember,
    BrandOwner,
    BrandProductAct,
    BrandProductKind,
)
from marketplace.core.database import db
from marketplace.demo.acting import days_ago, deed, noon
from marketplace.demo.listings import get_product
from marketplace.demo.people import OFFICE_MAIL, find_account
from marketplace.demo.progress import Watcher, watched
from marketplace.demo.reading import read
from marketplace.demo.sellers import get_enterprise


def found(watcher: Watcher) -> None:
    """Found each brand, admit its members and bring its products before it."""
    office = find_account(OFFICE_MAIL)
    for entry in watched(read("brands")["brand"], watcher, "공동브랜드"):
        brand = _find(entry["slug"]) or _found_one(entry, office)
        for place, product in enumerate(entry["products"]):
            _bring(brand, product, office, place)


def _find(slug: str) -> Brand | None:
    brand: Brand | None = db.session.scalar(select(Brand).filter_by(slug=slug))
    return brand


def _found_one(entry: dict[str, Any], office: Account) -> Brand:
    since = days_ago(entry["since_days_ago"])
    with deed(office, noon(since)):
        brand = Brand(
            slug=entry["slug"],
            name=entry["name"],
            tagline=entry["tagline"],
            story=entry["story"],
            owner_kind=BrandOwner(entry["owner_kind"]),
            owner_name=entry["owner_name"],
            bodies=list(entry["bodies"]),
            since=since,
        )
        db.session.add(brand)
        db.session.flush()
        for slug in dict.fromkeys(product["enterprise"] for product in entry["products"]):
            member = BrandMember(
                brand_id=brand.id, enterprise_id=get_enterprise(slug).id, since=since
            )
            db.session.add(member)
        db.session.flush()
        audit.record("brand:founded", brand, owner=brand.owner_name)
    return brand


def _bring(brand: Brand, entry: dict[str, Any], office: Account, place: int) -> None:
    product = get_product(entry["enterprise"], entry["product"])
    if branding.find_entry(brand.id, product.id) is not None:
        return
    brand_id, product_id, kind = brand.id, product.id, BrandProductKind(entry["kind"])
    waits = entry.get("status") == "proposed"
    when = noon(days_ago(3 if waits else 210)) + timedelta(hours=place)
    with deed(office, when):
        proposed = branding.propose_for_brand(
            db.session.get_one(Brand, brand_id),
            db.session.get_one(type(product), product_id),
            kind,
        )
        if entry.get("status") == "rejected":
            branding.decide(proposed, BrandProductAct.REJECT, entry["reason"])
        elif not waits:
            branding.approve_for_brand(proposed, entry["reason"])
