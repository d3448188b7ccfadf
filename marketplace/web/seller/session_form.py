"""What a firm types about dates of an experience, their seats and their refunds."""

from __future__ import annotations

from datetime import time
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, StringField, TextAreaField, TimeField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from marketplace.catalog.sessions.queries import Terms
from marketplace.catalog.sessions.refund_table import MOST_DAYS, RefundStep, RefundTable
from marketplace.catalog.sessions.scheduling import DatePlan
from marketplace.core import clock
from marketplace.web.typed import AtLeast, TypedInteger

MOST_HOURS = 24 * 30


class DateForm(FlaskForm):
    """One date, or the same weekly until a day."""

    day = DateField(_l("날짜"), [InputRequired(_l("날짜를 골라 주세요."))])
    starts = TimeField(_l("시작 시각"), [InputRequired(_l("시작하는 시각을 적어 주세요."))])
    ends = TimeField(_l("끝나는 시각"), [InputRequired(_l("끝나는 시각을 적어 주세요."))])
    seats = TypedInteger(
        _l("자리"), [InputRequired(_l("자리가 몇 개인지 적어 주세요.")), AtLeast(1)]
    )
    place = StringField(
        _l("장소"), [DataRequired(_l("만나는 장소를 적어 주세요.")), Length(max=120)]
    )
    meeting_note = StringField(
        _l("만나는 곳 안내"),
        [Optional(), Length(max=300)],
        description=_l("층, 출구, 준비물처럼 오는 분이 알아야 할 것"),
    )
    closes_hours_before = TypedInteger(
        _l("예약 마감(시작 몇 시간 전)"),
        [
            InputRequired(_l("몇 시간 전에 마감하는지 적어 주세요.")),
            NumberRange(0, MOST_HOURS, _l("0에서 720 사이로 적어 주세요.")),
        ],
    )
    weekly_until = DateField(
        _l("매주 되풀이하는 마지막 날"),
        [Optional()],
        description=_l("비워 두면 한 번만 엽니다."),
    )

    def plan(self) -> DatePlan:
        """The date as the service takes it."""
        return DatePlan(
            day=self.day.data or clock.today(),
            starts=self.starts.data or time(),
            ends=self.ends.data or time(),
            place=(self.place.data or "").strip(),
            seats=self.seats.data or 0,
            closes_hours_before=self.closes_hours_before.data or 0,
            meeting_note=(self.meeting_note.data or "").strip(),
            weekly_until=self.weekly_until.data,
        )


class TermsForm(FlaskForm):
    """Until when everything goes back, and two smaller shares after that."""

    free_days = TypedInteger(
        _l("모두 돌려주는 마지막 날(며칠 전)"),
        [
            InputRequired(_l("며칠 전까지 모두 돌려주는지 적어 주세요.")),
            NumberRange(0, MOST_DAYS, _l("0에서 90 사이로 적어 주세요.")),
        ],
    )
    second_days = TypedInteger(_l("그 다음 며칠 전까지"), [Optional(), NumberRange(0, MOST_DAYS)])
    second_percent = TypedInteger(_l("돌려주는 비율"), [Optional(), NumberRange(1, 99)])
    third_days = TypedInteger(_l("그 다음 며칠 전까지"), [Optional(), NumberRange(0, MOST_DAYS)])
    third_percent = TypedInteger(_l("돌려주는 비율"), [Optional(), NumberRange(1, 99)])
    most_seats = TypedInteger(
        _l("한 번에 예약할 수 있는 최대 자리"),
        [Optional(), NumberRange(1, 1000, _l("1에서 1,000 사이로 적어 주세요."))],
        description=_l("비워 두면 남은 자리만큼 받습니다."),
    )

    @classmethod
    def of(cls, terms: Terms) -> TermsForm:
        """The form with what holds now; what is posted wins."""
        steps = list(terms.table.steps)
        data: dict[str, Any] = {"free_days": steps[0].days_before, "most_seats": terms.most_seats}
        for name, step in zip(("second", "third"), steps[1:], strict=False):
            data |= {f"{name}_days": step.days_before, f"{name}_percent": step.percent}
        return cls(data=data)

    def table(self) -> RefundTable | None:
        """The table that was typed; None with the fault told in its field."""
        steps = [RefundStep(self.free_days.data or 0, 100)]
        for days, percent in (
            (self.second_days, self.second_percent),
            (self.third_days, self.third_percent),
        ):
            if days.data is None and percent.data is None:
                continue
            if days.data is None or percent.data is None:
                wrong = days if days.data is None else percent
                wrong.errors = [_("날과 비율을 함께 적어 주세요.")]
                return None
            if days.data >= steps[-1].days_before or percent.data >= steps[-1].percent:
                days.errors = [_("위 줄보다 가까운 날과 작은 비율을 적어 주세요.")]
                return None
            steps.append(RefundStep(days.data, percent.data))
        return RefundTable(tuple(steps))


class SeatsForm(FlaskForm):
    """How many seats a date has in all; `shown` is what the page said."""

    shown = HiddenField()
    seats = TypedInteger(
        _l("자리"), [InputRequired(_l("자리가 몇 개인지 적어 주세요.")), AtLeast(1)]
    )


class CallOffForm(FlaskForm):
    """Why a date does not take place; everybody who booked reads it."""

    reason = TextAreaField(
        _l("취소하는 까닭"),
        [
            DataRequired(_l("예약한 분들이 읽을 까닭을 적어 주세요.")),
            Length(max=200, message=_l("200자 안으로 적어 주세요.")),
        ],
    )
