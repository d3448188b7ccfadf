"""Publications at addresses that stay: the newest, each version, and what changed between two."""

from __future__ import annotations

from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.core.permissions import Permission
from marketplace.procurement.institutions import get_institution
from marketplace.procurement.models import Institution, Publication
from marketplace.procurement.publishing.differences import differences
from marketplace.procurement.publishing.publications import (
    PublicationAddress,
    PublicationNotFound,
    get_publication,
    list_versions,
)
from marketplace.procurement.publishing.reporting import report_of
from marketplace.web.access import access
from marketplace.web.change_words import shown_changes
from marketplace.web.filters import date_ko, in_korean
from marketplace.web.report_view import shown_report, told
from marketplace.web.store.blueprint import store
from marketplace.web.store.disclosure_frame import (
    KEPT_SECONDS,
    KIND,
    address_of,
    crumbs,
    path_of,
    version_path,
)
from marketplace.web.store.seo import breadcrumbs
from marketplace.web.store.shared import Head, Page, show

ROOT = f"/disclosures/<slug>/<int:year>/<{KIND}:kind>"
FORMATS = ("pdf", "hwpx", "xlsx", "csv", "json")


@store.get(ROOT)
@store.get(f"{ROOT}/q<int:quarter>")
@store.get(f"{ROOT}/v<int:version>")
@store.get(f"{ROOT}/q<int:quarter>/v<int:version>")
@access(Permission.DISCLOSURE_READ, cache_seconds=KEPT_SECONDS)
def publication(
    slug: str, year: int, kind: str, quarter: int = 0, version: int | None = None
) -> ResponseReturnValue:
    """One version, the newest without a number; an older one says by what it was replaced."""

    def build() -> Page:
        institution = get_institution(slug)
        address = address_of(institution, year, kind, quarter)
        return _page(institution, address, get_publication(address, version))

    return show(build)


@store.get(f"{ROOT}/v<int:version>/difference")
@store.get(f"{ROOT}/q<int:quarter>/v<int:version>/difference")
@access(Permission.DISCLOSURE_READ, cache_seconds=KEPT_SECONDS)
def publication_difference(
    slug: str, year: int, kind: str, version: int, quarter: int = 0
) -> ResponseReturnValue:
    """What a version changed of the one before it."""

    def build() -> Page:
        institution = get_institution(slug)
        address = address_of(institution, year, kind, quarter)
        if version < 2:
            raise PublicationNotFound
        before, after = (get_publication(address, each) for each in (version - 1, version))
        return _difference_page(institution, before, after)

    return show(build)


def _page(institution: Institution, address: PublicationAddress, shown: Publication) -> Page:
    versions = list_versions(address)
    newest = versions[0]
    here = version_path(institution.slug, shown)
    report = shown_report(report_of(shown, here, english=not in_korean()))
    head = Head(
        title=report["title"],
        description=str(
            _(
                "%(title)s 제%(version)d판, %(day)s 공시",
                title=report["title"],
                version=shown.version,
                day=date_ko(shown.published_at),
            )
        ),
        canonical=here,
        crumbs=crumbs(institution, address.year, report["title"]),
        structured=(breadcrumbs(crumbs(institution, address.year, report["title"])),),
        is_indexed=shown.version == newest.version,
    )
    context: dict[str, Any] = {
        "institution": institution,
        "shown": shown,
        "newest": newest,
        "successor": next((v for v in versions if v.version == shown.version + 1), None),
        "versions": versions,
        "report": report,
        "base": path_of(institution.slug, address),
        "here": here,
        "files": [(name.upper(), f"{here}.{name}") for name in FORMATS],
        "purchases": f"/disclosures/{institution.slug}/{address.year}/purchases",
    }
    return Page(head, "store/disclosures/publication.html", context)


def _difference_page(institution: Institution, before: Publication, after: Publication) -> Page:
    report = report_of(after, english=not in_korean())
    title = str(_("%(title)s: 바뀐 점", title=told(report.title)))
    head = Head(
        title=title,
        canonical=f"{version_path(institution.slug, after)}/difference",
        crumbs=crumbs(institution, after.year, title),
        is_indexed=False,
    )
    context = {
        "institution": institution,
        "before": before,
        "after": after,
        "title": title,
        "changes": shown_changes(differences(before.content, after.content)),
        "before_path": version_path(institution.slug, before),
        "after_path": version_path(institution.slug, after),
    }
    return Page(head, "store/disclosures/difference.html", context)
