"""Who subscribes hears of each version: one feed of an institution, one of all."""

from __future__ import annotations

from collections.abc import Sequence

from feedgenerator import Atom1Feed
from flask import Response, request
from flask.typing import ResponseReturnValue

from marketplace.core import clock
from marketplace.core.permissions import Permission
from marketplace.core.text import T
from marketplace.procurement.institutions import get_institution
from marketplace.procurement.models import Publication
from marketplace.procurement.publishing.publications import list_latest
from marketplace.procurement.publishing.reporting import title_of
from marketplace.web.access import access
from marketplace.web.store.blueprint import store
from marketplace.web.store.disclosure_frame import version_path
from marketplace.web.store.seo import absolute

KEPT_SECONDS = 300
PUBLISHER = "이음장터"


@store.get("/disclosures/feed.atom")
@access(Permission.DISCLOSURE_READ, cache_seconds=KEPT_SECONDS)
def disclosures_feed() -> ResponseReturnValue:
    """The latest versions of every institution."""
    return _feed("이음장터 공공구매 공시", "/disclosures", list_latest())


@store.get("/disclosures/<slug>/feed.atom")
@access(Permission.DISCLOSURE_READ, cache_seconds=KEPT_SECONDS)
def institution_feed(slug: str) -> ResponseReturnValue:
    """The latest versions of one institution."""
    body = get_institution(slug)
    return _feed(f"{body.name} 공공구매 공시", f"/disclosures/{slug}", list_latest(body.id))


def _feed(title: str, path: str, published: Sequence[Publication]) -> Response:
    address = absolute(f"{path}/feed.atom")
    feed = Atom1Feed(
        title=title,
        link=absolute(path),
        description=title,
        language="ko",
        author_name=PUBLISHER,
        feed_url=address,
        feed_guid=address,
    )
    for each in published:
        here = absolute(version_path(each.institution.slug, each))
        name = title_of(each.kind, each.institution.name, each.year, each.quarter)
        feed.add_item(
            title=_plain(T("%(name)s 제%(version)d판", name=name, version=each.version)),
            link=here,
            description=_plain(each.reason or name),
            unique_id=here,
            author_name=_plain(each.institution.name),
            pubdate=clock.seoul(each.published_at),
            updateddate=clock.seoul(each.published_at),
        )
    newest = published[0] if published else None
    answer = Response(feed.writeString("utf-8"), mimetype="application/atom+xml")
    answer.set_etag(f"{newest.id}-{newest.content_digest[:16]}" if newest else "none")
    answer.make_conditional(request)
    return answer


def _plain(words: str) -> str:
    """Words as XML can hold them."""
    return "".join(letter for letter in words if letter >= " ")
