"""Public bodies: found by the name their addresses carry, opened once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, exists, func, literal, or_, select, tuple_
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.errors import Invalid, NotFound
from marketplace.core.pagination import Page, clamp_limit, decode_cursor, encode_cursor
from marketplace.core.text import T
from marketplace.procurement.models import (
    Department,
    Institution,
    InstitutionKind,
    Membership,
    PublishedFigure,
    QuotaRule,
)

TAKEN_BY_PAGES = {"comparison", "new"}  # addresses beside those of institutions
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# The last word of a body's name says what it is; the longest ending is tried first.
ENDINGS = {
    "교육지원청": InstitutionKind.EDUCATION_OFFICE,
    "교육청": InstitutionKind.EDUCATION_OFFICE,
    "학교": InstitutionKind.SCHOOL,
    "공사": InstitutionKind.PUBLIC_CORPORATION,
    "공단": InstitutionKind.PUBLIC_CORPORATION,
    "재단": InstitutionKind.INVESTED,
    "특별시": InstitutionKind.CITY,
    "광역시": InstitutionKind.CITY,
    "시": InstitutionKind.CITY,
    "구": InstitutionKind.DISTRICT,
    "군": InstitutionKind.DISTRICT,
}


class InstitutionNotFound(NotFound):
    """No institution has this name in its address."""

    code = "institution_not_found"


@dataclass(frozen=True, slots=True)
class NewInstitution:
    """What opening an institution needs."""

    slug: str
    name: str
    name_en: str = ""
    kind: InstitutionKind | None = None
    region_id: int | None = None


def find_institution(slug: str) -> Institution | None:
    """The institution of an address, None when there is none."""
    if not SLUG.fullmatch(slug):  # such as one with a NUL, which PostgreSQL cannot be asked about
        return None
    return db.session.scalar(select(Institution).filter_by(slug=slug))


def get_institution(slug: str) -> Institution:
    """The institution of an address; raises InstitutionNotFound."""
    institution = find_institution(slug)
    if institution is None:
        raise InstitutionNotFound(T("기관을 찾을 수 없습니다."))
    return institution


def list_institutions() -> list[Institution]:
    """Every institution that has anything to disclose, by name."""
    return list(db.session.scalars(_disclosing()))


def page_institutions(cursor: str | None = None, limit: int | None = None) -> Page[Institution]:
    """The same a page at a time; raises Invalid for a cursor not of our making."""
    query, size = _disclosing(), clamp_limit(limit)
    if cursor:
        after = tuple_(*(literal(value) for value in decode_cursor(cursor, (str, int))))
        query = query.where(tuple_(Institution.name, Institution.id) > after)
    rows = list(db.session.scalars(query.limit(size + 1)))
    last = rows[size - 1] if len(rows) > size else None
    return Page(rows[:size], encode_cursor(last.name, last.id) if last else None)


def _disclosing() -> Select[Institution]:
    has_figures = exists().where(PublishedFigure.institution_id == Institution.id)
    has_rule = exists().where(QuotaRule.institution_id == Institution.id)
    has_departments = exists().where(Department.institution_id == Institution.id)
    return (
        select(Institution)
        .where(or_(has_figures, has_rule, has_departments))
        .order_by(Institution.name, Institution.id)
    )


def open_institution(wanted: NewInstitution) -> Institution:
    """A new institution; raises Invalid for a slug that is no address or taken."""
    if not SLUG.fullmatch(wanted.slug) or len(wanted.slug) > 40:
        said = T("주소 이름은 영문 소문자, 숫자, 하이픈 40자 안으로 적어 주세요.")
        raise Invalid(said, {"slug": [said]})
    if wanted.slug in TAKEN_BY_PAGES or find_institution(wanted.slug) is not None:
        raise _taken(wanted.slug)
    institution = Institution(
        slug=wanted.slug,
        name=wanted.name,
        name_en=wanted.name_en or wanted.slug.replace("-", " ").title(),
        kind=wanted.kind or kind_of(wanted.name),
        region_id=wanted.region_id,
    )
    db.session.add(institution)
    try:
        db.session.flush()
    except IntegrityError as error:  # somebody took it a moment ago
        raise _taken(wanted.slug) from error
    audit.record("institution:opened", institution, slug=wanted.slug, name=wanted.name)
    return institution


def _taken(slug: str) -> Invalid:
    said = T("이미 쓰는 주소 이름입니다: %(slug)s", slug=slug)
    return Invalid(said, {"slug": [said]})


def kind_of(name: str) -> InstitutionKind:
    """What a body is by the end of its name; a related body when the name does not say."""
    for ending, kind in ENDINGS.items():
        if name.strip().endswith(ending):
            return kind
    return InstitutionKind.RELATED


def change_institution(institution: Institution, wanted: NewInstitution) -> None:
    """Rename it, or change what and where it is; its slug stays, because addresses name it."""
    before = _facts(institution)
    institution.name = wanted.name
    institution.name_en = wanted.name_en or institution.name_en
    institution.kind = wanted.kind or institution.kind
    institution.region_id = wanted.region_id
    db.session.flush()
    after = _facts(institution)
    if after != before:
        audit.record("institution:changed", institution, before=before, after=after)


def _facts(institution: Institution) -> dict[str, str | int | None]:
    return {
        "name": institution.name,
        "name_en": institution.name_en,
        "kind": institution.kind.value,
        "region_id": institution.region_id,
    }


def page_all_institutions(
    words: str = "", cursor: str | None = None, limit: int | None = None
) -> Page[Institution]:
    """Every institution by name, with or without figures, narrowed by words in names or slug.

    Raises Invalid for a cursor not of our making.
    """
    query = (
        select(Institution)
        .options(joinedload(Institution.region))
        .order_by(Institution.name, Institution.id)
    )
    for word in words.split()[:5]:
        columns = (Institution.name, Institution.name_en, Institution.slug)
        query = query.where(or_(*(each.icontains(word, autoescape=True) for each in columns)))
    if cursor:
        after = tuple_(*(literal(value) for value in decode_cursor(cursor, (str, int))))
        query = query.where(tuple_(Institution.name, Institution.id) > after)
    size = clamp_limit(limit)
    rows = list(db.session.scalars(query.limit(size + 1)))
    last = rows[size - 1] if len(rows) > size else None
    return Page(rows[:size], encode_cursor(last.name, last.id) if last else None)


def count_within(institution_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Open departments and people who serve today, by institution id, in one statement."""
    today = clock.today()
    serving = (Membership.department_id == Department.id) & (
        (Membership.since <= today) & or_(Membership.until.is_(None), Membership.until >= today)
    )
    query = (
        select(
            Department.institution_id,
            func.count(func.distinct(Department.id)),
            func.count(func.distinct(Membership.account_id)),
        )
        .outerjoin(Membership, serving)
        .where(Department.institution_id.in_(institution_ids), Department.closed_on.is_(None))
        .group_by(Department.institution_id)
    )
    return {row[0]: (row[1], row[2]) for row in db.session.execute(query)}
