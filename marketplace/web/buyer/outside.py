"""Writing down a purchase made elsewhere, with its paper."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateField, HiddenField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from marketplace.core import clock
from marketplace.core.database import transaction
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.permissions import Permission
from marketplace.core.types import public_token
from marketplace.media.files import CheckedFile, prepare_file
from marketplace.procurement.announcing import find_announced
from marketplace.procurement.counting import Designation
from marketplace.procurement.errors import LooksRecorded
from marketplace.procurement.models import ContractMethod, Department, PurchaseKind, PurchaseRecord
from marketplace.procurement.outside import OutsidePurchase, record_outside_purchase
from marketplace.procurement.similar import Seller
from marketplace.web.access import access
from marketplace.web.buyer import words
from marketplace.web.buyer.amounts import AmountFields
from marketplace.web.buyer.blueprint import buyer
from marketplace.web.buyer.ledger import REPORTERS
from marketplace.web.buyer.place import departments_where, must_have
from marketplace.web.buyer.sellers import known_sellers
from marketplace.web.buyer.verdicts import rule_of, why
from marketplace.web.directory import directory
from marketplace.web.forms import SelectChoice, choices_of, show_errors


class OutsideForm(AmountFields, FlaskForm):
    """An outside purchase as its tax invoice or receipt shows it."""

    key = HiddenField(validators=[InputRequired(), Length(20, 40)])
    announced = HiddenField(validators=[Length(max=22)])
    counted_on = DateField(_l("실적 기준일"), [InputRequired(_l("날짜를 골라 주세요."))])
    enterprise_id = SelectField(
        _l("등록된 기업"),
        coerce=int,
        description=_l("목록에 있으면 고르세요. 인증은 저희가 확인합니다."),
    )
    seller_name = StringField(_l("상호"), [Optional(), Length(max=120)])
    seller_business_number = StringField(
        _l("사업자등록번호"),
        [Optional(), Length(max=14)],
        description=_l("등록된 기업의 번호이면 그 기업으로 기록합니다."),
    )
    item = StringField(_l("품목"), [InputRequired(_l("품목을 적어 주세요.")), Length(max=200)])
    kind = SelectField(_l("구분"), choices=choices_of(words.KIND))
    method = SelectField(_l("계약 방법"), choices=choices_of(words.METHOD))
    stated_kind = SelectField(_l("인증 종류"), validators=[Optional()])
    stated_number = StringField(_l("인증 번호"), [Optional(), Length(max=80)])
    stated_issued_on = DateField(_l("지정일"), [Optional()])
    stated_expires_on = DateField(_l("만료일"), [Optional()])
    evidence = FileField(
        _l("증빙 파일"),
        [FileRequired(_l("세금계산서나 영수증 파일을 골라 주세요."))],
        description=_l("PDF, 사진(JPEG·PNG), HWPX, 10MB까지"),
    )
    late_reason = StringField(_l("마감 뒤 추가하는 사유"), [Optional(), Length(max=300)])
    is_distinct = BooleanField(_l("비슷한 구매를 확인했고, 다른 구매입니다."))

    def validate(self, extra_validators: Any = None) -> bool:
        """Also asks for a stated certificate's beginning: without one it holds on no day."""
        is_valid: bool = super().validate(extra_validators)
        begins = self.stated_issued_on
        if self.stated_kind.data and begins.data is None and not begins.errors:
            begins.errors = [_("인증서의 지정일을 적어 주세요.")]
            return False
        return is_valid


@buyer.route("/ledger/outside-purchases/new", methods=["GET", "POST"])
@access(Permission.PURCHASE_RECORD)
def outside_purchase_new() -> ResponseReturnValue:
    """Record a purchase made elsewhere."""
    department = must_have(*REPORTERS)
    form = _form()
    similar: tuple[Any, ...] = ()
    if form.validate_on_submit():
        record, similar = _record(form, department)
        if record is not None:
            flash(_("외부 구매를 기록했습니다. %(why)s", why=why(record)), "good")
            return redirect(url_for("buyer.record", record_id=record.public_id))
    page = render_template(
        "buyer/outside_purchase_new.html",
        form=form,
        similar=similar,
        rule=rule_of(department),
        words=words,
    )
    return page, 422 if form.errors else 200


def _form() -> OutsideForm:
    form = OutsideForm(
        data={"key": public_token(32), "method": ContractMethod.CARD.value, **_announced()}
    )
    form.enterprise_id.choices = [
        SelectChoice(0, _("목록에 없음")),
        *(SelectChoice(each.id, each.label) for each in known_sellers()),
    ]
    form.stated_kind.choices = [
        SelectChoice("", _("적지 않음")),
        *(SelectChoice(each.code, each.name) for each in directory().certifications.values()),
    ]
    return form


def _announced() -> dict[str, Any]:
    """What was told before the paper was there, to begin from."""
    public_id = request.args.get("announced", "")
    if not public_id:
        return {}
    told = find_announced(public_id, departments_where(*REPORTERS))
    return {
        "announced": told.public_id,
        "counted_on": told.bought_on,
        "seller_name": told.seller_name,
        "item": told.item,
        "gross_won": f"{told.gross_won:,}",
    }


def _record(
    form: OutsideForm, department: Department
) -> tuple[PurchaseRecord | None, tuple[Any, ...]]:
    try:
        paper = _paper(form)
        with transaction():
            return record_outside_purchase(_purchase(form, department), paper), ()
    except LooksRecorded as looked:
        show_errors(form, looked)
        return None, looked.similar
    except (Invalid, Conflict) as error:
        show_errors(form, error)
    return None, ()


def _paper(form: OutsideForm) -> CheckedFile:
    upload = form.evidence.data
    return prepare_file(upload.read(), upload.filename or "")


def _purchase(form: OutsideForm, department: Department) -> OutsidePurchase:
    return OutsidePurchase(
        department_id=department.id,
        counted_on=form.counted_on.data or clock.today(),
        kind=PurchaseKind(form.kind.data),
        method=ContractMethod(form.method.data),
        seller=Seller(
            form.enterprise_id.data or None,
            form.seller_name.data or "",
            form.seller_business_number.data or "",
        ),
        item=form.item.data or "",
        amount=form.amount(),
        key=form.key.data or "",
        stated=_stated(form),
        late_reason=form.late_reason.data or "",
        is_distinct=bool(form.is_distinct.data),
        announced=form.announced.data or "",
    )


def _stated(form: OutsideForm) -> Designation | None:
    kind = directory().certifications.get(form.stated_kind.data or "")
    if kind is None or form.stated_issued_on.data is None:
        return None
    return Designation(
        kind=kind.code,
        name=kind.korean,
        number=form.stated_number.data or "",
        issued_on=form.stated_issued_on.data,
        expires_on=form.stated_expires_on.data,
        is_stated=True,
    )
