"""The form of an answer to the survey, the same for a department and for whoever answers for it."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from marketplace.procurement.models import PurchaseKind, SurveyAnswer
from marketplace.procurement.year.survey import QUARTERS, Answer
from marketplace.web.buyer.amounts import WonField

KINDS = tuple(kind.value for kind in PurchaseKind)


class SurveyForm(FlaskForm):
    """What could be bought, how it splits where that is known, and anything to add."""

    purchasable_won = WonField(
        _l("구매가능액"),
        [InputRequired(_l("구매가능액을 적어 주세요. 없으면 0을 적습니다."))],
        description=_l("올해 예산에서 사회적경제기업 제품과 서비스로 살 수 있는 금액"),
    )
    goods_won = WonField(_l("물품"), [Optional()])
    service_won = WonField(_l("용역"), [Optional()])
    works_won = WonField(_l("공사"), [Optional()])
    q1_won = WonField(_l("1분기"), [Optional()])
    q2_won = WonField(_l("2분기"), [Optional()])
    q3_won = WonField(_l("3분기"), [Optional()])
    q4_won = WonField(_l("4분기"), [Optional()])
    note = TextAreaField(_l("덧붙일 말"), [Length(max=500)])

    @property
    def kinds(self) -> list[Any]:
        return [self[f"{kind}_won"] for kind in KINDS]

    @property
    def quarters(self) -> list[Any]:
        return [self[f"q{quarter}_won"] for quarter in QUARTERS]

    def answer(self) -> Answer:
        """What was typed, as the domain takes it."""
        return Answer(
            self.purchasable_won.won or 0,
            self.note.data or "",
            {kind: self[f"{kind}_won"].won or 0 for kind in KINDS},
            {quarter: self[f"q{quarter}_won"].won or 0 for quarter in QUARTERS},
        )

    def show_split_errors(self, fields: dict[str, list[str]]) -> None:
        """Put what is wrong with a split to its first amount, where the eye is."""
        for name, first in (("by_kind", self.goods_won), ("by_quarter", self.q1_won)):
            if name in fields:
                first.errors = [*first.errors, *fields[name]]


class BehalfForm(SurveyForm):
    """The same, with why it is not the department that answers."""

    behalf_note = StringField(
        _l("대신 적는 까닭"),
        [InputRequired(_l("대신 적는 까닭을 적어 주세요.")), Length(max=300)],
        description=_l("예: 전화로 확인함, 담당자 휴직. 부서 화면에도 보입니다."),
    )


def as_kept(kept: SurveyAnswer | None) -> dict[str, Any]:
    """The fields of an answer, to begin from."""
    if kept is None:
        return {}
    split = {f"{kind}_won": won for kind, won in kept.by_kind.items()}
    split |= {f"q{quarter}_won": won for quarter, won in kept.by_quarter.items()}
    said: dict[str, Any] = {name: f"{won:,}" for name, won in split.items()}
    said["purchasable_won"] = f"{kept.purchasable_won:,}"
    return {**said, "note": kept.note, "behalf_note": kept.behalf_note}
