"""What is put in a cart: options with their own price, added, renamed, taken off sale."""

from __future__ import annotations

from dataclasses import dataclass, replace

from marketplace.audit import service as audit
from marketplace.catalog.errors import LastOption, ListingNotFound, ListingRefused, SoldByDate
from marketplace.catalog.models import Product, ProductOption
from marketplace.catalog.service import LEAST_PRICE_WON, lock_version, touch
from marketplace.catalog.sessions.queries import has_dates
from marketplace.core.database import db
from marketplace.core.events import News, announce
from marketplace.core.text import T

MOST_OPTIONS = 50
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class OptionSaid:
    """One option as typed; `id` None for a new one, `price_delta_won` onto the product's price."""

    id: int | None
    name: str
    price_delta_won: int
    is_active: bool


def change_options(product_id: int, version: int, said: list[OptionSaid]) -> Product:
    """Set a listing's options to what was typed, in that order.

    One that is not named any more is taken off sale, never deleted: orders point at it.
    Raises ListingChangedMeanwhile, ListingRefused naming the row's field, LastOption, or
    SoldByDate when its options are dates.
    """
    product = lock_version(product_id, version)
    if has_dates(product.id):
        raise SoldByDate
    said = _revived(product, said)
    known = {option.id: option for option in product.options}
    kept = {each.id for each in said if each.id is not None}
    if not kept <= set(known):
        raise ListingNotFound
    _judge(product, said)
    for option in product.options:
        option.is_active = option.is_active and option.id in kept
    _rename(known, said)
    for position, each in enumerate(said):
        option = known[each.id] if each.id is not None else ProductOption(product_id=product.id)
        option.name, option.price_delta_won = each.name, each.price_delta_won
        option.is_active, option.position = each.is_active, position
        db.session.add(option)
    touch(product)
    db.session.flush()
    db.session.expire(product, ["options"])
    audit.record("product:options_changed", product, options=[each.name for each in said])
    announce(News.PRODUCT_CHANGED, product.id)
    return product


def _revived(product: Product, said: list[OptionSaid]) -> list[OptionSaid]:
    """A new option with the name of one taken off sale is that one again."""
    kept = {each.id for each in said}
    retired = {option.name: option.id for option in product.options if option.id not in kept}
    return [
        replace(each, id=retired.pop(each.name, None)) if each.id is None else each for each in said
    ]


def _rename(known: dict[int, ProductOption], said: list[OptionSaid]) -> None:
    # Two options may swap names: each first gets one nobody else can have.
    for each in said:
        if each.id is not None and known[each.id].name != each.name:
            known[each.id].name = f"~{each.id}~"
    db.session.flush()


def _judge(product: Product, said: list[OptionSaid]) -> None:
    if not any(each.is_active for each in said):
        raise LastOption
    if len(said) > MOST_OPTIONS:
        raise ListingRefused("options", T("선택은 50개까지 둘 수 있습니다."))
    kept = {each.id for each in said}
    retired = {option.name for option in product.options if option.id not in kept}
    names: set[str] = set()
    for row, each in enumerate(said):
        if each.name in names or each.name in retired:
            raise ListingRefused(f"options-{row}-name", T("같은 이름의 선택이 있습니다."))
        if len(each.name) > LONGEST_NAME:
            raise ListingRefused(f"options-{row}-name", T("80자 안으로 적어 주세요."))
        names.add(each.name)
        _judge_price(product, row, each)
    if "" in names and len(names) > 1:
        unnamed = next(row for row, each in enumerate(said) if not each.name)
        raise ListingRefused(
            f"options-{unnamed}-name", T("선택이 둘 이상이면 이름을 모두 적어 주세요.")
        )


def _judge_price(product: Product, row: int, each: OptionSaid) -> None:
    field = f"options-{row}-price_delta_won"
    if product.price_won is None:
        if each.price_delta_won:
            raise ListingRefused(field, T("견적 상품에는 추가 금액을 둘 수 없습니다."))
    elif product.price_won + each.price_delta_won < LEAST_PRICE_WON:
        raise ListingRefused(field, T("이 선택의 가격이 100원보다 작아집니다."))
