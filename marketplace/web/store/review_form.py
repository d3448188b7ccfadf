"""The form of a review, with photos that survive a fault in another field."""

from __future__ import annotations

from collections.abc import Iterable

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import HiddenField, RadioField, SelectMultipleField, TextAreaField
from wtforms.widgets import CheckboxInput, ListWidget

from marketplace.feedback.models import Review
from marketplace.feedback.writing import MOST_PICTURES, Draft
from marketplace.media.checking import CheckedPicture
from marketplace.media.errors import PictureRefused
from marketplace.media.pictures import prepare_picture
from marketplace.web.extensions import csrf
from marketplace.web.forms import choices_of
from marketplace.web.store.kept_photos import find_photos, name_photos
from marketplace.web.translation import translate

MOST_BYTES = 52 * 1024 * 1024  # five photos of ten megabytes
STARS = {
    "1": _l("아쉬워요"),
    "2": _l("그저 그래요"),
    "3": _l("괜찮아요"),
    "4": _l("좋아요"),
    "5": _l("아주 좋아요"),
}


def allow_photos() -> None:
    """Take more bytes than other forms do; called before anything reads the form.

    The view is exempt from the check before each request, which would have read it, and the
    token is checked here instead. Raises CSRFError as that check does.
    """
    request.max_content_length = MOST_BYTES
    if request.method == "POST":
        csrf.protect()


class ReviewForm(FlaskForm):
    """Stars, words and photos."""

    stars = RadioField(_l("별점"), choices=choices_of(STARS), validate_choice=False)
    text = TextAreaField(
        _l("후기"),
        description=_l("써 보니 어땠는지, 누구에게 맞을지 적어 주세요. 5자에서 2,000자까지예요."),
    )
    pictures = MultipleFileField(
        _l("사진"),
        description=_l("JPEG, PNG, WebP · 한 장에 10MB, 5장까지. 찍은 곳 정보는 지우고 올려요."),
    )
    dropped = SelectMultipleField(
        _l("지울 사진"),
        coerce=int,
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    kept = HiddenField()

    def fill_from(self, review: Review) -> None:
        """Show what was written before."""
        self.stars.data, self.text.data = str(review.stars), review.text

    def draft(self) -> Draft | None:
        """What was meant; None when a photo cannot be taken, which is said in its field."""
        held = find_photos(self.kept.data or "")
        new = self._received(each for each in self.pictures.data or [] if each.filename)
        pictures = [*{each.digest: each for each in [*held, *new]}.values()]
        self.kept.data = name_photos(pictures)
        if self.pictures.errors:
            return None
        said = self.stars.data or ""
        stars = int(said) if said in STARS else 0
        return Draft(stars, self.text.data or "", pictures, self.dropped.data or ())

    @property
    def kept_count(self) -> int:
        """How many photos lie ready from an earlier try."""
        return len(find_photos(self.kept.data or ""))

    def _received(self, files: Iterable[FileStorage]) -> list[CheckedPicture]:
        taken: list[CheckedPicture] = []
        faults: list[str] = []
        for number, file in enumerate(files, 1):
            if number > MOST_PICTURES:
                faults.append(_("사진은 %(most)d장까지 올릴 수 있어요.", most=MOST_PICTURES))
                break
            try:
                taken.append(prepare_picture(file.read()))
            except PictureRefused as error:
                faults.append(f"{(file.filename or '')[:60]}: {translate(error.message)}")
        if faults:
            self.pictures.errors = [*self.pictures.errors, *faults]
        return taken
