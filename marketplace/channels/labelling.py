"""Which products search shows under a brand and in an outlet."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Select, or_, select

from marketplace.catalog.models import ProductOption
from marketplace.channels.models import (
    Brand,
    BrandProduct,
    BrandProductStatus,
    Outlet,
    Placement,
)
from marketplace.search.documents import Facet
from marketplace.search.labels import labels


@labels(Facet.BRAND)
def brands_of_products(_day: date) -> Select[int, str]:
    """Approved products with the slug of their brand."""
    return (
        select(BrandProduct.product_id, Brand.slug)
        .join(BrandProduct.brand)
        .where(BrandProduct.status == BrandProductStatus.APPROVED)
    )


@labels(Facet.OUTLET)
def outlets_of_products(day: date) -> Select[int, str]:
    """Products with the slug of each outlet one of their options is placed in on `day`."""
    return (
        select(ProductOption.product_id, Outlet.slug)
        .join(Placement, Placement.option_id == ProductOption.id)
        .join(Outlet, Outlet.id == Placement.outlet_id)
        .where(
            Placement.starts_on <= day,
            or_(Placement.ends_on.is_(None), Placement.ends_on >= day),
            or_(Outlet.closed_on.is_(None), Outlet.closed_on >= day),
        )
        .distinct()
    )
