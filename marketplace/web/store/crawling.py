"""What search engines read first: where to go, and where not."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

from flask import Response
from flask.typing import ResponseReturnValue
from sqlalchemy import Select, select

from marketplace.catalog.models import Category, Product
from marketplace.catalog.queries import on_sale
from marketplace.channels.editorial.models import MarketEvent
from marketplace.channels.models import Brand, Exhibition, Outlet
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.permissions import Permission
from marketplace.enterprises.models import Enterprise
from marketplace.enterprises.public import PUBLIC
from marketplace.procurement.institutions import list_institutions
from marketplace.procurement.publishing.publications import list_addresses
from marketplace.web.access import access
from marketplace.web.store.blueprint import store
from marketplace.web.store.disclosure_frame import path_of
from marketplace.web.store.seo import absolute

MOST_IN_ONE = 45_000  # the protocol allows 50,000 addresses and 50 MB a file
FIXED = (
    *("/", "/products", "/enterprises", "/brands", "/exhibitions", "/outlets", "/markets"),
    *("/disclosures", "/guide", "/terms", "/privacy", "/accessibility"),
)
PRIVATE = (
    "/cart",
    "/checkout",
    "/orders/",
    "/payments/",
    "/account",
    "/sign-",
    "/search",
    "/seen",
    "/questions/",
    "/letters/",
)


@store.get("/robots.txt")
@access(Permission.SHOP_BROWSE, cache_seconds=3600)
def robots() -> ResponseReturnValue:
    """Everything public may be read; what is one visitor's may not."""
    closed = "".join(f"Disallow: {path}\n" for path in PRIVATE)
    closed += "".join(f"Disallow: {path}\n" for path in ("/seller", "/buyer", "/office", "/api"))
    said = f"User-agent: *\n{closed}\nSitemap: {absolute('/sitemap.xml')}\n"
    return Response(said, mimetype="text/plain")


@store.get("/sitemap.xml")
@access(Permission.SHOP_BROWSE, cache_seconds=600)
def sitemap() -> ResponseReturnValue:
    """Every public page; the products that fit, newest first."""
    places = "".join(f"<url><loc>{escape(absolute(path))}</loc></url>" for path in _paths())
    said = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{places}</urlset>'
    )
    return Response(said, mimetype="application/xml")


def _paths() -> Iterator[str]:
    yield from FIXED
    codes = select(Category.code).order_by(Category.id)
    makers = select(Enterprise.slug).where(Enterprise.status.in_(PUBLIC)).order_by(Enterprise.id)
    begun = select(Exhibition.slug).where(Exhibition.starts_on <= clock.today())
    for prefix, query in (
        ("/categories/", codes),
        ("/brands/", select(Brand.slug).order_by(Brand.id)),
        ("/exhibitions/", begun),
        ("/outlets/", select(Outlet.slug).order_by(Outlet.id)),
        ("/markets/", select(MarketEvent.slug).order_by(MarketEvent.id.desc()).limit(1000)),
        ("/enterprises/", makers.limit(MOST_IN_ONE // 3)),
        ("/products/", _products()),
    ):
        yield from (f"{prefix}{name}" for name in db.session.scalars(query))
    yield from _disclosures()


def _disclosures() -> Iterator[str]:
    """Institutions, their published years, and what is in force of each."""
    yield "/disclosures/comparison"
    yield from (f"/disclosures/{body.slug}" for body in list_institutions())
    years: set[str] = set()
    for slug, published in list_addresses(MOST_IN_ONE // 10):
        years.add(f"/disclosures/{slug}/{published.year}")
        yield path_of(slug, published)
    yield from sorted(years)


def _products() -> Select[int]:
    return (
        select(Product.id)
        .join(Product.enterprise)
        .where(on_sale())
        .order_by(Product.id.desc())
        .limit(MOST_IN_ONE // 2)
    )
