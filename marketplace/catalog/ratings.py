"""Stars of a product: whole sums kept on the product, the mean and the place computed from them.

One rule for the index and for the database: a product is placed as if ten more people had
given it four stars. A single five is then worth 4.09 and twenty times 4.8 are worth 4.53, so
that one good word does not beat many. What nobody has rated comes after everything rated.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, case, cast, update

from marketplace.catalog.models import Product
from marketplace.core.database import db
from marketplace.core.events import News, announce

MOST_STARS = 5
PRIOR_COUNT, PRIOR_SUM = 10, 40
SCALE = 100_000


def mean_text(rating_sum: int, rating_count: int) -> str | None:
    """The mean with one decimal, halves rounded up, as text; None when nobody rated."""
    if not rating_count:
        return None
    tenths = (20 * rating_sum + rating_count) // (2 * rating_count)
    return f"{tenths // 10}.{tenths % 10}"


def place_of(rating_sum: Any, rating_count: Any) -> Any:
    """Where ratings put a product, more is better: whole hundred-thousandths of a star.

    Numbers or numpy arrays; say nothing of products without a rating.
    """
    return (rating_sum + PRIOR_SUM) * SCALE // (rating_count + PRIOR_COUNT)


def place_column() -> ColumnElement[int]:
    """The same in SQL, 0 for what nobody has rated."""
    return case(
        (Product.rating_count == 0, cast(0, BigInteger)),
        else_=place_of(
            cast(Product.rating_sum, BigInteger), cast(Product.rating_count, BigInteger)
        ),
    )


def add_rating(product_id: int, stars: int, count: int) -> None:
    """Change a product's sums by so many stars and ratings, and tell who keeps a copy."""
    if not stars and not count:
        return
    db.session.execute(
        update(Product)
        .where(Product.id == product_id)
        .values(rating_sum=Product.rating_sum + stars, rating_count=Product.rating_count + count),
        execution_options={"synchronize_session": False},
    )
    announce(News.PRODUCT_CHANGED, product_id)
