"""A form with one field of every kind."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Email, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from marketplace.web.forms import choices_of


class SpecimenForm(FlaskForm):
    """Fields of the style guide; nothing is kept."""

    name = StringField(
        _l("받는 분"), validators=[InputRequired(_l("받는 분 이름을 적어 주세요.")), Length(max=40)]
    )
    email = EmailField(
        _l("메일 주소"),
        validators=[
            InputRequired(_l("메일 주소를 적어 주세요.")),
            Email(_l("메일 주소 모양이 아니에요.")),
        ],
    )
    amount = IntegerField(
        _l("예산"),
        validators=[Optional(), NumberRange(min=0, message=_l("0원 이상으로 적어 주세요."))],
    )
    due = DateField(_l("납품 희망일"), validators=[Optional()])
    department = SelectField(
        _l("부서"),
        choices=choices_of(
            {
                "": "–",
                "1": "사회적경제과",
                "2": "정릉1동 주민센터",
            }
        ),
    )
    delivery = RadioField(
        _l("받는 방법"),
        choices=choices_of(
            {
                "parcel": "택배",
                "visit": "직접 받기",
                "quick": "퀵 배송",
            }
        ),
        validators=[InputRequired(_l("받는 방법을 골라 주세요."))],
    )
    regimes = SelectMultipleField(
        _l("함께 세는 실적"),
        choices=choices_of(
            {
                "se": "사회적기업",
                "women": "여성기업",
                "green": "녹색제품",
            }
        ),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    note = TextAreaField(_l("요청 사항"), validators=[Length(max=500)])
    evidence = FileField(_l("증빙 파일"))
    agree = BooleanField(
        _l("주문 내용을 확인했고 결제에 동의해요"),
        validators=[InputRequired(_l("동의해야 주문할 수 있어요."))],
    )
