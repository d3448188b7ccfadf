"""What a firm says to a request: six small forms of which one is sent at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from marketplace.orders.shipping import CARRIERS
from marketplace.returns.models import ReturnKind, ReturnRequest, ReturnStatus
from marketplace.web.forms import SelectChoice, choices_of
from marketplace.web.return_words import CONDITION
from marketplace.web.translation import translate
from marketplace.web.typed import TypedInteger


class ApprovalForm(FlaskForm):
    """Where it should be sent."""

    send_to = StringField(
        _l("돌려받을 주소"), [Length(max=300)], description=_l("비워 두면 사업장 주소로 알립니다.")
    )
    note = TextAreaField(_l("구매자에게 할 말"), [Length(max=500)])


class RefusalForm(FlaskForm):
    """Why not."""

    answer = TextAreaField(
        _l("거절하는 까닭"),
        [InputRequired(_l("거절하는 까닭을 적어 주세요. 구매자가 읽습니다.")), Length(max=500)],
    )


class ArrivalForm(FlaskForm):
    """How it came."""

    condition = RadioField(
        _l("상태"), [InputRequired(_l("상태를 골라 주세요."))], choices=choices_of(CONDITION)
    )
    note = TextAreaField(_l("본 것"), [Length(max=500)])


class RefundForm(FlaskForm):
    """What is kept of the way back."""

    deducted_won = TypedInteger(
        _l("빼는 배송비"),
        description=_l("구매자에게 알린 금액까지만 뺄 수 있습니다. 받지 않으려면 0."),
    )


class ReplacementForm(FlaskForm):
    """Who carries the new one."""

    carrier = SelectField(_l("보내는 방법"), [InputRequired(_l("택배사를 골라 주세요."))])
    tracking_number = StringField(_l("운송장 번호"), [Length(max=40)])


class ContestForm(FlaskForm):
    """What is wrong with what came."""

    condition_note = TextAreaField(
        _l("무엇이 문제인지"),
        [InputRequired(_l("무엇이 문제인지 적어 주세요. 지원센터가 읽습니다.")), Length(max=500)],
    )


@dataclass(slots=True)
class Forms:
    """All of them; only `which` was sent, the others are blank."""

    which: str
    approval: ApprovalForm
    refusal: RefusalForm
    arrival: ArrivalForm
    refund: RefundForm
    replacement: ReplacementForm
    contest: ContestForm

    @classmethod
    def blank(cls) -> Forms:
        return cls.sent("")

    @classmethod
    def sent(cls, which: str) -> Forms:
        """The forms of which one was sent; ids are told apart by a prefix on the page."""

        def made(name: str, kind: type[FlaskForm]) -> Any:
            return kind() if name == which else kind(formdata=None)

        forms = cls(
            which,
            made("approval", ApprovalForm),
            made("refusal", RefusalForm),
            made("arrival", ArrivalForm),
            made("refund", RefundForm),
            made("replacement", ReplacementForm),
            made("contest", ContestForm),
        )
        blank = SelectChoice("", _("골라 주세요"))
        named = [SelectChoice(each.code, translate(each.name)) for each in CARRIERS.values()]
        forms.replacement.carrier.choices = [blank, *named]
        return forms

    def one_sent(self) -> FlaskForm:
        """The form that was sent."""
        form: FlaskForm = getattr(self, self.which)
        return form

    def know(self, request: ReturnRequest) -> None:
        """Fill in what the request knows where nothing was typed."""
        if self.which != "approval":
            self.approval.send_to.data = str(request.parcel.seller.get("address", ""))
        if self.which != "refund":
            arrived = request.status is ReturnStatus.ARRIVED
            keeps = arrived and request.kind is ReturnKind.RETURN
            self.refund.deducted_won.data = request.fee_won if keeps else 0
