"""What the data files say, with a shape: an unknown word in a file is an error, not a shrug."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any


@dataclass(frozen=True, slots=True)
class OptionEntry:
    """One option; `stock` is None where units are not counted."""

    name: str = ""
    price_delta_won: int = 0
    stock: int | None = None


@dataclass(frozen=True, slots=True)
class PictureEntry:
    """Which motif stands in which room in which colours."""

    motif: str
    palette: str
    room: int


@dataclass(frozen=True, slots=True)
class ProductEntry:
    """One listing; no price means quote only."""

    name: str
    category: str
    summary: str
    description: str
    unit: str
    picture: PictureEntry
    price_won: int | None = None
    vat_class: str = "taxable"
    kind: str = "goods"
    status: str = "published"
    stock: int | None = None
    options: tuple[OptionEntry, ...] = ()
    made_of: str = ""
    origin: str = ""
    lead_days: int = 2
    min_quantity: int = 1
    tags: tuple[str, ...] = ()

    @classmethod
    def read(cls, raw: dict[str, Any]) -> ProductEntry:
        options = tuple(OptionEntry(**option) for option in raw.pop("options", ()))
        picture = PictureEntry(**raw.pop("picture"))
        tags = tuple(raw.pop("tags", ()))
        return cls(options=options, picture=picture, tags=tags, **raw)

    @property
    def sellable(self) -> tuple[OptionEntry, ...]:
        """What can be put in a cart: the options, or the product itself as the unnamed one."""
        return self.options or (OptionEntry(stock=self.stock),)


@dataclass(frozen=True, slots=True)
class CertificateEntry:
    """A designation; days are counted from the day of loading where freshness matters."""

    kind: str
    number: str
    issued: date | None = None
    issued_days_ago: int = 0
    expires_in_days: int | None = None
    expired_days_ago: int | None = None
    status: str = "approved"

    def issued_on(self, today: date) -> date:
        return self.issued or today - timedelta(days=self.issued_days_ago)

    def expires_on(self, today: date) -> date | None:
        if self.expired_days_ago is not None:
            return today - timedelta(days=self.expired_days_ago)
        if self.expires_in_days is not None:
            return today + timedelta(days=self.expires_in_days)
        return None


@dataclass(frozen=True, slots=True)
class RatioEntry:
    """A certificate of the share of vulnerable employees, in basis points."""

    basis_points: int
    issued_days_ago: int
    expires_in_days: int


@dataclass(frozen=True, slots=True)
class SocialValueEntry:
    """What an enterprise declared for a past year."""

    years_ago: int
    employees: int
    vulnerable_employees: int
    community_return_won: int


@dataclass(frozen=True, slots=True)
class EnterpriseEntry:
    """One invented enterprise with everything it sells."""

    slug: str
    name: str
    representative: str
    business_number: str
    mail_order_number: str
    region: str
    address: str
    phone: str
    email: str
    business: str
    tagline: str
    story: str
    emblem: tuple[str, str]
    delivery_fee_won: int
    certifications: tuple[CertificateEntry, ...]
    free_delivery_from_won: int | None = None
    status: str = "active"
    employment_ratio: RatioEntry | None = None
    social_value: tuple[SocialValueEntry, ...] = ()
    products: tuple[ProductEntry, ...] = field(default=())

    @classmethod
    def read(cls, slug: str, raw: dict[str, Any]) -> EnterpriseEntry:
        kind, palette = raw.pop("emblem")
        ratio = raw.pop("employment_ratio", None)
        return cls(
            slug=slug,
            emblem=(kind, palette),
            certifications=tuple(CertificateEntry(**c) for c in raw.pop("certifications")),
            employment_ratio=RatioEntry(**ratio) if ratio else None,
            social_value=tuple(SocialValueEntry(**v) for v in raw.pop("social_value", ())),
            products=tuple(ProductEntry.read(p) for p in raw.pop("product")),
            **raw,
        )
