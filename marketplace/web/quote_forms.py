"""What is typed about quotes in more than one portal."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from marketplace.core.errors import Invalid
from marketplace.core.types import public_token
from marketplace.media.errors import FileRefused
from marketplace.media.files import CheckedFile, prepare_file
from marketplace.quoting.asking import MOST_BUDGET_WON, Need
from marketplace.quoting.models import Outcome
from marketplace.web.forms import choices_of
from marketplace.web.typed import TypedInteger

FILE_HINT = _l("PDF, 사진(JPEG·PNG), HWPX, 10MB까지. 물어본 기업만 볼 수 있습니다.")
DECLINE_REASONS = {
    Outcome.DECLINED.value: _l("필요가 없어졌거나 조건이 맞지 않습니다"),
    Outcome.LOST_TO_SOCIAL.value: _l("다른 사회적경제기업과 진행합니다"),
    Outcome.LOST_TO_ORDINARY.value: _l("일반 기업과 진행합니다"),
}


class NeedFields(FlaskForm):
    """What is needed; the token is made with the form, so that a double click asks once."""

    form_token = HiddenField(validators=[InputRequired(), Length(20, 40)])
    subject = StringField(
        _l("무엇이 필요한가요"),
        [InputRequired(_l("무엇이 필요한지 적어 주세요.")), Length(max=120)],
    )
    quantity = StringField(
        _l("얼마나 필요한가요"),
        [InputRequired(_l("수량이나 인원, 크기를 적어 주세요.")), Length(max=60)],
        description=_l("예: 300개, 40명, 사무실 120㎡"),
    )
    needed_when = StringField(
        _l("언제 필요한가요"), [Optional(), Length(max=80)], description=_l("예: 12월 18일 오전")
    )
    place = StringField(_l("어디에서 필요한가요"), [Optional(), Length(max=200)])
    budget_won = TypedInteger(_l("생각하는 예산(적지 않아도 됩니다)"), [Optional()])
    message = TextAreaField(
        _l("전할 말"),
        [Optional(), Length(max=2000, message=_l("2,000자 안으로 적어 주세요."))],
    )
    file = FileField(_l("붙임 파일"), description=FILE_HINT)

    def start(self) -> None:
        """A page that has not been sent yet gets a token of its own."""
        self.form_token.data = public_token(32)

    def need(self) -> Need:
        """What was typed."""
        return Need(
            subject=(self.subject.data or "").strip(),
            quantity=(self.quantity.data or "").strip(),
            needed_when=(self.needed_when.data or "").strip(),
            place=(self.place.data or "").strip(),
            budget_won=self.budget_won.data,
            message=(self.message.data or "").strip(),
        )


def checked_file(field: FileField) -> CheckedFile | None:
    """What was attached, examined; None without a file. Raises Invalid naming the field."""
    upload = field.data
    if not upload or not upload.filename:
        return None
    try:
        return prepare_file(upload.read(), upload.filename)
    except FileRefused as refused:
        raise Invalid(refused.message, {field.name: [refused.message]}) from None


class MessageForm(FlaskForm):
    """A word to the other side."""

    text = TextAreaField(
        _l("메시지"),
        [
            InputRequired(_l("보낼 말을 적어 주세요.")),
            Length(max=2000, message=_l("2,000자 안으로 적어 주세요.")),
        ],
    )


class DeclineForm(FlaskForm):
    """Why a quote is turned down, and who got it instead as far as one likes to say."""

    outcome = RadioField(
        _l("거절하는 까닭"), validators=[InputRequired(_l("거절하는 까닭을 골라 주세요."))]
    )
    won = TypedInteger(_l("진행한 금액(아는 만큼)"), [Optional()])
    reason = StringField(_l("덧붙일 말"), [Optional(), Length(max=300)])

    def __init__(self, **values: object) -> None:
        super().__init__(**values)
        self.outcome.choices = choices_of(DECLINE_REASONS)

    def amount(self) -> int | None:
        """Won as typed; None where nobody knows. Raises Invalid for an absurd one."""
        if self.won.data is not None and not 0 <= self.won.data <= MOST_BUDGET_WON:
            said = _l("0원에서 1조 원 사이로 적어 주세요.")
            raise Invalid(str(said), {"won": [str(said)]})
        return self.won.data
