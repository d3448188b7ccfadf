"""Loading on both databases: whole, interrupted, repeated, refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from marketplace.accounts.models import Account
from marketplace.accounts.service import authenticate
from marketplace.catalog.models import Product, ProductPicture, ProductStatus, Stock, StockMove
from marketplace.channels.models import OutletSale, OutletStockMove, Placement
from marketplace.core import clock
from marketplace.core.database import Model, db, transaction
from marketplace.core.errors import NotPermitted
from marketplace.demo import loading, pictures
from marketplace.demo.progress import Nobody
from marketplace.enterprises.models import Enterprise, EnterpriseStatus
from marketplace.media.models import Picture, PictureState
from marketplace.media.storage import media_path
from marketplace.notify.models import Letter
from marketplace.orders.models import Order, OrderStatus
from marketplace.procurement.institutions import get_institution
from marketplace.procurement.models import (
    NotCountedReason,
    PublicationKind,
    PublishedFigure,
    PurchaseRecord,
    StepAct,
    YearStep,
)
from marketplace.procurement.publishing.publications import (
    PublicationAddress,
    get_publication,
    list_versions,
)
from marketplace.procurement.standing import institution_standing
from marketplace.procurement.year.awarding import list_awards
from marketplace.procurement.year.evaluating import find_evaluation
from marketplace.procurement.year.steps import year_board

DEEDS = tuple(step for step in loading.STEPS if step.name != "pictures")


class PowerCut(Exception):
    """The machine stops."""


class Unplugs(Nobody):
    """Stops the loading after a number of things done."""

    def __init__(self, after: int) -> None:
        self.left = after

    def advance(self) -> None:
        self.left -= 1
        if self.left == 0:
            raise PowerCut


@pytest.fixture
def without_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every step but the drawing, which costs a minute and has its own test."""
    monkeypatch.setattr(loading, "STEPS", DEEDS)


def row_counts() -> dict[str, int]:
    """Rows of every table."""
    tables = Model.metadata.sorted_tables
    return {t.name: db.session.scalar(select(func.count()).select_from(t)) or 0 for t in tables}


@pytest.mark.usefixtures("app", "without_pictures")
class TestLoad:
    def test_takes_up_an_interrupted_loading_and_then_changes_nothing(self) -> None:
        for moment in (40, 75, 55, 20):
            with pytest.raises(PowerCut):
                loading.load(Unplugs(moment))
        assert loading.load() > 0
        whole = row_counts()
        assert loading.load() == 0
        assert row_counts() == whole
        self._is_whole()
        self._ledgers_add_up()
        self._the_year_is_told()
        self._last_year_is_finished()
        self._edits_survive()

    def _is_whole(self) -> None:
        published = select(func.count()).where(Product.status == ProductStatus.PUBLISHED)
        active = select(func.count()).where(Enterprise.status == EnterpriseStatus.ACTIVE)
        assert (db.session.scalar(published) or 0) >= 132
        assert (db.session.scalar(active) or 0) >= 30
        assert authenticate("buyer@demo.example", "ieum-demo").name == "이구매"
        seongbuk = get_institution("seongbuk").id
        printed = select(func.count(PublishedFigure.id)).filter_by(institution_id=seongbuk)
        assert db.session.scalar(printed) == 10

    def _ledgers_add_up(self) -> None:
        moved = dict(self._sums(StockMove.option_id, StockMove.quantity))
        held = db.session.execute(select(Stock.option_id, Stock.available)).all()
        assert {option: moved[option] for option, _ in held} == dict(held)
        shelves = dict(self._sums(OutletStockMove.placement_id, OutletStockMove.quantity))
        assert shelves == dict(db.session.execute(select(Placement.id, Placement.on_hand)).all())
        assert (db.session.scalar(select(func.count(OutletSale.id))) or 0) > 100

    @staticmethod
    def _sums(key: object, value: object) -> list[tuple[int, int]]:
        query = select(key, func.sum(value)).group_by(key)  # type: ignore[call-overload]
        return [(int(k), int(v)) for k, v in db.session.execute(query)]

    def _the_year_is_told(self) -> None:
        standing = institution_standing(get_institution("gaon").id)
        assert standing.target_won == standing.required_won == 336_000_000
        assert 0 < standing.counted_won < standing.target_won
        reasons = set(db.session.scalars(select(PurchaseRecord.not_counted_reason).distinct()))
        assert NotCountedReason.CERTIFICATION_LAPSED in reasons
        statuses = set(db.session.scalars(select(Order.status)))
        assert {OrderStatus.AWAITING_APPROVAL, OrderStatus.CONFIRMED} <= statuses
        future = select(Order.id).where(Order.created_at > clock.now() + timedelta(seconds=1))
        assert db.session.scalar(future) is None

    def _last_year_is_finished(self) -> None:
        body, year = get_institution("gaon").id, clock.today().year - 1
        board = year_board(body, year)
        if clock.today() < date(year + 1, 2, 4):
            return  # last year is not finished yet
        assert all(state.is_done for state in board)
        late = {(state.step, state.quarter) for state in board if state.is_late}
        assert {(YearStep.ANSWERS, 0), (YearStep.AWARD, 0)} <= late
        reopened = [e for state in board for e in state.events if e.act is StepAct.REOPENED]
        assert len(reopened) == 1
        assert reopened[0].reason
        results = list_versions(PublicationAddress(body, year, PublicationKind.RESULTS))
        assert [each.version for each in results] == [2, 1]
        assert results[0].reason
        restated = get_publication(PublicationAddress(body, year, PublicationKind.RESULTS))
        assert restated.content["restatements"]
        evaluation = find_evaluation(body, year)
        assert evaluation is not None
        ranks = [(e["group"], e["rank"]) for e in evaluation.content["departments"]]
        assert len(set(ranks)) < len(ranks), "two share a rank"
        assert len(list_awards(body, year)) >= 4
        told = select(func.count(Letter.id)).where(Letter.template == "year_award")
        assert (db.session.scalar(told) or 0) >= 2

    def _edits_survive(self) -> None:
        with transaction():
            product = db.session.scalars(select(Product).filter_by(name="포기김치")).one()
            product.name = "우리 집 포기김치"
        assert loading.load() == 0
        assert db.session.scalar(select(Product.id).filter_by(name="포기김치")) is None


@pytest.mark.usefixtures("without_pictures")
def test_production_refuses_demo_data(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = replace(app.extensions["settings"], env="production")
    monkeypatch.setitem(app.extensions, "settings", settings)
    with pytest.raises(NotPermitted):
        loading.load()
    assert db.session.scalar(select(func.count(Account.id))) == 0


def test_pictures_are_hung_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    first = [step for step in DEEDS if step.name in ("grounds", "sellers", "listings")]
    monkeypatch.setattr(loading, "STEPS", tuple(first))
    loading.load()
    some = [c for c in pictures.commissions() if c.key.startswith("haesol-soap")][:3]
    assert len(some) == 3
    monkeypatch.setattr(pictures, "commissions", lambda: iter(some))
    pictures.hang(Nobody())
    hung = db.session.scalars(select(Picture)).all()
    assert [picture.state for picture in hung] == [PictureState.READY] * 3
    assert all(media_path(size.path).is_file() for picture in hung for size in picture.sizes)
    assert all(picture.alt for picture in hung)
    monkeypatch.undo()
    drawn = set(db.session.scalars(select(ProductPicture.product_id)))
    still_bare = {commission.key for commission in pictures.commissions()}
    assert len(drawn) == 3
    assert not still_bare & {commission.key for commission in some}
