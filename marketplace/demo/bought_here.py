"""Quota-tracked orders of this year, each taken through its real acts to where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from marketplace.accounts.models import Account
from marketplace.core.database import db
from marketplace.demo.acting import deed, passed
from marketplace.demo.listings import get_option
from marketplace.demo.people import find_account
from marketplace.demo.progress import Watcher, watched
from marketplace.demo.public_bodies import get_department, official_mail
from marketplace.demo.reading import read
from marketplace.orders.models import Order, ParcelStatus
from marketplace.orders.placing import Destination
from marketplace.orders.pricing import price, read_offers
from marketplace.orders.shipping import ship_parcel
from marketplace.procurement import approving, inspection
from marketplace.procurement.models import ContractMethod, PurchaseFile, PurchaseFileStatus
from marketplace.procurement.requesting import PurchaseRequest, request_purchase

STOPS = ("submitted", "approved", "shipped", "accepted")
AFTER = dict(zip(STOPS, (0, 20, 68, 116), strict=True))  # hours after the request


@dataclass(frozen=True, slots=True)
class Story:
    """One purchase file and how far it comes."""

    number: int
    entry: dict[str, Any]

    @property
    def token(self) -> str:
        return f"demo-purchase-{self.number}"

    def reaches(self, stop: str) -> bool:
        return STOPS.index(stop) <= STOPS.index(self.entry.get("until", "accepted"))

    def when(self, stop: str) -> datetime:
        return passed(self.entry["at"]) + timedelta(hours=AFTER[stop])

    def person(self, part: str) -> Account:
        """Who asks (`requester`) or decides (`decider`) in the department."""
        accounts = {"requester": "buyer@demo.example", "decider": "approver@demo.example"}
        department = self.entry["department"]
        own = department == "welfare-policy"
        return find_account(accounts[part] if own else official_mail(department, part))


def order(watcher: Watcher) -> None:
    """Take every file as far as its story goes; what was done before is not done again."""
    entries = list(enumerate(read("purchases")["platform"]))
    for number, entry in watched(entries, watcher, "플랫폼 구매"):
        story = Story(number, entry)
        _request(story)
        if story.reaches("approved"):
            _approve(story)
        if story.reaches("shipped"):
            _ship(story)
        if story.reaches("accepted"):
            _accept(story)


def _file(story: Story) -> PurchaseFile | None:
    query = select(PurchaseFile).join(Order).where(Order.checkout_token == story.token)
    file: PurchaseFile | None = db.session.scalar(query)
    return file


@contextmanager
def _acting(story: Story, part: str, stop: str) -> Iterator[Account]:
    person = story.person(part)
    with deed(person, story.when(stop)):
        yield db.session.get_one(Account, person.id)


def _request(story: Story) -> None:
    if _file(story) is not None:
        return
    request = _written(story)
    with _acting(story, "requester", "submitted") as requester:
        request_purchase(request, requester)


def _written(story: Story) -> PurchaseRequest:
    entry, person = story.entry, story.person("requester")
    wanted = [
        (get_option(slug, name, option).id, count) for slug, name, option, count in entry["lines"]
    ]
    return PurchaseRequest(
        department_id=get_department(entry["department"]).id,
        title=entry["title"],
        purpose=entry["purpose"],
        budget_item="일반운영비(사무관리비)",
        method=ContractMethod.NEGOTIATED_ONE_QUOTE,
        wanted=wanted,
        destination=Destination(
            recipient_name=person.name,
            recipient_phone="02-000-2000",
            postcode="00000",
            address="서울 가온구 가온대로 구청사(가상)",
            address_detail=get_department(entry["department"]).name,
        ),
        checkout_token=story.token,
        shown_total_won=price(wanted, read_offers(dict(wanted))).total_won,
    )


def _approve(story: Story) -> None:
    file = _file(story)
    if file is None or file.status is not PurchaseFileStatus.SUBMITTED:
        return
    file_id = file.id
    with _acting(story, "decider", "approved") as decider:
        approving.approve(file_id, decider)


def _ship(story: Story) -> None:
    for number, (parcel_id, status) in enumerate(_parcels(story)):
        if status is ParcelStatus.PREPARING:
            with deed(None, story.when("shipped")):
                ship_parcel(parcel_id, "epost", f"6{story.number:05}{number:07}")


def _accept(story: Story) -> None:
    file = _file(story)
    if file is None:
        return
    file_id = file.id
    for parcel_id, status in _parcels(story):
        if status in (ParcelStatus.SHIPPED, ParcelStatus.DELIVERED):
            with _acting(story, "requester", "accepted") as inspector:
                inspection.accept_delivery(file_id, parcel_id, inspector)


def _parcels(story: Story) -> list[tuple[int, ParcelStatus]]:
    file = _file(story)
    return [(parcel.id, parcel.status) for parcel in file.order.parcels] if file else []
