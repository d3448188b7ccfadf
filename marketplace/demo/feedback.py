"""What invented people say of their orders and ask of makers, at moments that have gone by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from marketplace.catalog.models import Product
from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.errors import MarketplaceError
from marketplace.core.types import public_token
from marketplace.demo.acting import days_ago, deed, noon
from marketplace.demo.listings import get_product
from marketplace.demo.people import find_account
from marketplace.demo.progress import Watcher, watched
from marketplace.demo.reading import read
from marketplace.feedback.asking import Asker, answer_question, ask_question
from marketplace.feedback.models import Question, ReportReason
from marketplace.feedback.moderating import answer_review, report_review
from marketplace.feedback.seeing import note_seen
from marketplace.feedback.writing import Draft, find_review, save_review
from marketplace.media.checking import CheckedPicture, check_picture
from marketplace.media.jobs import resize
from marketplace.media.models import PictureState
from marketplace.media.storage import original_path, read_whole
from marketplace.orders.models import Order, OrderLine, Parcel

LOOKED_AT = (
    ("gulpo-clay", "둥근 밥그릇 한 쌍"),
    ("bomun-tea", "제주 귤피 블렌드 티백"),
    ("haesol-soap", "쑥과 어성초 숙성비누"),
)


def speak(watcher: Watcher) -> None:
    """Write every review and question that is not there; without paid orders there are none."""
    said = read("feedback")
    for entry in watched(said["review"], watcher, "후기"):
        _review(entry)
    for entry in watched(said["question"], watcher, "문의"):
        _ask(entry)
    citizen = find_account("citizen@demo.example").id
    ids = [get_product(slug, name).id for slug, name in LOOKED_AT]
    with transaction():
        note_seen(citizen, ids)


def _review(entry: dict[str, Any]) -> None:
    line = _line(entry)
    if line is None or find_review(line.id) is not None:
        return
    order_id, line_id, enterprise_id = line.parcel.order_id, line.id, line.parcel.enterprise_id
    at = (line.parcel.delivered_at or clock.now()) + timedelta(days=entry["after"])
    photos = _photos(line.product_id) if entry.get("photo") else []
    with deed(None, at):
        review = save_review(order_id, line_id, Draft(entry["stars"], entry["text"], photos))
        public_id = review.public_id
        hung = [each.picture_id for each in review.pictures]
    for picture_id in hung:
        resize(picture_id)
    if "answer" in entry:
        with deed(None, at + timedelta(hours=20)):
            answer_review(public_id, [enterprise_id], entry["answer"])
    if "report" in entry:
        with deed(None, at + timedelta(hours=30)):
            report_review(public_id, "guest:demo", ReportReason(entry["report"]), "")


def _line(entry: dict[str, Any]) -> OrderLine | None:
    slug, name = entry["product"]
    query = (
        select(OrderLine)
        .join(OrderLine.parcel)
        .join(Parcel.order)
        .where(
            Order.checkout_token == f"demo-citizen-{entry['order']}",
            OrderLine.product_id == get_product(slug, name).id,
        )
    )
    return db.session.scalar(query)


def _photos(product_id: int) -> Sequence[CheckedPicture]:
    """The first picture of the listing again, as far as it has been drawn."""
    product = db.session.get_one(Product, product_id)
    ready = [e.picture for e in product.pictures if e.picture.state is PictureState.READY]
    try:
        return [check_picture(read_whole(original_path(each.digest))) for each in ready[:1]]
    except MarketplaceError:
        return []


def _ask(entry: dict[str, Any]) -> None:
    slug, name = entry["product"]
    product = get_product(slug, name)
    if db.session.scalar(select(Question.id).filter_by(product_id=product.id, text=entry["text"])):
        return
    product_id, enterprise_id = product.id, product.enterprise_id
    at: datetime = noon(days_ago(entry["days_ago"]))
    asker = Asker("asker@demo.example", "ko", entry["asker"])
    with deed(None, at):
        asked = ask_question(
            db.session.get_one(Product, product_id),
            asker,
            entry["text"],
            entry.get("secret", False),
            public_token(),
        )
        question_id = asked.id
    if "answer" in entry:
        with deed(None, at + timedelta(hours=26)):
            answer_question(question_id, [enterprise_id], entry["answer"])
