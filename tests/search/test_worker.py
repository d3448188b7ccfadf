"""From a committed change to a found product, and what a crash in between may not cost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask

from marketplace.catalog.models import Product, ProductStatus, Stock
from marketplace.channels.models import (
    Brand,
    BrandOwner,
    BrandProduct,
    BrandProductKind,
    BrandProductStatus,
    Outlet,
    Placement,
    PlacementTerms,
)
from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.jobs import JOBS
from marketplace.enterprises.models import EnterpriseStatus, Region
from marketplace.search import index, outbox, queries, sources, worker
from marketplace.search.documents import Facet
from marketplace.search.errors import IndexUnusable, WriterAtWork
from marketplace.search.request import Filters
from tests.search.conftest import ask
from tests.support import factories
from tests.support.queue import ListQueue
from tests.support.statements import counting


def found(text: str = "", **facets: tuple[str, ...]) -> list[int]:
    filters = Filters({Facet(name): codes for name, codes in facets.items()})
    result = queries.find_products(ask(text, filters=filters, day=clock.today(), limit=100))
    assert not result.degraded
    return sorted(result.ids)


def make_product(**values: object) -> int:
    with transaction():
        made: int = factories.product(**values).id  # type: ignore[arg-type]
    return made


def rename(product_id: int, name: str) -> None:
    with transaction():
        db.session.get_one(Product, product_id).name = name
        outbox.enqueue(product_id)


class TestOutbox:
    def test_is_kept_or_lost_with_the_change(self, app: Flask, jobs: ListQueue) -> None:
        product_id = make_product()
        with pytest.raises(ZeroDivisionError), transaction():
            _enqueue_and_fail(product_id)
        assert (outbox.count_queued(), jobs.names()) == (0, [])
        with transaction():
            outbox.enqueue(product_id)
        assert (outbox.count_queued(), jobs.names()) == (1, ["search.drain"])

    def test_asks_for_one_job_a_transaction(self, app: Flask, jobs: ListQueue) -> None:
        with transaction():
            outbox.enqueue(1, 2, 2)
            outbox.enqueue(3)
            outbox.enqueue()
        assert (outbox.count_queued(), jobs.names()) == (3, ["search.drain"])

    def test_of_an_enterprise_names_all_it_sells(self, app: Flask) -> None:
        with transaction():
            seller = factories.enterprise()
            mine = [factories.product(seller).id for _ in range(3)]
            factories.product()
            outbox.enqueue_enterprise(seller.id)
        assert sorted(outbox.read_queued().values()) == mine


class TestDrain:
    def test_brings_a_change_into_the_index(self, app: Flask, jobs: ListQueue) -> None:
        product_id = make_product(name="쑥비누")
        worker.rebuild()
        assert found("쑥비누를") == [product_id]
        rename(product_id, "들깨강정")
        assert found("들깨강정") == []
        jobs.run_all()
        assert (found("들깨강정"), found("쑥비누")) == ([product_id], [])
        assert outbox.count_queued() == 0

    @pytest.mark.parametrize("status", [ProductStatus.HIDDEN, ProductStatus.SUSPENDED])
    def test_takes_out_what_is_no_longer_on_sale(self, app: Flask, status: ProductStatus) -> None:
        product_id, other = make_product(), make_product()
        worker.rebuild()
        with transaction():
            db.session.get_one(Product, product_id).status = status
            outbox.enqueue(product_id, 999_999)
        assert worker.drain() == 2
        assert found() == [other]

    def test_takes_out_everything_of_a_suspended_enterprise(self, app: Flask) -> None:
        with transaction():
            seller = factories.enterprise()
            for _ in range(3):
                factories.product(seller)
        worker.rebuild()
        with transaction():
            db.session.merge(seller).status = EnterpriseStatus.SUSPENDED
            outbox.enqueue_enterprise(seller.id)
        worker.drain()
        assert found() == []

    def test_loses_nothing_in_a_crash_before_the_index_is_written(
        self, app: Flask, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        product_id = make_product(name="쑥비누")
        worker.rebuild()
        rename(product_id, "들깨강정")
        with monkeypatch.context() as broken:
            broken.setattr(index, "settle", _crash)
            with pytest.raises(KeyboardInterrupt):
                worker.drain()
        assert outbox.count_queued() == 1
        worker.drain()
        assert (found("들깨강정"), outbox.count_queued()) == ([product_id], 0)

    def test_repeats_harmlessly_after_a_crash_before_the_rows_are_deleted(
        self, app: Flask, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        product_id = make_product(name="쑥비누")
        worker.rebuild()
        rename(product_id, "들깨강정")
        with monkeypatch.context() as broken:
            broken.setattr(outbox, "forget", _crash)
            with pytest.raises(KeyboardInterrupt):
                worker.drain()
        assert found("들깨강정") == [product_id]
        worker.drain()
        assert (found("들깨강정"), found("")) == ([product_id], [product_id])

    def test_is_left_to_the_writer_at_work(
        self, app: Flask, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        product_id = make_product()
        worker.rebuild()
        rename(product_id, "들깨강정")
        monkeypatch.setattr(worker, "WAIT_FOR_WRITER_SECONDS", 0.1)
        with worker.builds().writing():
            with pytest.raises(WriterAtWork):
                worker.drain()
            JOBS["search.drain"].run()
            JOBS["search.rebuild"].run()
        assert outbox.count_queued() == 1
        JOBS["search.drain"].run()
        assert found("들깨강정") == [product_id]

    def test_builds_the_index_when_there_is_none(self, app: Flask) -> None:
        product_id = make_product()
        with transaction():
            outbox.enqueue(product_id)
        with pytest.raises(IndexUnusable):
            worker.drain()
        JOBS["search.drain"].run()
        assert (found(), outbox.count_queued()) == ([product_id], 0)

    def test_takes_many_rows_in_few_statements(self, app: Flask) -> None:
        with transaction():
            seller = factories.enterprise()
            ids = [factories.product(seller).id for _ in range(40)]
        worker.rebuild()
        with transaction():
            outbox.enqueue(*ids)
        with counting(app) as statements:
            worker.drain()
        assert len(statements) <= 12, statements


class TestRebuild:
    def test_takes_what_waited_and_reports_progress(self, app: Flask) -> None:
        ids = [make_product() for _ in range(3)]
        rename(ids[0], "들깨강정")
        seen: list[tuple[int, int]] = []
        assert worker.rebuild(lambda done, total: seen.append((done, total))) == 3
        assert seen[-1] == (3, 3)
        assert (found(), outbox.count_queued()) == (ids, 0)

    def test_keeps_what_changes_meanwhile(
        self, app: Flask, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        product_id = make_product(name="쑥비누")
        written = index.rebuild

        def change_after_reading(*args: object) -> int:
            count = written(*args)  # type: ignore[arg-type]
            rename(product_id, "들깨강정")
            return count

        monkeypatch.setattr(index, "rebuild", change_after_reading)
        worker.rebuild()
        assert found("들깨강정") == [product_id]

    def test_happens_once_a_day(self, app: Flask) -> None:
        make_product()
        assert worker.rebuild_if_stale()
        assert not worker.rebuild_if_stale()
        with clock.frozen(clock.now() + timedelta(days=1)):
            assert worker.rebuild_if_stale()

    def test_reads_in_batches(self, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
        ids = [make_product() for _ in range(7)]
        monkeypatch.setattr(sources, "BATCH", 3)
        worker.rebuild()
        assert found() == ids


class TestDocuments:
    def test_carry_what_people_filter_by(self, app: Flask) -> None:
        with transaction():
            city = Region(code="seoul", name="서울", name_en="Seoul")
            db.session.add(city)
            db.session.flush()
            factories.region().parent_id = city.id
            seller = factories.enterprise(delivery_fee_won=0, name="햇살공방")
            factories.certified(seller)
            factories.certified(
                seller,
                kind_id=factories.certification_kind("village", "마을기업").id,
                expires_on=clock.today() - timedelta(days=1),
            )
            parent = factories.category("food", "식품")
            leaf = factories.category("food-tofu", "두부")
            leaf.parent_id = parent.id
            product = factories.product(seller, name="손두부", category_id=leaf.id)
            product.options[0].price_delta_won = 500
            product_id = product.id
            _brand(product, "malirang", BrandProductStatus.APPROVED)
            _brand(product, "handa", BrandProductStatus.PROPOSED)
            _place(product, "hall", clock.today())
            _place(product, "past", clock.today() - timedelta(days=9), clock.today() - timedelta(1))
        (document,) = sources.documents_of([product_id])
        assert document.facets == {
            Facet.CATEGORY: ("food-tofu", "food"),
            Facet.CERTIFICATION: ("certified_social",),
            Facet.REGION: ("seoul-seongbuk", "seoul"),
            Facet.BRAND: ("malirang",),
            Facet.OUTLET: ("hall",),
            Facet.KIND: ("goods",),
            Facet.EXTRA: ("in_stock", "free_delivery"),
        }
        assert (document.price_won, document.maker) == (11_500, "햇살공방")
        worker.rebuild()
        for said in ("성북 두부", "인증사회적기업 두부", "식품", "햇살공방"):
            assert found(said) == [product_id]

    @pytest.mark.parametrize(
        ("left", "price", "in_stock"), [(0, 1_000, False), (1, 1_000, True), (0, None, True)]
    )
    def test_know_whether_something_can_be_had(
        self, app: Flask, left: int, price: int | None, in_stock: bool
    ) -> None:
        product_id = make_product(stock=left, price_won=price)
        (document,) = sources.documents_of([product_id])
        assert document.is_in_stock is in_stock
        with transaction():
            db.session.query(Stock).one().available = 5
        assert sources.documents_of([product_id])[0].is_in_stock


class TestWithoutAnIndex:
    @pytest.mark.parametrize("wreck", [None, b"", b"\x00garbage"])
    def test_the_shop_goes_on_and_a_rebuild_is_asked_for(
        self, app: Flask, jobs: ListQueue, wreck: bytes | None
    ) -> None:
        ids = [make_product(name=f"쑥비누 {n}") for n in range(3)]
        if wreck is not None:
            worker.rebuild()
            (worker.builds().home / "current").write_bytes(wreck)
        result = queries.find_products(ask("쑥비누를", limit=2))
        assert (result.degraded, result.total) == (True, 3)
        assert list(result.ids) == ids[:0:-1]
        rest = queries.find_products(ask("쑥비누를", limit=2, cursor=result.next_cursor))
        assert list(rest.ids) == ids[:1]
        assert jobs.names() == ["search.rebuild"]
        jobs.run_all()
        assert found("쑥비누를") == ids
        assert queries.suggest("쑥") != []

    def test_suggestions_are_none(self, app: Flask) -> None:
        assert queries.suggest("비") == []

    @pytest.mark.parametrize("codes", [("in_stock",), ("free_delivery",), ("fair_trade",), ("x",)])
    def test_extras_are_still_filtered_by(self, app: Flask, codes: tuple[str, ...]) -> None:
        with transaction():
            fair = factories.enterprise()
            kind = factories.certification_kind("fair_trade", "공정무역")
            factories.certified(fair, kind_id=kind.id)
            free = factories.enterprise(delivery_fee_won=0)
            shelf = {
                "in_stock": factories.product(stock=1).id,
                "fair_trade": factories.product(fair, stock=0).id,
                "free_delivery": factories.product(free, stock=0).id,
            }
        plainly = queries.find_products(ask(filters=Filters({Facet.EXTRA: codes})))
        assert plainly.degraded
        assert plainly.ids == [shelf[code] for code in codes if code in shelf]
        worker.rebuild()
        assert found(extra=codes) == plainly.ids

    def test_brands_and_outlets_are_still_filtered_by(self, app: Flask) -> None:
        with transaction():
            product, other = factories.product(), factories.product()
            _brand(product, "malirang", BrandProductStatus.APPROVED)
            _place(other, "hall", clock.today())
            wanted, placed = product.id, other.id
        branded = queries.find_products(ask(filters=Filters({Facet.BRAND: ("malirang",)})))
        shown = queries.find_products(ask(filters=Filters({Facet.OUTLET: ("hall", "x")})))
        assert (list(branded.ids), list(shown.ids)) == ([wanted], [placed])


def _enqueue_and_fail(product_id: int) -> None:
    outbox.enqueue(product_id)
    raise ZeroDivisionError


def _crash(*_args: object) -> None:
    raise KeyboardInterrupt


def _brand(product: Product, slug: str, status: BrandProductStatus) -> None:
    brand = Brand(slug=slug, name=slug, owner_kind=BrandOwner.COMMITTEE, owner_name="위원회")
    db.session.add(brand)
    db.session.flush()
    db.session.add(
        BrandProduct(
            brand_id=brand.id, product_id=product.id, kind=BrandProductKind.OWN, status=status
        )
    )


def _place(product: Product, slug: str, starts: date, ends: date | None = None) -> None:
    outlet = Outlet(slug=slug, name=slug, kind="판매관", region_id=factories.region().id)
    db.session.add(outlet)
    db.session.flush()
    db.session.add(
        Placement(
            outlet_id=outlet.id,
            option_id=product.options[0].id,
            terms=PlacementTerms.CONSIGNMENT,
            starts_on=starts,
            ends_on=ends,
        )
    )
