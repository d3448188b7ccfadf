"""What pages say to search engines in JSON-LD (schema.org)."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from marketplace import config
from marketplace.catalog.models import Product
from marketplace.channels.editorial.models import MarketEvent
from marketplace.channels.models import Brand, Outlet
from marketplace.enterprises.models import Enterprise
from marketplace.web.images import Image

CONTEXT = "https://schema.org"


def absolute(path: str) -> str:
    """A path as the address people know."""
    return config.current().public_url + path


def website() -> dict[str, Any]:
    """The shop itself, with its search box."""
    return {
        "@context": CONTEXT,
        "@type": "WebSite",
        "name": str(_("이음장터")),
        "url": absolute("/"),
        "potentialAction": {
            "@type": "SearchAction",
            "target": absolute("/search?q={search_term_string}"),
            "query-input": "required name=search_term_string",
        },
    }


def breadcrumbs(crumbs: tuple[tuple[str, str | None], ...]) -> dict[str, Any]:
    """The path to a page."""
    return {
        "@context": CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": n, "name": label}
            | ({"item": absolute(href)} if href else {})
            for n, (label, href) in enumerate(crumbs, 1)
        ],
    }


def organization(enterprise: Enterprise) -> dict[str, Any]:
    """An enterprise; what it does not say of itself is left out."""
    said = {
        "@context": CONTEXT,
        "@type": "Organization",
        "name": enterprise.name,
        "url": absolute(f"/enterprises/{enterprise.slug}"),
        "address": {
            "@type": "PostalAddress",
            "addressCountry": "KR",
            "streetAddress": enterprise.address,
        },
        "telephone": enterprise.phone,
        "description": enterprise.tagline,
    }
    return {name: value for name, value in said.items() if value}


def brand(brand: Brand, image: Image | None) -> dict[str, Any]:
    """A shared brand."""
    said: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "Brand",
        "name": brand.name,
        "url": absolute(f"/brands/{brand.slug}"),
        "slogan": brand.tagline,
    }
    return said | ({"logo": absolute(image.largest)} if image else {})


def outlet(outlet: Outlet) -> dict[str, Any]:
    """A place where things stand; hours are left to people, because papers write them freely."""
    return {
        "@context": CONTEXT,
        "@type": "Store",
        "name": outlet.name,
        "url": absolute(f"/outlets/{outlet.slug}"),
        "address": {
            "@type": "PostalAddress",
            "addressCountry": "KR",
            "addressRegion": outlet.region.name,
            "streetAddress": outlet.address,
        },
    }


def product(product: Product, images: list[Image], price_won: int | None) -> dict[str, Any]:
    """A product with its offer; one on quotation has none."""
    said: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "Product",
        "name": product.name,
        "description": product.summary,
        "sku": str(product.id),
        "category": product.category.name,
        "brand": {"@type": "Organization", "name": product.enterprise.name},
        "image": [absolute(image.largest) for image in images],
        "url": absolute(f"/products/{product.id}"),
    }
    if price_won is not None:
        said["offers"] = _offer(product, price_won)
    return said


def _offer(product: Product, price_won: int) -> dict[str, Any]:
    stocks = [option.stock for option in product.options if option.is_active]
    least = product.min_quantity
    available = any(stock is None or stock.available >= least for stock in stocks)
    return {
        "@type": "Offer",
        "price": price_won,
        "priceCurrency": "KRW",
        "availability": f"{CONTEXT}/{'InStock' if available else 'OutOfStock'}",
        "url": absolute(f"/products/{product.id}"),
        "seller": {"@type": "Organization", "name": product.enterprise.name},
    }


def event(market: MarketEvent) -> dict[str, Any]:
    """A market day; a cancelled one says so."""
    status = "EventCancelled" if market.is_cancelled else "EventScheduled"
    said: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "Event",
        "name": market.title,
        "url": absolute(f"/markets/{market.slug}"),
        "startDate": market.starts_on.isoformat(),
        "endDate": market.ends_on.isoformat(),
        "eventStatus": f"{CONTEXT}/{status}",
        "eventAttendanceMode": f"{CONTEXT}/OfflineEventAttendanceMode",
        "location": {
            "@type": "Place",
            "name": market.place,
            "address": market.address or market.region.name,
        },
    }
    if market.host:
        said["organizer"] = {"@type": "Organization", "name": market.host}
    return said
