"""Small real things for tests: flushed rows with sensible values, inside an open transaction."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

from marketplace.accounts.models import Account, OfficeMember, OfficeRole
from marketplace.catalog.models import (
    Category,
    Product,
    ProductKind,
    ProductOption,
    ProductStatus,
    Stock,
)
from marketplace.channels.models import (
    Brand,
    BrandMember,
    BrandOwner,
    BrandProduct,
    BrandProductKind,
    BrandProductStatus,
    Outlet,
)
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.permissions import DepartmentRole
from marketplace.core.types import public_token
from marketplace.enterprises.models import (
    Certification,
    CertificationKind,
    CertificationStatus,
    Enterprise,
    EnterpriseMember,
    EnterpriseStatus,
    Region,
)
from marketplace.procurement.models import (
    Basis,
    CountsOn,
    Department,
    DepartmentKind,
    DepartmentTarget,
    Institution,
    InstitutionKind,
    Membership,
    QuotaRule,
)

_numbers = count(1)


def _add(thing: Any) -> Any:
    db.session.add(thing)
    db.session.flush()
    return thing


def account(**values: Any) -> Account:
    n = next(_numbers)
    return _add(
        Account(
            **{
                "email": f"person{n}@demo.example",
                "password_hash": "!",
                "session_stamp": public_token(),
                "name": f"사람{n}",
                **values,
            }
        )
    )


def office_member(**values: Any) -> Account:
    person = account(**values)
    _add(OfficeMember(account_id=person.id, role=OfficeRole.STAFF))
    return person


def region(name: str = "서울 성북구", code: str = "seoul-seongbuk") -> Region:
    found = db.session.query(Region).filter_by(code=code).one_or_none()
    return found or _add(Region(code=code, name=name, name_en=code.title()))


def certification_kind(
    code: str = "certified_social", name: str = "인증사회적기업"
) -> CertificationKind:
    found = db.session.query(CertificationKind).filter_by(code=code).one_or_none()
    return found or _add(CertificationKind(code=code, name=name, name_en=code, short_name=name[:6]))


def enterprise(**values: Any) -> Enterprise:
    """An active enterprise without certification; `certified()` gives it one."""
    n = next(_numbers)
    return _add(
        Enterprise(
            **{
                "slug": f"maker-{n}",
                "name": f"가상기업{n}",
                "representative": "홍가상",
                "business_number": f"{n:010d}",
                "region_id": region().id,
                "address": "성북구 가상로 1",
                "phone": "02-000-0000",
                "email": f"maker{n}@demo.example",
                "status": EnterpriseStatus.ACTIVE,
                "delivery_fee_won": 3000,
                "free_delivery_from_won": 50000,
                **values,
            }
        )
    )


def certified(seller: Enterprise, **values: Any) -> Certification:
    """An approved certification that began a year ago and ends in a year."""
    today = clock.today()
    return _add(
        Certification(
            **{
                "enterprise_id": seller.id,
                "kind_id": certification_kind().id,
                "number": f"제2025-{next(_numbers):03d}호",
                "issuer": "고용노동부",
                "issued_on": today - timedelta(days=365),
                "expires_on": today + timedelta(days=365),
                "status": CertificationStatus.APPROVED,
                **values,
            }
        )
    )


def member_of(seller: Enterprise) -> Account:
    person = account()
    _add(EnterpriseMember(enterprise_id=seller.id, account_id=person.id))
    return person


def category(code: str = "living", name: str = "생활용품") -> Category:
    found = db.session.query(Category).filter_by(code=code).one_or_none()
    return found or _add(Category(code=code, name=name, name_en=code.title()))


def product(seller: Enterprise | None = None, stock: int | None = 10, **values: Any) -> Product:
    """A published product with one unnamed option; `stock=None` leaves it uncounted."""
    n = next(_numbers)
    seller = seller or enterprise()
    made = _add(
        Product(
            **{
                "enterprise_id": seller.id,
                "category_id": category().id,
                "name": f"가상 비누 {n}",
                "summary": "손으로 만든 비누예요.",
                "kind": ProductKind.GOODS,
                "status": ProductStatus.PUBLISHED,
                "price_won": 11000,
                "published_at": clock.now(),
                **values,
            }
        )
    )
    option = _add(ProductOption(product_id=made.id, name=""))
    if stock is not None:
        _add(Stock(option_id=option.id, available=stock))
    db.session.refresh(made)
    return made


def institution(**values: Any) -> Institution:
    n = next(_numbers)
    return _add(
        Institution(
            **{
                "slug": f"gu-{n}",
                "name": f"가상구{n}",
                "name_en": f"Gasang-gu {n}",
                "kind": InstitutionKind.DISTRICT,
                **values,
            }
        )
    )


def department(body: Institution | None = None, **values: Any) -> Department:
    n = next(_numbers)
    body = body or institution()
    made = _add(
        Department(
            **{
                "institution_id": body.id,
                "code": f"d{n}",
                "name": f"가상과{n}",
                "kind": DepartmentKind.DIVISION,
                **values,
            }
        )
    )
    made.path = f"{made.id}/"
    return made


def serves(place: Department, role: DepartmentRole = DepartmentRole.PURCHASER) -> Account:
    return serves_also(account(), place, role)


def serves_also(person: Account, place: Department, role: DepartmentRole) -> Account:
    """Give somebody one more role, since a hundred days."""
    _add(
        Membership(
            department_id=place.id,
            account_id=person.id,
            role=role,
            since=clock.today() - timedelta(days=100),
        )
    )
    return person


def quota_rule(body: Institution, **values: Any) -> QuotaRule:
    """Goods, services and works of certified social enterprises, counted on acceptance."""
    return _add(
        QuotaRule(
            **{
                "institution_id": body.id,
                "year": clock.today().year,
                "basis": Basis.FIXED_AMOUNT,
                "fixed_won": 100_000_000,
                "counted_kinds": ["goods", "service", "works"],
                "counted_certifications": ["certified_social"],
                "counts_on": CountsOn.ACCEPTANCE,
                "effective_on": clock.today().replace(month=1, day=1),
                **values,
            }
        )
    )


def target(place: Department, target_won: int = 10_000_000, **values: Any) -> DepartmentTarget:
    return _add(
        DepartmentTarget(
            department_id=place.id,
            year=values.pop("year", clock.today().year),
            target_won=target_won,
            **values,
        )
    )


def outlet(**values: Any) -> Outlet:
    n = next(_numbers)
    return _add(
        Outlet(
            **{
                "slug": f"outlet-{n}",
                "name": f"가상매장{n}",
                "kind": "숍인숍",
                "region_id": region().id,
                **values,
            }
        )
    )


def brand(**values: Any) -> Brand:
    n = next(_numbers)
    return _add(
        Brand(
            **{
                "slug": f"brand-{n}",
                "name": f"가상브랜드{n}",
                "owner_kind": BrandOwner.COMMITTEE,
                "owner_name": "가상운영위원회",
                **values,
            }
        )
    )


def brand_member(mark: Brand, maker: Enterprise) -> BrandMember:
    since = clock.today() - timedelta(days=30)
    return _add(BrandMember(brand_id=mark.id, enterprise_id=maker.id, since=since))


def brand_product(mark: Brand, made: Product, **values: Any) -> BrandProduct:
    return _add(
        BrandProduct(
            **{
                "brand_id": mark.id,
                "product_id": made.id,
                "kind": BrandProductKind.PARTNER,
                "status": BrandProductStatus.APPROVED,
                "reason": "가상 회의",
                **values,
            }
        )
    )
