"""A department that buys from a certified maker: one call each for what tests do all day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from marketplace.accounts.models import Account
from marketplace.audit.service import Actor, acting_as
from marketplace.catalog.models import Product
from marketplace.core.database import db, transaction
from marketplace.core.permissions import DepartmentRole
from marketplace.core.types import public_token
from marketplace.enterprises.models import Certification, Enterprise
from marketplace.orders import pricing, shipping
from marketplace.orders.placing import Destination
from marketplace.procurement import approving, inspection
from marketplace.procurement.models import (
    ContractMethod,
    Department,
    Institution,
    PurchaseFile,
    PurchaseRecord,
    QuotaRule,
)
from marketplace.procurement.requesting import PurchaseRequest, request_purchase
from tests.support import factories

CITY_HALL = Destination("김구매", "02-000-0001", "02830", "서울 성북구 가상로 168", "3층")


@dataclass
class Scene:
    """A district's department with its people, a rule, and one certified maker's product."""

    body: Institution
    rule: QuotaRule
    place: Department
    purchaser: Account
    approver: Account
    seller: Enterprise
    certification: Certification
    soap: Product


def make_scene(**rule: object) -> Scene:
    """Everything needed to buy 11,000-won soap (net 10,000) that counts."""
    with transaction():
        body = factories.institution()
        place = factories.department(body)
        seller = factories.enterprise(delivery_fee_won=3000)
        scene = Scene(
            body=body,
            rule=factories.quota_rule(body, **rule),
            place=place,
            purchaser=factories.serves(place),
            approver=factories.serves(place, DepartmentRole.APPROVER),
            seller=seller,
            certification=factories.certified(seller),
            soap=factories.product(seller, stock=10),
        )
    return scene


def wanting(scene: Scene, *wanted: tuple[Product, int], token: str = "") -> PurchaseRequest:
    """A request for products as the scene's purchaser would send it."""
    lines: Sequence[tuple[Product, int]] = wanted or [(scene.soap, 2)]
    pairs = [(product.options[0].id, quantity) for product, quantity in lines]
    shown = pricing.price(pairs, pricing.read_offers(option for option, _ in pairs))
    return PurchaseRequest(
        department_id=scene.place.id,
        title="행사 답례품 구매",
        purpose="주민 행사",
        budget_item="행사운영비",
        method=ContractMethod.NEGOTIATED_ONE_QUOTE,
        wanted=pairs,
        destination=CITY_HALL,
        checkout_token=token or public_token(32),
        shown_total_won=shown.total_won,
    )


def requested(scene: Scene, *wanted: tuple[Product, int]) -> PurchaseFile:
    """A file that waits for approval."""
    request = wanting(scene, *wanted)
    with transaction():
        return request_purchase(request, scene.purchaser)


def approved(scene: Scene, *wanted: tuple[Product, int]) -> PurchaseFile:
    """A file whose order the enterprises now see."""
    file = requested(scene, *wanted)
    with transaction():
        return approving.approve(file.id, scene.approver)


def delivered(scene: Scene, *wanted: tuple[Product, int]) -> PurchaseFile:
    """A file whose parcels have all been sent."""
    file = approved(scene, *wanted)
    for parcel_id in [parcel.id for parcel in file.order.parcels]:
        with transaction():
            shipping.ship_parcel(parcel_id, "cj", "123456789012")
    return file


def accepted(scene: Scene, *wanted: tuple[Product, int]) -> list[PurchaseRecord]:
    """The records of a file that was ordered, sent and inspected."""
    file = delivered(scene, *wanted)
    records: list[PurchaseRecord] = []
    for parcel_id in [parcel.id for parcel in file.order.parcels]:
        with transaction(), acting_as(Actor(scene.purchaser.id, scene.purchaser.email)):
            records += inspection.accept_delivery(file.id, parcel_id, scene.purchaser)
    return records


def stock_of(product: Product) -> int:
    """Units left, read anew."""
    stock = product.options[0].stock
    assert stock is not None
    db.session.refresh(stock)
    return stock.available
