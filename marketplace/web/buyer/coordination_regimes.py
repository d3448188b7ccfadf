"""The separate legal duties side by side, each with its own denominator, never added up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import Length

from marketplace.core import clock
from marketplace.core.database import transaction
from marketplace.core.errors import MarketplaceError
from marketplace.core.permissions import Permission
from marketplace.procurement.models import PurchaseKind
from marketplace.procurement.overview.remembering import remembered
from marketplace.procurement.rules.ledger_purchases import ledger_purchases
from marketplace.procurement.rules.regimes import RegimeResult, judge_regimes
from marketplace.procurement.rules.results import PartResult
from marketplace.procurement.rules.spending import state_totals, stated_totals
from marketplace.web.access import access
from marketplace.web.buyer import words
from marketplace.web.buyer.amounts import WonField
from marketplace.web.buyer.blueprint import buyer
from marketplace.web.buyer.coordinated import my_institutions
from marketplace.web.buyer.coordination_frame import address, asked_institution, asked_year
from marketplace.web.buyer.place import me
from marketplace.web.filters import in_korean
from marketplace.web.forms import show_errors

MISSING = {
    "company_size": _l("기업 규모를 모릅니다"),
    "technology_mark": _l("기술개발제품 여부를 모릅니다"),
    "green_mark": _l("녹색제품 여부를 모릅니다"),
    "not_in_force": _l("그해에 시행 중인 기준을 모릅니다"),
}


class TotalsForm(FlaskForm):
    """What was bought altogether, by kind of work, and where that is written."""

    goods = WonField(_l("물품 총구매액"))
    service = WonField(_l("용역 총구매액"))
    works = WonField(_l("공사 총구매액"))
    source = StringField(_l("적힌 문서"), [Length(max=300)])


@dataclass(frozen=True, slots=True)
class RegimeLine:
    """One part of one duty as the table shows it."""

    name: str
    law: str
    confidence: str
    note: str
    kinds: str
    basis_won: int | None
    counted_won: int | None
    rate: Decimal | None
    required: int | None
    meets: bool | None
    missing: str
    is_first: bool


@buyer.route("/coordination/regimes", methods=["GET", "POST"])
@access(Permission.QUOTA_COORDINATE)
def coordination_regimes() -> ResponseReturnValue:
    """Every duty of a year; a post keeps the stated totals."""
    institution, year = asked_institution(), asked_year()
    spent = stated_totals(institution.id, year)
    form = TotalsForm(data={kind: f"{won:,}" for kind, won in spent.items()})
    if form.validate_on_submit() and _keep(form, institution.id, year):
        flash(_("총구매액을 저장했습니다."), "good")
        return redirect(address("/regimes", institution=institution.slug, year=year))
    results = remembered(
        "regimes",
        institution.id,
        year,
        lambda: judge_regimes(ledger_purchases(institution.id, year), year, spent),
    )
    return render_template(
        "buyer/coordination/regimes.html",
        institution=institution,
        institutions=my_institutions(),
        year=year,
        years=range(clock.today().year, clock.today().year - 5, -1),
        form=form,
        lines=[line for each in results for line in _lines(each)],
    ), 422 if form.errors else 200


def _keep(form: TotalsForm, institution_id: int, year: int) -> bool:
    amounts = {kind: form[kind.value].won for kind in PurchaseKind}
    try:
        with transaction():
            state_totals(institution_id, year, amounts, form.source.data or "", me().id)
    except MarketplaceError as error:
        show_errors(form, error)
        return False
    return True


def _lines(result: RegimeResult) -> Iterator[RegimeLine]:
    parts = result.evaluation.parts if result.evaluation else ()
    if not parts:
        yield _line(result, None, is_first=True)
    for at, part in enumerate(parts):
        yield _line(result, part, is_first=at == 0)


def _line(result: RegimeResult, part: PartResult | None, *, is_first: bool) -> RegimeLine:
    regime, measured = result.regime, part.measured if part else None
    kinds = part.part.kinds if part else ()
    return RegimeLine(
        name=regime.name if in_korean() else regime.name_en,
        law=regime.law,
        confidence=str(words.CONFIDENCE.get(regime.confidence, regime.confidence)),
        note=regime.note if in_korean() else regime.note_en,
        kinds=", ".join(str(words.KIND[PurchaseKind(kind)]) for kind in kinds) or "–",
        basis_won=measured.basis_won if measured else None,
        counted_won=measured.counted_won if measured else None,
        rate=measured.share_percent if measured else None,
        required=part.part.rate_basis_points if part else None,
        meets=result.meets(part) if part else None,
        missing=_missing(result, kinds),
        is_first=is_first,
    )


def _missing(result: RegimeResult, kinds: tuple[str, ...]) -> str:
    """What this part lacks, in words; of the denominators only those of its own kinds."""
    said = []
    for each in result.missing:
        what, _colon, kind = each.partition(":")
        if what != "basis":
            said.append(str(MISSING.get(each, each)))
        elif kind in kinds:
            word = words.KIND[PurchaseKind(kind)]
            said.append(str(_("%(kind)s 총구매액이 적혀 있지 않습니다", kind=word)))
    return ", ".join(said)
