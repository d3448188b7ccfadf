"""What a slide and an exhibition have in common: words, a period, a picture."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import DateField, IntegerField
from wtforms.validators import InputRequired, NumberRange

from marketplace.core.errors import Invalid
from marketplace.media.pictures import CheckedPicture, prepare_picture


class DatedPictureForm(FlaskForm):
    """From when to when, where among others, and with which picture."""

    starts_on = DateField(_l("시작일"), [InputRequired(_l("시작일을 골라 주세요."))])
    ends_on = DateField(_l("종료일"), [InputRequired(_l("종료일을 골라 주세요."))])
    position = IntegerField(
        _l("순서"),
        [
            InputRequired(_l("순서를 숫자로 적어 주세요.")),
            NumberRange(0, 99, _l("0에서 99 사이의 숫자를 적어 주세요.")),
        ],
        default=0,
        description=_l("작은 수가 먼저 보입니다."),
    )
    picture = FileField(
        _l("그림"),
        description=_l("JPEG, PNG, WebP · 10MB까지. 가로로 긴 그림이 좋습니다."),
    )

    def checked_picture(self) -> CheckedPicture | None:
        """The picture that was sent, None when none was; raises PictureRefused."""
        if not self.picture.data:
            return None
        try:
            return prepare_picture(self.picture.data.read())
        except Invalid as error:
            error.fields = {"picture": error.fields.get("picture", [error.message])}
            raise
