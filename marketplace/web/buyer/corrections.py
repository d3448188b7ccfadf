"""Taking a record back, and writing how it really was."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from marketplace.core import clock
from marketplace.core.database import transaction
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.money import VatClass, split_gross
from marketplace.core.permissions import Permission
from marketplace.procurement.booking import is_closed
from marketplace.procurement.correcting import Correction, RightVersion, correct_record
from marketplace.procurement.ledger import RecordWhole, get_record
from marketplace.procurement.models import ContractMethod, PurchaseKind, PurchaseRecord
from marketplace.procurement.months import Month
from marketplace.web.access import access
from marketplace.web.buyer import words
from marketplace.web.buyer.amounts import AmountFields
from marketplace.web.buyer.blueprint import buyer
from marketplace.web.buyer.ledger import REPORTERS
from marketplace.web.buyer.place import departments_where
from marketplace.web.buyer.verdicts import why
from marketplace.web.forms import SelectChoice, choices_of, show_errors

TAKE_BACK, PUT_RIGHT = "take_back", "put_right"


class CorrectionForm(AmountFields, FlaskForm):
    """What was wrong, and how it really was."""

    way = RadioField(
        _l("정정 방법"),
        choices=[
            SelectChoice(PUT_RIGHT, _l("바로잡기: 이 기록을 취소하고 맞는 내용으로 다시 기록")),
            SelectChoice(TAKE_BACK, _l("취소만: 구매가 없었거나 두 번 기록됨")),
        ],
        default=PUT_RIGHT,
    )
    reason = StringField(
        _l("정정 사유"), [InputRequired(_l("사유를 적어 주세요.")), Length(max=300)]
    )
    counted_on = DateField(_l("실적 기준일"), [InputRequired(_l("날짜를 골라 주세요."))])
    item = StringField(_l("품목"), [InputRequired(_l("품목을 적어 주세요.")), Length(max=200)])
    kind = SelectField(_l("구분"), choices=choices_of(words.KIND))
    method = SelectField(_l("계약 방법"), choices=choices_of(words.METHOD))

    def right(self) -> RightVersion | None:
        """How it really was; None when it is only taken back."""
        if self.way.data == TAKE_BACK:
            return None
        return RightVersion(
            counted_on=self.counted_on.data or clock.today(),
            kind=PurchaseKind(self.kind.data),
            method=ContractMethod(self.method.data),
            item=self.item.data or "",
            amount=self.amount(),
        )


@buyer.route("/ledger/<record_id>/correction", methods=["GET", "POST"])
@access(Permission.PURCHASE_RECORD)
def record_correction(record_id: str) -> ResponseReturnValue:
    """Correct a record of a department the viewer reports for."""
    whole = get_record(record_id, departments_where(*REPORTERS))
    form = CorrectionForm(data=_as_recorded(whole.record))
    if form.validate_on_submit() and (done := _correct(whole.record, form)):
        flash(_("정정했습니다. 처음 기록은 그대로 남아 있습니다."), "good")
        shown = done.replacement or done.reversal
        return redirect(url_for("buyer.record", record_id=shown.public_id))
    return _show(whole, form)


def _show(whole: RecordWhole, form: CorrectionForm) -> ResponseReturnValue:
    if not whole.is_correctable:
        flash(_("이미 정정한 실적입니다."), "bad")
        return redirect(url_for("buyer.record", record_id=whole.record.public_id))
    record = whole.record
    page = render_template(
        "buyer/record_correction.html",
        record=record,
        why=why(record),
        month_is_closed=is_closed(record.department_id, Month(record.year, record.month)),
        form=form,
        words=words,
    )
    return page, 422 if form.errors else 200


def _as_recorded(record: PurchaseRecord) -> dict[str, object]:
    tax_class = VatClass.TAXABLE if record.vat_won else VatClass.EXEMPT
    usual = split_gross(record.gross_won, tax_class)
    return {
        "counted_on": record.counted_on,
        "item": record.item,
        "kind": record.kind.value,
        "method": record.method.value,
        "gross_won": f"{record.gross_won:,}",
        # Only a VAT the rule would not give: one that stayed behind would spoil a new sum.
        "vat_won": "" if usual.vat_won == record.vat_won else f"{record.vat_won:,}",
        "vat_class": tax_class.value,
    }


def _correct(record: PurchaseRecord, form: CorrectionForm) -> Correction | None:
    try:
        with transaction():
            return correct_record(record.id, form.reason.data or "", form.right())
    except (Invalid, Conflict) as error:
        show_errors(form, error)
    return None
