"""What an enterprise does with a listing: begin, change, publish, hide."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from marketplace.audit import service as audit
from marketplace.catalog.errors import (
    ListingChangedMeanwhile,
    ListingRefused,
    ListingSuspended,
    NotReadyToPublish,
)
from marketplace.catalog.models import (
    Category,
    Product,
    ProductKind,
    ProductOption,
    ProductStatus,
    WithdrawalLimit,
)
from marketplace.catalog.notices import notice_items
from marketplace.catalog.own import lock_product
from marketplace.catalog.readiness import PART_NAMES, missing_parts
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.events import News, announce
from marketplace.core.money import VatClass
from marketplace.core.states import Transitions
from marketplace.core.text import T
from marketplace.enterprises.queries import lock_enterprise

LEAST_PRICE_WON = 100  # what the payment provider takes at least
MOST_PRICE_WON = 100_000_000
MOST_LEAD_DAYS = 90
MOST_TAGS = 10
LONGEST_ANSWER = 500


class ListingAct(StrEnum):
    """What may happen to a listing's visibility."""

    PUBLISH = "publish"
    HIDE = "hide"
    SUSPEND = "suspend"
    LIFT = "lift"


LISTING_TRANSITIONS = Transitions(
    "listing",
    {
        (ProductStatus.DRAFT, ListingAct.PUBLISH): ProductStatus.PUBLISHED,
        (ProductStatus.HIDDEN, ListingAct.PUBLISH): ProductStatus.PUBLISHED,
        (ProductStatus.PUBLISHED, ListingAct.HIDE): ProductStatus.HIDDEN,
        (ProductStatus.PUBLISHED, ListingAct.SUSPEND): ProductStatus.SUSPENDED,
        (ProductStatus.HIDDEN, ListingAct.SUSPEND): ProductStatus.SUSPENDED,
        (ProductStatus.SUSPENDED, ListingAct.LIFT): ProductStatus.HIDDEN,
    },
)


@dataclass(frozen=True, slots=True)
class Listing:
    """What a seller says of a thing; `price_won` with VAT, None for quote only."""

    name: str
    summary: str
    description: str
    category_id: int
    kind: ProductKind
    price_won: int | None
    vat_class: VatClass
    unit: str
    origin: str
    lead_days: int
    min_quantity: int
    tags: list[str]
    withdrawal_limit: WithdrawalLimit = WithdrawalLimit.NONE


def begin_listing(enterprise_id: int, listing: Listing) -> Product:
    """A draft with one unnamed option; raises ListingRefused."""
    _judge(listing)
    enterprise = lock_enterprise(enterprise_id)
    _refuse_taken_name(enterprise.id, listing.name)
    product = Product(enterprise_id=enterprise.id, status=ProductStatus.DRAFT, **asdict(listing))
    product.options.append(ProductOption(name=""))
    db.session.add(product)
    db.session.flush()
    audit.record("product:listed", product, name=product.name)
    return product


def edit_listing(product_id: int, version: int, listing: Listing) -> Product:
    """Change a listing that was read at `version`.

    Raises ListingChangedMeanwhile when a colleague was first, ListingRefused for a field.
    """
    _judge(listing)
    product = lock_version(product_id, version)
    if product.name != listing.name:
        _refuse_taken_name(lock_enterprise(product.enterprise_id).id, listing.name)
    wanted = asdict(listing)
    changed = {
        name: getattr(product, name) for name in wanted if getattr(product, name) != wanted[name]
    }
    for name in changed:
        setattr(product, name, wanted[name])
    if changed:
        _say_changed(product, "product:changed", fields=sorted(changed), price=product.price_won)
    return product


def answer_notice(product_id: int, version: int, answers: dict[str, str]) -> Product:
    """Fill in the product-information notice; answers under other schemas are kept.

    Raises ListingChangedMeanwhile, or ListingRefused for an item the schema does not know.
    """
    product = lock_version(product_id, version)
    known = {item.key for item in notice_items(product.category.notice_schema)}
    for key, answer in answers.items():
        if key not in known:
            raise ListingRefused(key, T("이 갈래의 고시 항목이 아닙니다."))
        if len(answer) > LONGEST_ANSWER:
            raise ListingRefused(key, T("%(n)d자 안으로 적어 주세요.", n=LONGEST_ANSWER))
    merged = {**product.notice, **answers}
    if merged != product.notice:
        product.notice = merged
        _say_changed(product, "product:notice_answered", items=sorted(answers))
    return product


def publish_listing(product_id: int) -> Product:
    """Put on sale; raises NotReadyToPublish naming what is missing, or ListingSuspended.

    Done twice, as by a double click, it is done once.
    """
    product = lock_product(product_id)
    if product.status is ProductStatus.PUBLISHED:
        return product
    if product.status is ProductStatus.SUSPENDED:
        raise ListingSuspended
    state = LISTING_TRANSITIONS.after(product.status, ListingAct.PUBLISH)
    missing = missing_parts(product)
    if missing:
        raise NotReadyToPublish([PART_NAMES[part] for part in missing])
    product.status = state
    product.published_at = product.published_at or clock.now()
    _say_changed(product, "product:published")
    return product


def hide_listing(product_id: int) -> Product:
    """Take off sale without losing anything; raises ListingSuspended when it is off already."""
    product = lock_product(product_id)
    if product.status is ProductStatus.SUSPENDED:
        raise ListingSuspended
    if product.status is not ProductStatus.PUBLISHED:
        return product
    product.status = LISTING_TRANSITIONS.after(product.status, ListingAct.HIDE)
    _say_changed(product, "product:hidden")
    return product


def suspend_listing(product_id: int, reason: str) -> Product:
    """The support centre takes a listing off sale, with a reason the seller reads."""
    if not reason.strip():
        raise ListingRefused("reason", T("판매를 멈추는 사유를 적어 주세요."))
    product = lock_product(product_id)
    product.status = LISTING_TRANSITIONS.after(product.status, ListingAct.SUSPEND)
    _say_changed(product, "product:suspended", reason=reason.strip())
    return product


def lift_suspension(product_id: int) -> Product:
    """The support centre gives a listing back, hidden, for the seller to publish."""
    product = lock_product(product_id)
    product.status = LISTING_TRANSITIONS.after(product.status, ListingAct.LIFT)
    _say_changed(product, "product:suspension_lifted")
    return product


def lock_version(product_id: int, version: int) -> Product:
    """The listing held, if it is still as it was read; raises ListingChangedMeanwhile."""
    product = lock_product(product_id)
    if product.version != version:
        raise ListingChangedMeanwhile
    return product


def touch(product: Product) -> None:
    """Count a change of options or pictures as a change of the listing's version."""
    flag_modified(product, "name")


def _say_changed(product: Product, action: str, **detail: object) -> None:
    db.session.flush()
    audit.record(action, product, **detail)
    announce(News.PRODUCT_CHANGED, product.id)


def _refuse_taken_name(enterprise_id: int, name: str) -> None:
    # Under the enterprise's lock, so that two drafts of one name cannot both be new.
    taken = select(Product.id).filter_by(enterprise_id=enterprise_id, name=name)
    if db.session.scalar(taken) is not None:
        raise ListingRefused(
            "name", T("같은 이름의 상품이 이미 있습니다. 이름을 다르게 적어 주세요.")
        )


def _judge(listing: Listing) -> None:
    if not listing.name.strip():
        raise ListingRefused("name", T("상품 이름을 적어 주세요."))
    price = listing.price_won
    if price is not None and not LEAST_PRICE_WON <= price <= MOST_PRICE_WON:
        raise ListingRefused(
            "price_won", T("가격은 100원에서 1억 원 사이로 적어 주세요. 견적 상품이면 비워 두세요.")
        )
    if not 0 <= listing.lead_days <= MOST_LEAD_DAYS:
        raise ListingRefused("lead_days", T("준비 기간은 0일에서 90일 사이로 적어 주세요."))
    if not 1 <= listing.min_quantity <= 9_999:
        raise ListingRefused("min_quantity", T("최소 수량은 1개에서 9,999개 사이로 적어 주세요."))
    if len(listing.tags) > MOST_TAGS or any(len(tag) > 20 for tag in listing.tags):
        raise ListingRefused("tags", T("찾는 말은 20자 이하로 10개까지 적을 수 있습니다."))
    _judge_category(listing.category_id)


def _judge_category(category_id: int) -> None:
    category = db.session.get(Category, category_id)
    below = select(Category.id).filter_by(parent_id=category_id).limit(1)
    if category is None or db.session.scalar(below) is not None:
        raise ListingRefused("category_id", T("상품에 맞는 갈래를 골라 주세요."))
