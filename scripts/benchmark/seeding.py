"""Ten thousand products of three hundred enterprises, written in bulk."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

from sqlalchemy import func, insert, select

from marketplace.catalog.models import (
    Category,
    Product,
    ProductKind,
    ProductOption,
    ProductStatus,
    Stock,
)
from marketplace.core import clock
from marketplace.core.database import transaction
from marketplace.core.money import VatClass
from marketplace.enterprises.models import Enterprise, EnterpriseStatus, Region

NOUNS = (
    *("비누", "수건", "쿠키", "두부", "현미", "머그컵", "에코백", "인형"),
    *("노트", "의자", "조명", "도시락", "된장", "커피", "홍차"),
)
HOWS = (
    *("손으로만든", "우리밀", "제주", "유기농", "숲속", "마을"),
    *("무향", "따뜻한", "작은", "튼튼한", "햇살", "고소한"),
)
ENTERPRISES = 300
BATCH = 1000


def seed(count: int) -> dict[str, int]:
    """Add `count` published products beside whatever is there; says where they begin."""
    chance = random.Random(20261121)
    with transaction() as session:
        region_id = session.scalars(select(Region.id).limit(1)).one()
        leaves = session.scalars(select(Category.id).where(Category.parent_id.isnot(None))).all()
        session.execute(insert(Enterprise), [_enterprise(n, region_id) for n in range(ENTERPRISES)])
        sellers = session.scalars(
            select(Enterprise.id).where(Enterprise.slug.like("bench-%"))
        ).all()
        before = session.scalar(select(func.max(Product.id))) or 0
        for start in range(0, count, BATCH):
            rows = range(start, min(start + BATCH, count))
            session.execute(insert(Product), [_product(n, chance, leaves, sellers) for n in rows])
        added = session.scalars(select(Product.id).where(Product.id > before)).all()
        session.execute(
            insert(ProductOption),
            [{"product_id": each, "name": "", "position": 0} for each in added],
        )
        options = select(ProductOption.id).where(ProductOption.product_id > before)
        session.execute(
            insert(Stock),
            [{"option_id": each, "available": 1_000_000} for each in session.scalars(options)],
        )
        first = session.scalars(
            select(ProductOption.id).where(ProductOption.product_id == before + 1)
        ).one()
    return {"product": before + 1, "option": first, "count": count}


def _enterprise(n: int, region_id: int) -> dict[str, Any]:
    return {
        "slug": f"bench-{n}",
        "name": f"측정용 가상기업 {n}",
        "representative": "가상",
        "region_id": region_id,
        "status": EnterpriseStatus.ACTIVE,
        "delivery_fee_won": 3000,
        "free_delivery_from_won": 50000,
    }


def _product(n: int, chance: random.Random, leaves: Any, sellers: Any) -> dict[str, Any]:
    made = clock.now() - timedelta(minutes=n)
    return {
        "enterprise_id": sellers[n % len(sellers)],
        "category_id": chance.choice(leaves),
        "name": f"{chance.choice(HOWS)} {chance.choice(NOUNS)} {n}",
        "summary": "측정을 위해 만든 가상의 상품이에요.",
        "description": "측정을 위해 만든 가상의 상품이에요. " * 6,
        "kind": ProductKind.GOODS,
        "status": ProductStatus.PUBLISHED,
        "price_won": chance.randrange(10, 900) * 100,
        "vat_class": VatClass.TAXABLE,
        "tags": [chance.choice(HOWS)],
        "created_at": made,
        "published_at": made,
    }
