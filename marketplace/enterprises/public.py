"""What everybody may read of enterprises: who sells here and what they declared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.errors import Invalid, NotFound
from marketplace.core.pagination import Page, clamp_limit, decode_cursor, encode_cursor
from marketplace.core.text import T
from marketplace.enterprises.models import (
    Certification,
    CertificationKind,
    Enterprise,
    EnterpriseStatus,
    Region,
    SocialValueReport,
)
from marketplace.enterprises.queries import holding_on

# Shown to everybody: those who sell here, and those a public list names.
PUBLIC = (EnterpriseStatus.ACTIVE, EnterpriseStatus.REFERENCE)


class EnterpriseNotOpen(NotFound):
    """No such enterprise, or one that is not open to the public."""

    def __init__(self) -> None:
        super().__init__(
            T("찾는 기업이 없거나 지금은 문을 열지 않았어요."), action=T("참여 기업 둘러보기")
        )


@dataclass(frozen=True, slots=True)
class EnterpriseFilter:
    """Which enterprises: in a region or the city above it, holding a kind today, by words."""

    region: str = ""
    certification: str = ""
    text: str = ""


def get_public_enterprise(slug: str) -> Enterprise:
    """A public enterprise with region, emblem, certificates, reports; or EnterpriseNotOpen."""
    query = _with_face(select(Enterprise)).where(
        Enterprise.slug == slug, Enterprise.status.in_(PUBLIC)
    )
    found: Enterprise | None = db.session.scalar(query)
    if found is None:
        raise EnterpriseNotOpen
    return found


def _with_face(query: Select[Enterprise]) -> Select[Enterprise]:
    return query.options(
        joinedload(Enterprise.region, innerjoin=True),
        joinedload(Enterprise.emblem),
        selectinload(Enterprise.certifications),
        selectinload(Enterprise.social_values),
    )


def list_enterprises(
    wanted: EnterpriseFilter, cursor: str | None = None, limit: int | None = None
) -> Page[Enterprise]:
    """Public enterprises: those who sell here by name, then those of public lists."""
    listed = (Enterprise.status == EnterpriseStatus.REFERENCE).label("listed")
    query = _with_face(_wanted(wanted)).order_by(listed, Enterprise.name, Enterprise.id)
    if cursor:
        query = query.where(_after(cursor))
    size = clamp_limit(limit)
    rows = db.session.scalars(query.limit(size + 1)).all()
    items = rows[:size]
    return Page(items, _cursor(items[-1]) if len(rows) > size else None, count(wanted))


def _cursor(last: Enterprise) -> str:
    return encode_cursor(last.status.value, last.name, last.id)


def _after(cursor: str) -> ColumnElement[bool]:
    status, name, last_id = decode_cursor(cursor, [str, str, int])
    if status not in {each.value for each in PUBLIC}:
        raise Invalid(fields={"cursor": [T("처음부터 다시 보세요.")]})
    same = Enterprise.status == status
    later = and_(same, Enterprise.name == name, Enterprise.id > last_id)
    ahead = or_(and_(same, Enterprise.name > name), later)
    if status == EnterpriseStatus.ACTIVE:
        return or_(ahead, Enterprise.status == EnterpriseStatus.REFERENCE)
    return ahead


def count(wanted: EnterpriseFilter) -> int:
    """How many enterprises fit."""
    return int(db.session.scalar(_wanted(wanted).with_only_columns(func.count())) or 0)


def _wanted(wanted: EnterpriseFilter) -> Select[Enterprise]:
    query = select(Enterprise).where(Enterprise.status.in_(PUBLIC))
    if wanted.region:
        named = select(Region.id).where(Region.code == wanted.region).scalar_subquery()
        inside = select(Region.id).where(or_(Region.id == named, Region.parent_id == named))
        query = query.where(Enterprise.region_id.in_(inside))
    if wanted.certification:
        query = query.where(Enterprise.id.in_(_holders(wanted.certification)))
    if wanted.text:
        sides = (Enterprise.name, Enterprise.business)
        query = query.where(or_(*(side.icontains(wanted.text, autoescape=True) for side in sides)))
    return query


def _holders(code: str) -> Select[int]:
    return (
        select(Certification.enterprise_id)
        .join(CertificationKind, CertificationKind.id == Certification.kind_id)
        .where(CertificationKind.code == code, holding_on(clock.today()))
    )


def list_stories(limit: int) -> Sequence[Enterprise]:
    """Sellers with a story and a declared year, a different few every day of the year."""
    told = (
        select(Enterprise.id)
        .where(Enterprise.status == EnterpriseStatus.ACTIVE, Enterprise.story != "")
        .where(Enterprise.id.in_(select(SocialValueReport.enterprise_id)))
        .order_by(Enterprise.id)
    )
    ids = list(db.session.scalars(told))
    if not ids:
        return []
    start = clock.today().timetuple().tm_yday * limit % len(ids)
    chosen = (ids[start:] + ids[:start])[:limit]
    query = _with_face(select(Enterprise)).where(Enterprise.id.in_(chosen))
    return db.session.scalars(query.order_by(Enterprise.id)).all()


def list_stories_of(slugs: Sequence[str]) -> Sequence[Enterprise]:
    """Those of these sellers that sell here and tell a story, with their faces."""
    query = _with_face(select(Enterprise)).where(
        Enterprise.slug.in_(list(slugs)),
        Enterprise.status == EnterpriseStatus.ACTIVE,
        Enterprise.story != "",
    )
    return db.session.scalars(query.order_by(Enterprise.id)).all()
