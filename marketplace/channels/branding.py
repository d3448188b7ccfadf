"""Which products stand under a shared brand, who decided so and why."""

from __future__ import annotations

from sqlalchemy import select

from marketplace.audit import service as audit
from marketplace.catalog.models import Product
from marketplace.channels.errors import AlreadyInBrand, BrandNotFound, NotAMember, ReasonMissing
from marketplace.channels.models import (
    BRAND_PRODUCT_TRANSITIONS,
    Brand,
    BrandMember,
    BrandProduct,
    BrandProductAct,
    BrandProductKind,
    BrandProductStatus,
)
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.search import outbox


def propose_for_brand(brand: Brand, product: Product, kind: BrandProductKind) -> BrandProduct:
    """Bring a product before a brand's committee.

    An own product (독자상품) must come from a member enterprise, else NotAMember; one that
    already stands or waits raises AlreadyInBrand; a rejected or withdrawn one starts anew.
    """
    if kind is BrandProductKind.OWN and not is_member(brand.id, product.enterprise_id):
        raise NotAMember(product.enterprise.name, brand.name)
    entry = find_entry(brand.id, product.id)
    if entry is None:
        entry = BrandProduct(brand_id=brand.id, product_id=product.id, kind=kind)
        db.session.add(entry)
    elif BRAND_PRODUCT_TRANSITIONS.allows(entry.status, BrandProductAct.PROPOSE):
        entry.status = BRAND_PRODUCT_TRANSITIONS.after(entry.status, BrandProductAct.PROPOSE)
        entry.kind, entry.reason = kind, ""
    else:
        raise AlreadyInBrand
    db.session.flush()
    audit.record("brand_product:proposed", entry, brand=brand.slug, product_id=product.id)
    return entry


def approve_for_brand(entry: BrandProduct, reason: str) -> None:
    """The committee takes the product in; raises ImpossibleTransition unless it waits."""
    decide(entry, BrandProductAct.APPROVE, reason)


def put_into_brand(
    brand: Brand, product: Product, kind: BrandProductKind, reason: str
) -> BrandProduct:
    """Propose and approve at once, where the office writes down what a meeting decided."""
    entry = propose_for_brand(brand, product, kind)
    approve_for_brand(entry, reason)
    return entry


def decide(entry: BrandProduct, act: BrandProductAct, reason: str) -> None:
    """Approve, reject or withdraw, with a reason that is kept.

    Raises ReasonMissing, and ImpossibleTransition when the entry's state does not allow it.
    What was sold under the brand before a withdrawal stays counted.
    """
    if not reason.strip():
        raise ReasonMissing
    entry.status = BRAND_PRODUCT_TRANSITIONS.after(entry.status, act)
    entry.reason = reason.strip()
    entry.decided_by = audit.current_actor().account_id
    entry.decided_at = clock.now()
    db.session.flush()
    audit.record(f"brand_product:{entry.status.value}", entry, reason=entry.reason)
    outbox.enqueue(entry.product_id)


def is_member(brand_id: int, enterprise_id: int) -> bool:
    """Whether an enterprise takes part in a brand today."""
    today = clock.today()
    query = select(BrandMember.id).where(
        BrandMember.brand_id == brand_id,
        BrandMember.enterprise_id == enterprise_id,
        BrandMember.since <= today,
        (BrandMember.until.is_(None)) | (BrandMember.until >= today),
    )
    return db.session.scalar(query.limit(1)) is not None


def find_entry(brand_id: int, product_id: int) -> BrandProduct | None:
    """The product's place under a brand, whatever its state."""
    query = select(BrandProduct).filter_by(brand_id=brand_id, product_id=product_id)
    return db.session.scalar(query)


def get_entry(brand_id: int, entry_id: int) -> BrandProduct:
    """One entry of a brand; raises BrandNotFound."""
    query = select(BrandProduct).filter_by(id=entry_id, brand_id=brand_id)
    entry: BrandProduct | None = db.session.scalar(query)
    if entry is None:
        raise BrandNotFound
    return entry


def list_waiting() -> list[BrandProduct]:
    """Every product that waits for a committee, the longest wait first."""
    query = (
        select(BrandProduct).filter_by(status=BrandProductStatus.PROPOSED).order_by(BrandProduct.id)
    )
    return list(db.session.scalars(query))
