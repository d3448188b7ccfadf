"""The market calendar: announced, changed, called off."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy import select
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from marketplace.channels.editorial import markets
from marketplace.channels.editorial.models import MarketKind
from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.errors import Invalid
from marketplace.core.permissions import Permission
from marketplace.core.romanize import slug_of
from marketplace.enterprises.models import Region
from marketplace.web.access import access
from marketplace.web.forms import SelectChoice, choices_of, show_errors
from marketplace.web.market_words import KINDS
from marketplace.web.office.blueprint import office
from marketplace.web.office.brands import DecisionForm


class MarketForm(FlaskForm):
    """What happens, where and when."""

    title = StringField(_l("이름"), [InputRequired(_l("이름을 적어 주세요.")), Length(max=120)])
    kind = SelectField(_l("종류"), choices=choices_of(KINDS))
    starts_on = DateField(_l("시작일"), [InputRequired(_l("시작일을 골라 주세요."))])
    ends_on = DateField(_l("종료일"), [InputRequired(_l("종료일을 골라 주세요."))])
    hours = StringField(_l("여는 시간"), [Length(max=80)])
    region_id = SelectField(_l("지역"), coerce=int)
    place = StringField(_l("장소"), [InputRequired(_l("장소를 적어 주세요.")), Length(max=120)])
    address = StringField(_l("주소"), [Length(max=200)])
    host = StringField(_l("여는 곳"), [Length(max=120)])
    description = TextAreaField(_l("소개"), [Length(max=2000)])

    def draft(self) -> markets.MarketDraft:
        """The form as a draft; the address is made from title and day."""
        begins = self.starts_on.data or clock.today()
        title = (self.title.data or "").strip()
        return markets.MarketDraft(
            slug=f"{slug_of(title, 48)}-{begins:%Y%m%d}",
            title=title,
            kind=MarketKind(self.kind.data),
            region_id=self.region_id.data,
            place=(self.place.data or "").strip(),
            address=(self.address.data or "").strip(),
            host=(self.host.data or "").strip(),
            hours=(self.hours.data or "").strip(),
            description=(self.description.data or "").strip(),
            starts_on=begins,
            ends_on=self.ends_on.data or begins,
        )


@office.get("/markets")
@access(Permission.EDITORIAL_MANAGE)
def markets_list() -> ResponseReturnValue:
    """What comes, then what was."""
    return render_template(
        "office/markets.html", coming=markets.list_coming(), past=markets.list_past(), kinds=KINDS
    )


@office.route("/markets/new", methods=["GET", "POST"])
@access(Permission.EDITORIAL_MANAGE)
def market_new() -> ResponseReturnValue:
    """Announce one."""
    form = _form()
    if form.validate_on_submit() and _save(form, None):
        flash(_("장터 달력에 올렸습니다."), "good")
        return redirect(url_for("office.markets_list"))
    page = render_template("office/market.html", form=form, market=None)
    return page, 422 if form.errors else 200


@office.route("/markets/<slug>", methods=["GET", "POST"])
@access(Permission.EDITORIAL_MANAGE)
def market(slug: str) -> ResponseReturnValue:
    """Change one, or call it off."""
    shown = markets.get_market(slug)
    form = _form(shown)
    if form.validate_on_submit() and _save(form, slug):
        flash(_("장터 소식을 저장했습니다."), "good")
        return redirect(url_for("office.markets_list"))
    page = render_template(
        "office/market.html", form=form, market=shown, decision=DecisionForm(formdata=None)
    )
    return page, 422 if form.errors else 200


@office.post("/markets/<slug>/cancellation")
@access(Permission.EDITORIAL_MANAGE)
def market_cancellation(slug: str) -> ResponseReturnValue:
    """Call it off, with the reason people will read."""
    shown, decision = markets.get_market(slug), DecisionForm()
    if not decision.validate_on_submit():
        page = render_template(
            "office/market.html", form=_form(shown, sent=False), market=shown, decision=decision
        )
        return page, 422
    with transaction():
        markets.cancel_market(markets.get_market(slug), decision.reason.data or "")
    flash(_("취소했다고 달력에 알렸습니다."), "good")
    return redirect(url_for("office.markets_list"))


def _form(shown: object | None = None, *, sent: bool = True) -> MarketForm:
    form = MarketForm(obj=shown) if sent else MarketForm(formdata=None, obj=shown)
    regions = db.session.execute(select(Region.id, Region.name).order_by(Region.name))
    form.region_id.choices = [SelectChoice(each.id, each.name) for each in regions]
    return form


def _save(form: MarketForm, slug: str | None) -> bool:
    try:
        with transaction():
            kept = None if slug is None else markets.get_market(slug)
            markets.save_market(form.draft(), kept)
    except Invalid as error:
        show_errors(form, error)
        return False
    return True
