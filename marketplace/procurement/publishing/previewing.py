"""What would be published now, and what it would change."""

from __future__ import annotations

from dataclasses import dataclass

from marketplace.core.errors import NotFound
from marketplace.procurement.models import Publication, PublicationKind
from marketplace.procurement.publishing.content import Content, content_digest
from marketplace.procurement.publishing.differences import Change, differences
from marketplace.procurement.publishing.live_year import MOST_JUDGED, live_year
from marketplace.procurement.publishing.publications import (
    PublicationAddress,
    PublicationNotFound,
    get_publication,
)
from marketplace.procurement.publishing.report import Report
from marketplace.procurement.publishing.reporting import content_report, title_of
from marketplace.procurement.publishing.results import quarter_content

JUDGED = ("rules", "duties")  # of a long year these are only known once it was judged


@dataclass(frozen=True, slots=True)
class Preview:
    """The next version as far as it can be told at once; `report` None when nothing is known."""

    newest: Publication | None
    report: Report | None
    changes: list[Change]
    row_count: int = 0
    is_judged: bool = True
    is_same: bool = False

    @property
    def needs_reason(self) -> bool:
        return self.newest is not None

    @property
    def seen_version(self) -> int:
        return self.newest.version if self.newest else 0


def preview(address: PublicationAddress) -> Preview:
    """The content as it stands, compared with the version in force."""
    newest = _newest(address)
    try:
        content = _content(address)
    except NotFound:
        return Preview(newest, None, [])
    rows = int(content["purchases"]["rows"])
    judged = rows <= MOST_JUDGED or address.kind is not PublicationKind.RESULTS
    body = content["institution"]["name"]
    title = title_of(address.kind, body, address.year, address.quarter)
    same = newest is not None and judged and content_digest(content) == newest.content_digest
    return Preview(
        newest=newest,
        report=content_report(content, title=title),
        changes=_changes(newest, content, judged),
        row_count=rows,
        is_judged=judged,
        is_same=same,
    )


def _content(address: PublicationAddress) -> Content:
    if address.kind is PublicationKind.QUARTER_RESULTS:
        return quarter_content(address.institution_id, address.year, address.quarter)
    return live_year(address.institution_id, address.year).content


def _newest(address: PublicationAddress) -> Publication | None:
    try:
        return get_publication(address)
    except PublicationNotFound:
        return None


def _changes(newest: Publication | None, content: Content, judged: bool) -> list[Change]:
    if newest is None:
        return []
    if judged:
        return differences(newest.content, content)
    before, after = (
        {k: v for k, v in each.items() if k not in JUDGED} for each in (newest.content, content)
    )
    return differences(before, after)
