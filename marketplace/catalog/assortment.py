"""Options and their stock in one act, as a seller changes them on one page."""

from __future__ import annotations

from dataclasses import dataclass

from marketplace.catalog import stock
from marketplace.catalog.models import Product, ProductOption
from marketplace.catalog.options import OptionSaid, change_options

BY_HAND = "seller:by-hand"


@dataclass(frozen=True, slots=True)
class Row:
    """One option as typed; stock as it was shown and as it is wanted, None for not counted."""

    option: OptionSaid
    stock_shown: int | None
    stock_wanted: int | None


def save_assortment(product_id: int, version: int, rows: list[Row]) -> Product:
    """Change options, then each one's stock by the difference to what was shown.

    Raises what change_options raises, and StockTooLow when orders took units meanwhile.
    """
    product = change_options(product_id, version, [row.option for row in rows])
    by_name = {option.name: option for option in product.options}
    for option, row in sorted(
        ((by_name[row.option.name], row) for row in rows), key=lambda pair: pair[0].id
    ):
        _set_stock(option, row)
    return product


def _set_stock(option: ProductOption, row: Row) -> None:
    if row.stock_wanted is None:
        if row.stock_shown is not None:
            stock.stop_counting(option.id, BY_HAND)
    elif row.stock_shown is None:
        stock.start_counting(option.id, row.stock_wanted, BY_HAND)
    else:
        stock.change_stock(option.id, row.stock_wanted - row.stock_shown, BY_HAND)
