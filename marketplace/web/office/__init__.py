"""The support centre's portal."""

from marketplace.web.office import (
    accounts,
    brands,
    certifications,
    channel_sales,
    coupons,
    employment_ratios,
    enterprises,
    exhibitions,
    front_page,
    home,
    markets,
    outlets,
    placements,
    questions,
    records,
    refunds,
    returns,
    reviews,
    sales,
    sign_in,
    slides,
)
from marketplace.web.office.blueprint import office

__all__ = [
    "accounts",
    "blueprints",
    "brands",
    "certifications",
    "channel_sales",
    "coupons",
    "employment_ratios",
    "enterprises",
    "exhibitions",
    "front_page",
    "home",
    "markets",
    "outlets",
    "placements",
    "questions",
    "records",
    "refunds",
    "returns",
    "reviews",
    "sales",
    "sign_in",
    "slides",
]

blueprints = [office]
