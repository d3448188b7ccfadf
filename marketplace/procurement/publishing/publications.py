"""Publishing: each publication is a row of versions, and what was public stays readable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload, undefer

from marketplace.audit import service as audit
from marketplace.core.database import db
from marketplace.core.errors import Invalid, NotFound, StaleVersion
from marketplace.core.events import News, announce
from marketplace.core.pagination import Page, clamp_limit, decode_cursor, encode_cursor
from marketplace.core.text import T
from marketplace.procurement.errors import ReasonNeeded
from marketplace.procurement.models import Institution, Publication, PublicationKind
from marketplace.procurement.publishing.content import Content, content_digest

FIRST_YEAR, LAST_YEAR = 1990, 2100
LONGEST_REASON = 500


class PublicationNotFound(NotFound):
    """Nothing was published at that address."""

    code = "publication_not_found"

    def __init__(self) -> None:
        super().__init__(T("공시된 자료를 찾을 수 없습니다."))


class PublishedMeanwhile(StaleVersion):
    """Somebody published another version since the newest one was looked at."""

    code = "published_meanwhile"

    def __init__(self) -> None:
        super().__init__(
            T("그사이 다른 사람이 공시했습니다."),
            action=T("달라진 점을 다시 확인한 뒤 공시해 주세요."),
        )


@dataclass(frozen=True, slots=True)
class PublicationAddress:
    """Where the versions of one publication stand; raises Invalid for one that cannot be."""

    institution_id: int
    year: int
    kind: PublicationKind
    quarter: int = 0

    def __post_init__(self) -> None:
        quarters = range(1, 5) if self.kind.is_quarterly else (0,)
        if self.quarter not in quarters or not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise Invalid(T("그런 공시는 없습니다."))


def publish(  # noqa: PLR0913 - an address, a content and who says why
    institution_id: int,
    year: int,
    kind: PublicationKind,
    content: Content,
    by: int | None,
    reason: str = "",
    *,
    quarter: int = 0,
    seen_version: int | None = None,
) -> Publication:
    """Make `content` the newest version; the same content again changes nothing.

    `by` is an account's id, None for a machine. `seen_version` is the newest version the person
    compared with (0: none), so that nobody replaces what nobody looked at. Raises ReasonNeeded
    from version 2 on, PublishedMeanwhile, ContentNotPlain, Invalid for an impossible address or a
    reason longer than 500 letters, NotFound for an unknown institution.
    """
    address = PublicationAddress(institution_id, year, kind, quarter)
    digest, said = content_digest(content), reason.strip()
    _hold(institution_id)
    newest = find_newest(address)
    if newest is not None and newest.content_digest == digest:
        return newest
    version = newest.version + 1 if newest else 1
    if seen_version is not None and seen_version != version - 1:
        raise PublishedMeanwhile
    _refuse_reason(said, version)
    return _add(
        Publication(
            institution_id=institution_id,
            year=year,
            kind=kind,
            quarter=quarter,
            version=version,
            content=content,
            content_digest=digest,
            reason=said,
            published_by=by,
        )
    )


def find_newest(address: PublicationAddress) -> Publication | None:
    """The version in force, without its content until that is asked for."""
    query = _versions(address).order_by(Publication.version.desc()).limit(1)
    return db.session.scalar(query.execution_options(populate_existing=True))


def get_publication(address: PublicationAddress, version: int | None = None) -> Publication:
    """One version (the newest without a number) with its content; raises PublicationNotFound."""
    query = _versions(address).options(undefer(Publication.content))
    if version is not None:
        query = query.filter_by(version=version)
    found = db.session.scalar(query.order_by(Publication.version.desc()).limit(1))
    if found is None:
        raise PublicationNotFound
    return found


def list_versions(address: PublicationAddress, limit: int = 100) -> Sequence[Publication]:
    """Versions of one publication, newest first, without content."""
    query = _versions(address).order_by(Publication.version.desc()).limit(limit)
    return db.session.scalars(query).all()


def list_in_force(institution_id: int, year: int) -> list[Publication]:
    """The newest version of each publication of a year, by kind and quarter, without content."""
    query = select(Publication).filter_by(institution_id=institution_id, year=year)
    newest: dict[tuple[PublicationKind, int], Publication] = {}
    for each in db.session.scalars(query.order_by(Publication.version)):
        newest[each.kind, each.quarter] = each
    order = list(PublicationKind)
    return [newest[key] for key in sorted(newest, key=lambda key: (order.index(key[0]), key[1]))]


def list_latest(institution_id: int | None = None, limit: int = 50) -> Sequence[Publication]:
    """The latest versions of one body or of all, newest first, in one statement."""
    query = select(Publication).options(joinedload(Publication.institution, innerjoin=True))
    if institution_id is not None:
        query = query.filter_by(institution_id=institution_id)
    latest = (Publication.published_at.desc(), Publication.id.desc())
    return db.session.scalars(query.order_by(*latest).limit(limit)).all()


def page_latest(
    institution_id: int, cursor: str | None = None, limit: int | None = None
) -> Page[Publication]:
    """One body's versions a page at a time, newest first; raises Invalid for a foreign cursor."""
    query = (
        select(Publication)
        .filter_by(institution_id=institution_id)
        .options(joinedload(Publication.institution, innerjoin=True))
    )
    if cursor:
        query = query.where(Publication.id < decode_cursor(cursor, (int,))[0])
    size = clamp_limit(limit)
    rows = db.session.scalars(query.order_by(Publication.id.desc()).limit(size + 1)).all()
    items = rows[:size]
    return Page(items, encode_cursor(items[-1].id) if len(rows) > size else None)


def list_addresses(limit: int) -> list[tuple[str, PublicationAddress]]:
    """Where something is published, with the institution's slug, newest first."""
    query = (
        select(Institution.slug, Publication)
        .join(Institution, Institution.id == Publication.institution_id)
        .where(Publication.version == 1)
        .order_by(Publication.id.desc())
        .limit(limit)
    )
    return [
        (slug, PublicationAddress(p.institution_id, p.year, p.kind, p.quarter))
        for slug, p in db.session.execute(query)
    ]


def _versions(address: PublicationAddress) -> Select[Publication]:
    return select(Publication).filter_by(
        institution_id=address.institution_id,
        year=address.year,
        kind=address.kind,
        quarter=address.quarter,
    )


def _hold(institution_id: int) -> None:
    # NO KEY UPDATE: who publishes for the same body waits, who merely refers to it does not.
    held = db.session.get(
        Institution, institution_id, populate_existing=True, with_for_update={"key_share": True}
    )
    if held is None:
        raise NotFound(T("기관을 찾을 수 없습니다."))


def _refuse_reason(reason: str, version: int) -> None:
    if version > 1 and not reason:
        raise ReasonNeeded("reason")
    if len(reason) > LONGEST_REASON:
        said = T("사유는 500자까지 적을 수 있습니다.")
        raise Invalid(said, {"reason": [said]})


def _add(publication: Publication) -> Publication:
    db.session.add(publication)
    try:
        db.session.flush()
    except IntegrityError as error:  # the unique version is the last word, whatever held before
        raise PublishedMeanwhile from error
    audit.record(
        "publication:published",
        publication,
        year=publication.year,
        kind=publication.kind.value,
        quarter=publication.quarter,
        version=publication.version,
        digest=publication.content_digest,
        reason=publication.reason,
    )
    announce(News.PUBLISHED, publication.id)
    return publication
