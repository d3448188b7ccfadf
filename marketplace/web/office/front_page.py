"""The shop's front page, composed: order and words of its parts, what each shows."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.exceptions import NotFound
from wtforms import BooleanField, FieldList, Form, FormField, HiddenField, IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from marketplace.channels.editorial import front_page, offers
from marketplace.channels.editorial.front_page import Section
from marketplace.channels.editorial.models import HomePart
from marketplace.channels.editorial.slides import find_running_slide, list_slides
from marketplace.core import clock
from marketplace.core.database import transaction
from marketplace.core.errors import Invalid
from marketplace.core.permissions import Permission
from marketplace.web.access import access
from marketplace.web.office.blueprint import office
from marketplace.web.translation import translate

PARTS = {
    HomePart.CATEGORIES: _l("갈래"),
    HomePart.EXHIBITED: _l("첫 기획전의 상품"),
    HomePart.NEWEST: _l("새로 나온 상품"),
    HomePart.EXHIBITIONS: _l("다른 기획전"),
    HomePart.STORIES: _l("기업 이야기"),
    HomePart.BRANDS: _l("공동브랜드"),
    HomePart.MARKETS: _l("장터 달력"),
    HomePart.OUTLETS: _l("판매 공간"),
}


class SectionForm(Form):
    """One part: where it stands, whether it is seen, under which words."""

    part = HiddenField()
    position = IntegerField(
        _l("순서"),
        [
            InputRequired(_l("순서를 숫자로 적어 주세요.")),
            NumberRange(1, 99, _l("1에서 99 사이의 숫자를 적어 주세요.")),
        ],
    )
    is_shown = BooleanField(_l("보이기"))
    title = StringField(_l("제목"), [Length(max=60, message=_l("60자까지 적을 수 있습니다."))])


class ArrangementForm(FlaskForm):
    """Every part of the page."""

    sections = FieldList(FormField(SectionForm), min_entries=len(HomePart))


@office.route("/front-page", methods=["GET", "POST"])
@access(Permission.EDITORIAL_MANAGE)
def front_page_sections() -> ResponseReturnValue:
    """The parts in their order, changed together."""
    current = front_page.read_front_page()
    form = ArrangementForm(data={"sections": [_typed(each) for each in current]})
    if form.validate_on_submit():
        with transaction():
            front_page.arrange(_wanted(form))
        flash(_("첫 화면을 저장했습니다. 상점에는 몇 초 안에 나타납니다."), "good")
        return redirect(url_for("office.front_page_sections"))
    return render_template(
        "office/front_page.html",
        form=form,
        parts=PARTS,
        pickable=offers.PICKABLE,
        sections={each.part: each for each in current},
        slides=list_slides(),
        running=find_running_slide(),
        today=clock.today(),
        part_of=HomePart,
    ), 422 if form.errors else 200


def _typed(section: Section) -> dict[str, object]:
    return {
        "part": section.part.value,
        "position": section.position,
        "is_shown": section.is_shown,
        "title": section.title,
    }


def _wanted(form: ArrangementForm) -> dict[HomePart, Section]:
    known = {part.value: part for part in HomePart}
    return {
        known[each.part.data]: Section(
            known[each.part.data],
            each.position.data or 1,
            bool(each.is_shown.data),
            (each.title.data or "").strip(),
        )
        for each in form.sections
        if each.part.data in known
    }


@office.get("/front-page/<part>")
@access(Permission.EDITORIAL_MANAGE)
def front_page_picks(part: str) -> ResponseReturnValue:
    """What one part shows, and what else it could show."""
    return _picks_page(_pickable(part))


@office.post("/front-page/<part>/picks")
@access(Permission.EDITORIAL_MANAGE)
def front_page_pick(part: str) -> ResponseReturnValue:
    """Keep the picks in the order they were sent; without any the part chooses by itself."""
    chosen = _pickable(part)
    try:
        with transaction():
            front_page.pick(chosen, _changed(request.form.getlist("pick")))
    except Invalid as error:
        flash(translate(error.message), "bad")
        return _picks_page(chosen), 422
    flash(_("보여 줄 것을 저장했습니다."), "good")
    return redirect(url_for("office.front_page_picks", part=part))


def _changed(picks: list[str]) -> list[str]:
    """The picks after the pressed button: `add=slug`, `remove=slug` or `up=slug`."""
    added, removed, raised = (request.form.get(name, "") for name in ("add", "remove", "up"))
    picks = [each for each in picks if each != removed]
    if raised in picks and (at := picks.index(raised)) > 0:
        picks[at - 1], picks[at] = picks[at], picks[at - 1]
    return [*picks, added] if added and added not in picks else picks


def _picks_page(part: HomePart) -> str:
    section = next(each for each in front_page.read_front_page() if each.part is part)
    words = request.args.get("q", "").strip()[:80]
    names = offers.named(part, section.picks)
    found = [each for each in offers.find(part, words) if each[0] not in section.picks]
    return render_template(
        "office/front_page_picks.html",
        part=part,
        label=PARTS[part],
        picks=[(slug, names.get(slug, "")) for slug in section.picks],
        found=found,
        words=words,
        most=front_page.MOST_PICKS,
    )


def _pickable(part: str) -> HomePart:
    for each in offers.PICKABLE:
        if each.value == part:
            return each
    raise NotFound
