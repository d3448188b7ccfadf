"""The seller portal."""

from marketplace.web.seller import (
    certifications,
    coupons,
    home,
    listing,
    listing_notice,
    listing_options,
    listing_pictures,
    listings,
    parcel_cancelling,
    parcels,
    profile,
    questions,
    quotes,
    returns,
    reviews,
    session,
    sessions,
    sign_in,
    social_value,
)
from marketplace.web.seller.blueprint import seller

__all__ = [
    "blueprints",
    "certifications",
    "coupons",
    "home",
    "listing",
    "listing_notice",
    "listing_options",
    "listing_pictures",
    "listings",
    "parcel_cancelling",
    "parcels",
    "profile",
    "questions",
    "quotes",
    "returns",
    "reviews",
    "session",
    "sessions",
    "sign_in",
    "social_value",
]

blueprints = [seller]
