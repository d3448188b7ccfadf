"""What every disclosure page shares: the path to it, and its addresses."""

from __future__ import annotations

from flask_babel import gettext as _

from marketplace.core.errors import Invalid
from marketplace.procurement.models import Institution, Publication, PublicationKind
from marketplace.procurement.publishing.publications import (
    PublicationAddress,
    PublicationNotFound,
)
from marketplace.web.disclosure_figures import name_of

Crumbs = tuple[tuple[str, str | None], ...]
KEPT_SECONDS = 60
KIND = "any(plan,'quarter-plan','quarter-results',results,evaluation)"
BY_ADDRESS = {kind.address: kind for kind in PublicationKind}


def crumbs(institution: Institution | None = None, year: int | None = None, *more: str) -> Crumbs:
    """Home, disclosures, the institution, the year, and what comes below it."""
    trail: list[tuple[str, str | None]] = [(str(_("처음")), "/")]
    trail.append((str(_("공공구매 공시")), "/disclosures"))
    if institution is not None:
        trail.append((name_of(institution), f"/disclosures/{institution.slug}"))
        if year is not None:
            href = f"/disclosures/{institution.slug}/{year}" if more else None
            trail.append((str(_("%(year)d년", year=year)), href))
    return (*trail, *((each, None) for each in more))


def address_of(institution: Institution, year: int, kind: str, quarter: int) -> PublicationAddress:
    """The publication an address means; raises PublicationNotFound for one that cannot be."""
    try:
        return PublicationAddress(institution.id, year, BY_ADDRESS[kind], quarter)
    except Invalid as error:
        raise PublicationNotFound from error


def path_of(slug: str, publication: Publication | PublicationAddress) -> str:
    """Where the versions of a publication stand; the newest is shown there."""
    quarter = f"/q{publication.quarter}" if publication.quarter else ""
    return f"/disclosures/{slug}/{publication.year}/{publication.kind.address}{quarter}"


def version_path(slug: str, publication: Publication) -> str:
    """Where one version stays for good."""
    return f"{path_of(slug, publication)}/v{publication.version}"
