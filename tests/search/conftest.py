"""A small catalogue and an index of it in a directory of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from marketplace.search import index
from marketplace.search.builds import Builds
from marketplace.search.documents import IN_STOCK, Facet, ProductDocument
from marketplace.search.engine import Engine
from marketplace.search.request import Filters, SearchRequest, SearchResult, Sort

DAY = date(2025, 11, 21)
OPENED = datetime(2025, 1, 1, tzinfo=UTC)

Find = Callable[..., SearchResult]


def product(
    number: int,
    title: str = "천연비누",
    *,
    enterprise: int = 1,
    maker: str = "햇살공방",
    categories: Sequence[str] = (),
    tags: Sequence[str] = (),
    description: str = "",
    price: int | None = 5_000,
    sales: int = 0,
    facets: dict[Facet, tuple[str, ...]] | None = None,
    rated: tuple[int, int] = (0, 0),
) -> ProductDocument:
    """A product with as little said as a test needs; in stock unless facets say otherwise."""
    return ProductDocument(
        id=number,
        enterprise_id=enterprise,
        title=title,
        maker=maker,
        category_names=tuple(categories),
        tags=tuple(tags),
        description=description,
        price_won=price,
        created_at=OPENED + timedelta(minutes=number),
        sales_count=sales,
        facets=facets if facets is not None else {Facet.EXTRA: (IN_STOCK,)},
        rating_sum=rated[0],
        rating_count=rated[1],
    )


def write(builds: Builds, products: Iterable[ProductDocument]) -> None:
    with builds.writing():
        index.rebuild(builds, products)


def update(builds: Builds, *products: ProductDocument, gone: Iterable[int] = ()) -> None:
    with builds.writing():
        index.apply(Engine(builds.home), products, gone)


def ask(
    text: str = "",
    *,
    filters: Filters | None = None,
    sort: Sort = Sort.RELEVANCE,
    cursor: str | None = None,
    limit: int = 24,
    day: date = DAY,
) -> SearchRequest:
    return SearchRequest(day, text, filters or Filters(), sort, cursor, limit)


@pytest.fixture
def builds(tmp_path: Path) -> Builds:
    return Builds(tmp_path / "search")


@pytest.fixture
def engine(builds: Builds) -> Engine:
    return Engine(builds.home)


SHELF = [
    product(1, "라벤더 천연비누", maker="햇살공방", tags=("답례품",), categories=("비누", "생활")),
    product(2, "비누 받침대", enterprise=2, maker="나무손", categories=("욕실", "생활")),
    product(3, "국산콩 두부 500g", enterprise=3, maker="콩마을", categories=("두부", "식품")),
    product(
        4, "우리밀 쿠키 선물세트", enterprise=4, maker="함께 굽는 사람들", categories=("과자",)
    ),
    product(5, "가래떡", enterprise=5, maker="떡찌니", categories=("떡", "식품")),
    product(6, "아카시아꿀", enterprise=6, maker="벌마을", categories=("꿀", "식품")),
    product(7, "USB 충전 스탠드", enterprise=7, maker="Re:Work", categories=("생활",)),
    product(8, "행사 케이터링", enterprise=8, maker="밥심", categories=("서비스",), price=None),
    product(9, "수제 누룽지", enterprise=9, maker="들녘", description="햅쌀로 지은 밥을 눌렀어요"),
    product(
        10, "청소 서비스", enterprise=10, maker="맑은손", description="아이들에게 안전한 세제만"
    ),
    product(11, "초콜릿 상자", enterprise=4, maker="함께 굽는 사람들", categories=("과자",)),
]


@pytest.fixture
def find(builds: Builds, engine: Engine) -> Find:
    """Ask the shelf above: `find("비누를")`."""
    write(builds, SHELF)
    return lambda text, **how: engine.search(ask(text, **how))
