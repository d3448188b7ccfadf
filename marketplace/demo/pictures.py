"""Pictures for everything that has none yet: drawn side by side, kept one by one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context

from sqlalchemy import select

from marketplace.catalog.models import Product, ProductPicture
from marketplace.channels.models import Brand, Exhibition
from marketplace.core.database import db, transaction
from marketplace.demo.drawing import Commission, Drawn, draw, follow_parent
from marketplace.demo.progress import Watcher
from marketplace.demo.reading import enterprises, listings, read
from marketplace.demo.sellers import get_enterprise
from marketplace.enterprises.models import Enterprise
from marketplace.media.models import Picture
from marketplace.media.pictures import add_ready_picture
from marketplace.search import outbox

MOST_PROCESSES = 8


def hang(watcher: Watcher) -> None:
    """Draw and keep what is missing; a picture that was kept is never drawn again."""
    missing = list(commissions())
    watcher.begin("그림 그리기", len(missing))
    for drawn in _drawn(missing):
        with transaction():
            _keep(drawn)
        watcher.advance()


def _drawn(missing: list[Commission]) -> Iterator[Drawn]:
    if len(missing) < 4:
        yield from map(draw, missing)
        return
    # Spawned, not forked: open database connections must not be shared with children.
    workers = min(MOST_PROCESSES, os.cpu_count() or 1)
    context = get_context("spawn")
    with ProcessPoolExecutor(workers, context, initializer=follow_parent) as pool:
        asked = [pool.submit(draw, commission) for commission in missing]
        try:
            for done in as_completed(asked):
                yield done.result()
        finally:
            pool.shutdown(cancel_futures=True)


def commissions() -> Iterator[Commission]:
    """Everything in the data files whose row has no picture."""
    yield from _products()
    yield from _emblems()
    yield from _covers()
    yield from _banners()


def _products() -> Iterator[Commission]:
    seen = select(ProductPicture.product_id)
    query = (
        select(Enterprise.slug, Product.name)
        .join(Product, Product.enterprise_id == Enterprise.id)
        .where(Product.id.not_in(seen))
    )
    bare = {(slug, name) for slug, name in db.session.execute(query)}
    for seller, product in listings():
        if (seller.slug, product.name) in bare:
            look = product.picture
            yield Commission(
                "product",
                f"{seller.slug}/{product.name}",
                f"{product.name} 그림",
                look.motif,
                look.palette,
                look.room,
            )


def _emblems() -> Iterator[Commission]:
    query = select(Enterprise.slug).where(Enterprise.emblem_id.is_(None))
    bare = set(db.session.scalars(query))
    for entry in enterprises():
        if entry.slug in bare:
            kind, palette = entry.emblem
            yield Commission("enterprise", entry.slug, f"{entry.name} 상징", kind, palette)


def _covers() -> Iterator[Commission]:
    bare = set(db.session.scalars(select(Brand.slug).where(Brand.picture_id.is_(None))))
    for entry in read("brands")["brand"]:
        if entry["slug"] in bare:
            alt = f"공동브랜드 {entry['name']} 조각보 무늬"
            yield Commission("brand", entry["slug"], alt, "", entry["cover"])


def _banners() -> Iterator[Commission]:
    query = select(Exhibition.slug).where(Exhibition.picture_id.is_(None))
    bare = set(db.session.scalars(query))
    for entry in read("exhibitions")["exhibition"]:
        if entry["slug"] in bare:
            alt, motifs = f"기획전 「{entry['title']}」 그림", tuple(entry["motifs"])
            yield Commission("exhibition", entry["slug"], alt, "", entry["palette"], 0, motifs)


def _keep(drawn: Drawn) -> None:
    asked = drawn.commission
    picture = add_ready_picture(drawn.checked, drawn.sizes, asked.alt)
    if asked.owner == "product":
        _give_product(asked.key, picture)
    elif asked.owner == "enterprise":
        get_enterprise(asked.key).emblem_id = picture.id
    elif asked.owner == "brand":
        db.session.scalars(select(Brand).filter_by(slug=asked.key)).one().picture_id = picture.id
    else:
        found = db.session.scalars(select(Exhibition).filter_by(slug=asked.key)).one()
        found.picture_id = picture.id


def _give_product(key: str, picture: Picture) -> None:
    slug, _, name = key.partition("/")
    query = select(Product.id).filter_by(enterprise_id=get_enterprise(slug).id, name=name)
    product_id = db.session.scalars(query).one()
    db.session.add(ProductPicture(product_id=product_id, picture_id=picture.id, position=0))
    outbox.enqueue(product_id)
