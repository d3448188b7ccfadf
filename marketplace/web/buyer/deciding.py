"""The form of a decision, on its own because a file's page shows it and approvals send it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import Length, Optional


class DecisionForm(FlaskForm):
    """What the approver has to say; a refusal needs it."""

    note = TextAreaField(
        _l("의견"),
        [Optional(), Length(max=300, message=_l("300자까지 적을 수 있습니다."))],
        description=_l("반려할 때는 사유를 꼭 적어 주세요. 요청자가 읽습니다."),
    )
