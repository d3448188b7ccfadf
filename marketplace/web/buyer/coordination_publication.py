"""Publishing from the coordinator's board: look at what would change, start, watch, stop."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.core import clock
from marketplace.core.database import transaction
from marketplace.core.errors import Conflict, Invalid, NotFound
from marketplace.core.permissions import Permission
from marketplace.procurement.models import Institution, PublicationKind
from marketplace.procurement.publishing.previewing import Preview, preview
from marketplace.procurement.publishing.publications import PublicationAddress, list_versions
from marketplace.procurement.publishing.reporting import title_of
from marketplace.procurement.publishing.runs import (
    BY_RUN,
    Wanted,
    ask_run,
    get_run,
    latest_runs,
    stop_run,
)
from marketplace.web.access import access
from marketplace.web.buyer.blueprint import buyer
from marketplace.web.buyer.coordinated import coordinated_institution, my_institutions
from marketplace.web.buyer.permanent import permanent
from marketplace.web.buyer.place import me
from marketplace.web.change_words import shown_changes
from marketplace.web.disclosure_figures import name_of
from marketplace.web.numbers import calendar_year
from marketplace.web.report_view import shown_sections, told
from marketplace.web.translation import translate

HERE = "/buyer/coordination/publication"
KINDS = {kind.address: kind for kind in BY_RUN}


@buyer.get("/coordination/publication")
@access(Permission.QUOTA_COORDINATE)
def coordination_publication() -> ResponseReturnValue:
    """What would be published now, beside the version in force."""
    institution, address = _named()
    return _shown(institution, address, {}, "")


@buyer.post("/coordination/publication-runs")
@access(Permission.QUOTA_COORDINATE)
def coordination_publication_run() -> ResponseReturnValue:
    """Start publishing in the background; a reason is needed from version 2 on."""
    institution, address = _named()
    reason = request.form.get("reason", "")
    seen = request.form.get("seen_version", 0, type=int)
    try:
        with transaction():
            run = ask_run(Wanted(address, reason, seen), me().id)
            public_id = run.public_id
    except Invalid as error:
        return _shown(institution, address, error.fields, reason), 422
    return redirect(f"/buyer/coordination/publication-runs/{public_id}")


@buyer.get("/coordination/publication-runs/<public_id>")
@access(Permission.QUOTA_COORDINATE)
def coordination_publication_progress(public_id: str) -> ResponseReturnValue:
    """How far a run is, and how it ended."""
    run = get_run(public_id, _mine())
    return render_template(
        "buyer/coordination/publication_run.html",
        run=run,
        title=told(title_of(run.kind, name_of(run.institution), run.year, run.quarter)),
        problem=translate(run.problem),
        again=f"{HERE}?{_query(run.institution.slug, run.year, run.kind, run.quarter)}",
        public=_public(run.institution, run.year, run.kind, run.quarter),
        stays=permanent(run.publication, run.institution.slug) if run.publication else None,
    )


@buyer.post("/coordination/publication-runs/<public_id>/stop")
@access(Permission.QUOTA_COORDINATE)
def coordination_publication_stop(public_id: str) -> ResponseReturnValue:
    """Stop a run before its next piece."""
    try:
        with transaction():
            stop_run(get_run(public_id, _mine()))
        flash(_("멈췄습니다. 다시 시작하면 처음부터 계산합니다."), "good")
    except Conflict as error:
        flash(translate(error.message), "warn")
    return redirect(f"/buyer/coordination/publication-runs/{public_id}")


def _shown(
    institution: Institution, address: PublicationAddress, faults: dict[str, Any], reason: str
) -> str:
    seen = preview(address)
    return render_template(
        "buyer/coordination/publication.html",
        institution=institution,
        institutions=my_institutions(),
        years=range(clock.today().year, clock.today().year - 5, -1),
        address=address,
        kinds=[(each.address, _kind_name(each)) for each in BY_RUN],
        title=told(title_of(address.kind, name_of(institution), address.year, address.quarter)),
        seen=seen,
        changes=shown_changes(seen.changes),
        sections=shown_sections(_sections(seen)),
        runs=latest_runs(institution.id),
        faults={name: [translate(each) for each in said] for name, said in faults.items()},
        reason=reason,
        public=_public(institution, address.year, address.kind, address.quarter),
        published=list_versions(address),
    )


def _sections(seen: Preview) -> Any:
    return seen.report.sections if seen.report else ()


def _kind_name(kind: PublicationKind) -> str:
    names = {
        PublicationKind.RESULTS: _("연간 구매실적"),
        PublicationKind.QUARTER_RESULTS: _("분기 구매실적"),
    }
    return str(names[kind])


def _named() -> tuple[Institution, PublicationAddress]:
    """The institution and publication a request means; NotFound for what cannot be."""
    said = request.values
    institution = coordinated_institution(said.get("institution", ""))
    year = said.get("year", clock.today().year, type=calendar_year)
    kind = KINDS.get(said.get("kind", "results"))
    if kind is None:
        raise NotFound
    quarter = said.get("quarter", 0, type=int)
    if kind is PublicationKind.QUARTER_RESULTS and quarter not in range(1, 5):
        quarter = 1
    if kind is PublicationKind.RESULTS:
        quarter = 0
    try:
        return institution, PublicationAddress(institution.id, year, kind, quarter)
    except Invalid as error:
        raise NotFound(error.message) from error


def _mine() -> list[int]:
    return [each.id for each in my_institutions()]


def _query(slug: str, year: int, kind: PublicationKind, quarter: int) -> str:
    said = {"institution": slug, "year": year, "kind": kind.address, "quarter": quarter}
    return urlencode(said)


def _public(institution: Institution, year: int, kind: PublicationKind, quarter: int) -> str:
    part = f"/q{quarter}" if quarter else ""
    return f"/disclosures/{institution.slug}/{year}/{kind.address}{part}"
