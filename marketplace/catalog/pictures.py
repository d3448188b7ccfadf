"""A listing's gallery: added, put in order, described, taken away."""

from __future__ import annotations

from marketplace.audit import service as audit
from marketplace.catalog.errors import LastPicture, ListingNotFound, TooManyPictures
from marketplace.catalog.models import Product, ProductPicture, ProductStatus
from marketplace.catalog.own import lock_product
from marketplace.catalog.service import touch
from marketplace.core.database import db
from marketplace.core.events import News, announce
from marketplace.media.pictures import MAX_ALT, CheckedPicture, keep_picture

MOST_PICTURES = 10


def add_picture(
    product_id: int, checked: CheckedPicture, alt: str, uploaded_by: int
) -> ProductPicture:
    """Put a picture at the end of the gallery; raises TooManyPictures at ten."""
    product = lock_product(product_id)
    if len(product.pictures) >= MOST_PICTURES:
        raise TooManyPictures(MOST_PICTURES)
    picture = keep_picture(checked, alt or product.name, uploaded_by)
    position = max((each.position for each in product.pictures), default=-1) + 1
    added = ProductPicture(product_id=product.id, picture=picture, position=position)
    product.pictures.append(added)
    _say_changed(product, "product:picture_added", picture=picture.id)
    return added


def describe_picture(product_id: int, picture_id: int, alt: str) -> ProductPicture:
    """Say in words what a picture shows, for people who do not see it; raises ListingNotFound."""
    product = lock_product(product_id)
    each = _find(product, picture_id)
    each.picture.alt = alt.strip()[:MAX_ALT]
    _say_changed(product, "product:picture_described", picture=picture_id)
    return each


def move_picture(product_id: int, picture_id: int, to: int) -> Product:
    """Put a picture at place `to`, 0 being the face; the others keep their order."""
    product = lock_product(product_id)
    moved = _find(product, picture_id)
    others = [each for each in product.pictures if each is not moved]
    place = max(0, min(to, len(others)))
    for position, each in enumerate([*others[:place], moved, *others[place:]]):
        each.position = position
    _say_changed(product, "product:pictures_ordered", picture=picture_id, to=place)
    return product


def remove_picture(product_id: int, picture_id: int) -> Product:
    """Take a picture out of the gallery; raises LastPicture for the only one on sale."""
    product = lock_product(product_id)
    removed = _find(product, picture_id)
    if product.status is ProductStatus.PUBLISHED and len(product.pictures) == 1:
        raise LastPicture
    product.pictures.remove(removed)
    _say_changed(product, "product:picture_removed", picture=picture_id)
    return product


def _find(product: Product, picture_id: int) -> ProductPicture:
    for each in product.pictures:
        if each.picture_id == picture_id:
            return each
    raise ListingNotFound


def _say_changed(product: Product, action: str, **detail: int) -> None:
    touch(product)
    db.session.flush()
    db.session.expire(product, ["pictures"])
    audit.record(action, product, **detail)
    announce(News.PRODUCT_CHANGED, product.id)
