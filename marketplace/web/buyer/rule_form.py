"""The form of a quota rule: what it says, from which day, on what ground, and why it changes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from marketplace.procurement.models import (
    Basis,
    CountsOn,
    QuotaRule,
    RelatedBodies,
    Rounding,
)
from marketplace.procurement.rules.terms import Part, RuleTerms, terms_of
from marketplace.procurement.rules.versions import RuleChange
from marketplace.web.buyer import words
from marketplace.web.buyer.amounts import WonField
from marketplace.web.forms import choices_of

BASIS = {
    Basis.FIXED_AMOUNT: _l("정해진 금액"),
    Basis.TOTAL_PURCHASES: _l("총구매액의 비율"),
    Basis.NEGOTIABLE_TOTAL: _l("수의계약 가능 총액의 비율"),
    Basis.AVAILABLE_BUDGET: _l("예산가용액의 비율"),
}
TIER = {
    RelatedBodies.BESIDE: _l("목표와 따로 집계"),
    RelatedBodies.IN_TARGET: _l("목표에 포함"),
}
ROUNDING = {
    Rounding.HALF_UP: _l("반올림"),
    Rounding.UP: _l("올림"),
    Rounding.DOWN: _l("내림"),
}
VAT = {"included": _l("부가세 포함"), "excluded": _l("부가세 제외")}
UNITS = (1, 1_000, 10_000, 1_000_000)


class MultiCheckboxField(SelectMultipleField):
    """Several of a few, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class RateField(StringField):
    """A percentage with at most two decimals, kept as hundredths of a percent."""

    @property
    def points(self) -> int | None:
        """`7.5` is 750; None where nothing stands."""
        said = (self.data or "").strip().removesuffix("%").strip()
        return int(Decimal(said) * 100) if said else None

    def pre_validate(self, _form: Any) -> None:
        """Raises ValidationError for what is no such percentage."""
        said = (self.data or "").strip().removesuffix("%").strip()
        if not said:
            return
        try:
            points = Decimal(said) * 100
        except InvalidOperation:
            points = Decimal(-1)
        if (
            not points.is_finite()
            or points != points.to_integral_value()
            or not 0 <= points <= 10**4
        ):
            raise ValidationError(_("비율은 0부터 100까지, 소수 둘째 자리까지 적어 주세요."))


class RuleForm(FlaskForm):
    """Everything a rule says. Rates by kind of work stand in place of the one rate."""

    basis = SelectField(_l("무엇을 기준으로 삼는지"), choices=choices_of(BASIS))
    fixed_won = WonField(_l("목표액"), description=_l("정해진 금액이 기준일 때만 적습니다."))
    basis_won = WonField(
        _l("기준액"), description=_l("비율로 셀 때 그 바탕이 되는 금액. 모르면 비워 둡니다.")
    )
    rate = RateField(_l("비율"), description=_l("7이나 1.1처럼 적습니다."))
    goods_won, goods_rate = WonField(_l("물품 기준액")), RateField(_l("물품 비율"))
    service_won, service_rate = WonField(_l("용역 기준액")), RateField(_l("용역 비율"))
    works_won, works_rate = WonField(_l("공사 기준액")), RateField(_l("공사 비율"))
    kinds = MultiCheckboxField(_l("실적으로 세는 종류"), choices=choices_of(words.KIND))
    designations = MultiCheckboxField(_l("실적으로 인정하는 인증"))
    counts_on = SelectField(_l("실적 기준일"), choices=choices_of(words.COUNTS_ON))
    vat = SelectField(_l("부가세"), choices=choices_of(VAT))
    second_tier = SelectField(_l("2차 구매"), choices=choices_of(TIER))
    related = SelectField(_l("유관기관 실적"), choices=choices_of(TIER))
    rounding = SelectField(_l("목표액의 끝수"), choices=choices_of(ROUNDING))
    rounding_unit = SelectField(
        _l("끝수 단위"), choices=choices_of({str(n): f"{n:,}원" for n in UNITS})
    )
    effective_on = DateField(_l("시행일"), [InputRequired(_l("시행일을 골라 주세요."))])
    legal_source = StringField(
        _l("근거"), [Length(max=200)], description=_l("조례, 규칙, 방침의 이름과 조항")
    )
    reason = TextAreaField(_l("바꾸는 까닭"), [Length(max=300)])

    def validate_kinds(self, field: MultiCheckboxField) -> None:
        """At least one."""
        if not field.data:
            raise ValidationError(_("하나 이상 골라 주세요."))

    def validate_designations(self, field: MultiCheckboxField) -> None:
        """At least one."""
        if not field.data:
            raise ValidationError(_("하나 이상 골라 주세요."))

    def validate_fixed_won(self, field: WonField) -> None:
        """A fixed amount needs its amount; another basis may not have one."""
        is_fixed = self.basis.data == Basis.FIXED_AMOUNT
        if is_fixed and field.won is None:
            raise ValidationError(_("목표액을 적어 주세요."))
        if not is_fixed and field.won is not None:
            raise ValidationError(_("비율로 셀 때는 목표액을 비워 주세요."))

    def parts(self) -> tuple[Part, ...]:
        """One rate for all counted kinds, or one for each kind that has a figure of its own."""
        if self.basis.data == Basis.FIXED_AMOUNT:
            return ()
        kinds = tuple(self.kinds.data or ())
        own = [
            Part((kind,), self[f"{kind}_won"].won, self[f"{kind}_rate"].points)
            for kind in kinds
            if self[f"{kind}_won"].won is not None or self[f"{kind}_rate"].points is not None
        ]
        return tuple(own) or (Part(kinds, self.basis_won.won, self.rate.points),)

    def change(self, year: int) -> RuleChange:
        """What is to be written."""
        basis = Basis(self.basis.data)
        terms = RuleTerms(
            basis=basis,
            counted_kinds=tuple(self.kinds.data or ()),
            counted_certifications=tuple(self.designations.data or ()),
            counts_on=CountsOn(self.counts_on.data),
            vat_included=self.vat.data == "included",
            second_tier=RelatedBodies(self.second_tier.data),
            related=RelatedBodies(self.related.data),
            fixed_won=self.fixed_won.won if basis is Basis.FIXED_AMOUNT else None,
            parts=self.parts(),
            rounding=Rounding(self.rounding.data),
            rounding_unit_won=int(self.rounding_unit.data),
            rate_places=2 if basis is Basis.TOTAL_PURCHASES else 1,
            year=year,
        )
        begins = self.effective_on.data or date(year, 1, 1)
        return RuleChange(terms, begins, self.legal_source.data or "", self.reason.data or "")


def shown(rule: QuotaRule) -> dict[str, Any]:
    """A rule as the form shows it, so that a change begins with what holds."""
    terms = terms_of(rule)
    single = terms.parts[0] if len(terms.parts) == 1 else None
    found: dict[str, Any] = {
        "basis": terms.basis.value,
        "fixed_won": _won(terms.fixed_won),
        "basis_won": _won(single.basis_won) if single else "",
        "rate": _rate(single.rate_basis_points) if single else "",
        "kinds": list(terms.counted_kinds),
        "designations": list(terms.counted_certifications),
        "counts_on": terms.counts_on.value,
        "vat": "included" if terms.vat_included else "excluded",
        "second_tier": terms.second_tier.value,
        "related": terms.related.value,
        "rounding": terms.rounding.value,
        "rounding_unit": str(terms.rounding_unit_won),
        "legal_source": rule.legal_source,
    }
    for part in terms.parts if single is None else ():
        found[f"{part.kinds[0]}_won"] = _won(part.basis_won)
        found[f"{part.kinds[0]}_rate"] = _rate(part.rate_basis_points)
    return found


def _won(amount: int | None) -> str:
    return "" if amount is None else f"{amount:,}"


def _rate(points: int | None) -> str:
    return "" if points is None else f"{Decimal(points) / 100:f}"
