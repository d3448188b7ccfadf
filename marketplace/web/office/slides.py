"""The large picture on top of the front page: planned, changed, taken away."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from marketplace.channels.editorial import slides
from marketplace.channels.editorial.models import HeroSlide
from marketplace.core import clock
from marketplace.core.database import transaction
from marketplace.core.errors import Invalid
from marketplace.core.permissions import Permission
from marketplace.web.access import access
from marketplace.web.forms import show_errors
from marketplace.web.images import image_of
from marketplace.web.office.blueprint import office
from marketplace.web.office.dated_picture_form import DatedPictureForm
from marketplace.web.viewer import current_account_id


class SlideForm(DatedPictureForm):
    """What the picture says and where it leads."""

    title = StringField(_l("큰 글"), [InputRequired(_l("큰 글을 적어 주세요.")), Length(max=60)])
    lead = StringField(_l("작은 글"), [Length(max=200)])
    label = StringField(
        _l("버튼 글"), [InputRequired(_l("버튼에 쓸 글을 적어 주세요.")), Length(max=30)]
    )
    target = StringField(
        _l("버튼이 이끄는 주소"),
        [InputRequired(_l("주소를 적어 주세요.")), Length(max=200)],
        description=_l("이음장터 안의 주소를 /로 시작해 적습니다. 예: /exhibitions/thanks"),
    )

    def draft(self) -> slides.SlideDraft:
        """The form as a draft."""
        return slides.SlideDraft(
            title=(self.title.data or "").strip(),
            lead=(self.lead.data or "").strip(),
            label=(self.label.data or "").strip(),
            target=(self.target.data or "").strip(),
            starts_on=self.starts_on.data or clock.today(),
            ends_on=self.ends_on.data or clock.today(),
            position=self.position.data or 0,
        )


@office.route("/front-page/slides", methods=["GET", "POST"])
@access(Permission.EDITORIAL_MANAGE)
def slide_new() -> ResponseReturnValue:
    """Plan a slide."""
    form = SlideForm(starts_on=clock.today())
    if form.validate_on_submit() and _save(form, None):
        flash(_("첫 화면 그림을 저장했습니다."), "good")
        return redirect(url_for("office.front_page_sections"))
    page = render_template("office/slide.html", form=form, slide=None, image=None)
    return page, 422 if form.errors else 200


@office.route("/front-page/slides/<int:slide_id>", methods=["GET", "POST"])
@access(Permission.EDITORIAL_MANAGE)
def slide(slide_id: int) -> ResponseReturnValue:
    """Change a slide."""
    shown = slides.get_slide(slide_id)
    form = SlideForm(obj=shown)
    if form.validate_on_submit() and _save(form, slide_id):
        flash(_("첫 화면 그림을 저장했습니다."), "good")
        return redirect(url_for("office.front_page_sections"))
    image = image_of(shown.picture, "20rem")
    page = render_template("office/slide.html", form=form, slide=shown, image=image)
    return page, 422 if form.errors else 200


def _save(form: SlideForm, slide_id: int | None) -> bool:
    try:
        picture = form.checked_picture()
        with transaction():
            kept: HeroSlide | None = None if slide_id is None else slides.get_slide(slide_id)
            slides.save_slide(form.draft(), kept, picture, current_account_id())
    except Invalid as error:
        show_errors(form, error)
        return False
    return True


@office.post("/front-page/slides/<int:slide_id>/removal")
@access(Permission.EDITORIAL_MANAGE)
def slide_removal(slide_id: int) -> ResponseReturnValue:
    """Take a slide away."""
    with transaction():
        slides.remove_slide(slides.get_slide(slide_id))
    flash(_("첫 화면 그림을 지웠습니다."), "good")
    return redirect(url_for("office.front_page_sections"))
