"""The form that asks to give something back, and the photos that stay with it between pages."""

from __future__ import annotations

from collections.abc import Sequence

from flask import current_app, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from wtforms import (
    DateField,
    HiddenField,
    MultipleFileField,
    RadioField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, Regexp, ValidationError

from marketplace.core.database import db, transaction
from marketplace.core.types import public_token
from marketplace.media.checking import CheckedPicture
from marketplace.media.errors import PictureRefused
from marketplace.media.models import Picture
from marketplace.media.pictures import keep_picture, prepare_picture
from marketplace.orders.models import Order, Parcel
from marketplace.returns.models import ReturnKind, ReturnReason, WayBack
from marketplace.returns.offering import Wish, returnable_lines
from marketplace.returns.requesting import MOST_PHOTOS, MOST_SAID, Asking, Pickup
from marketplace.returns.rules import seller_pays
from marketplace.web import return_words as words
from marketplace.web.forms import choices_of
from marketplace.web.translation import translate
from marketplace.web.typed import whole_number
from marketplace.web.units import read_units
from marketplace.web.viewer import current_viewer

SALT = "return-photos"


class ReturnForm(FlaskForm):
    """What, why, with which photos, from where."""

    form_token = HiddenField()
    shown_won = HiddenField()
    kept_photos = HiddenField()
    kind = RadioField(
        _l("무엇을 원하세요?"), [InputRequired(_l("반품과 교환 가운데 골라 주세요."))]
    )
    reason = RadioField(_l("까닭"), [InputRequired(_l("까닭을 골라 주세요."))])
    noticed_on = DateField(
        _l("흠이나 다른 점을 알게 된 날"),
        [Optional()],
        description=_l(
            "흠이 있거나 설명과 다를 때만 적어 주세요. 안 날부터 30일까지 신청할 수 있어요."
        ),
    )
    said = TextAreaField(
        _l("자세한 이야기"),
        [Length(max=MOST_SAID, message=_l("1,000자까지 적을 수 있어요."))],
        description=_l("판매자가 읽어요. 무엇이 어떻게 다른지 적어 주시면 빨라져요."),
    )
    photos = MultipleFileField(
        _l("사진"),
        description=_l(
            "5장까지, JPEG·PNG·WebP · 한 장에 10MB까지. 판매자와 지원센터만 볼 수 있어요."
        ),
    )
    way_back = RadioField(_l("돌려보내는 방법"), [InputRequired(_l("방법을 골라 주세요."))])
    pickup_name = StringField(
        _l("이름"), [InputRequired(_l("이름을 적어 주세요.")), Length(max=80)]
    )
    pickup_phone = TelField(
        _l("전화"), [InputRequired(_l("전화번호를 적어 주세요.")), Length(max=30)]
    )
    pickup_postcode = StringField(
        _l("우편번호"),
        [
            InputRequired(_l("우편번호를 적어 주세요.")),
            Regexp(r"\A\d{5}\Z", message=_l("우편번호는 숫자 다섯 자리예요.")),
        ],
    )
    pickup_address = StringField(
        _l("주소"), [InputRequired(_l("주소를 적어 주세요.")), Length(max=200)]
    )
    pickup_detail = StringField(_l("상세 주소"), [Length(max=100)])

    @classmethod
    def of(cls, order: Order) -> ReturnForm:
        """The form with what the order knows already."""
        form = cls(
            data={
                "form_token": public_token(),
                "kind": ReturnKind.RETURN.value,
                "way_back": WayBack.PICKUP.value,
                "pickup_name": order.recipient_name,
                "pickup_phone": order.recipient_phone,
                "pickup_postcode": order.postcode,
                "pickup_address": order.address,
                "pickup_detail": order.address_detail,
            }
        )
        form.kind.choices = choices_of(words.KIND)
        form.reason.choices = choices_of(words.REASON)
        form.way_back.choices = choices_of(words.WAY_BACK)
        return form

    def validate_noticed_on(self, field: DateField) -> None:
        """A day that cannot be read is told in our words."""
        if field.raw_data and field.raw_data[0] and field.data is None:
            raise ValidationError(_("날짜를 2026-11-26처럼 적어 주세요."))

    def wish(self, parcel: Parcel) -> Wish:
        """What is asked, as the rules take it."""
        reason = ReturnReason(self.reason.data)
        return Wish(
            kind=ReturnKind(self.kind.data),
            reason=reason,
            units=units_of(parcel),
            noticed_on=self.noticed_on.data if seller_pays(reason) else None,
            options=options_of(parcel),
        )

    def asking(self, parcel: Parcel) -> Asking:
        """Everything of it, ready to be sent."""
        shown = str(self.shown_won.data or "")
        return Asking(
            form_token=str(self.form_token.data or public_token())[:40],
            wish=self.wish(parcel),
            said=(self.said.data or "").replace("\r\n", "\n"),
            way_back=WayBack(self.way_back.data),
            pickup=Pickup(
                (self.pickup_name.data or "").strip(),
                (self.pickup_phone.data or "").strip(),
                self.pickup_postcode.data or "",
                (self.pickup_address.data or "").strip(),
                (self.pickup_detail.data or "").strip(),
            ),
            photo_ids=kept_photo_ids(self, parcel.order_id),
            shown_won=int(shown) if shown.isdecimal() and len(shown) < 12 else None,
        )


def units_of(parcel: Parcel) -> dict[int, int]:
    """What was typed beside each line; nothing where nothing was."""
    return read_units(request.form, {line.id: 0 for line in returnable_lines(parcel)})


def options_of(parcel: Parcel) -> dict[int, int]:
    """The option chosen beside each line for an exchange; none where it stays the same."""
    said = {line.id: request.form.get(f"option-{line.id}", "") for line in parcel.lines}
    # What is no number was never offered: refused like an option of another product.
    return {key: whole_number(text) or -1 for key, text in said.items() if text}


def keep_photos(form: ReturnForm, order_id: int) -> None:
    """Take in what was chosen, beside what was kept before; a faulty one is told in its field."""
    chosen = [each for each in request.files.getlist("photos") if each.filename]
    kept = kept_photo_ids(form, order_id)
    if len(kept) + len(chosen) > MOST_PHOTOS:
        form.photos.errors = [*form.photos.errors, _("사진은 5장까지 올릴 수 있어요.")]
        return
    good = [each for each in (_checked(form, photo) for photo in chosen) if each]
    if good:
        with transaction():
            kept += [_keep(each) for each in good]
    form.kept_photos.data = _serializer().dumps([order_id, *kept])
    form.kept_photos.raw_data = None


def _checked(form: ReturnForm, photo: FileStorage) -> CheckedPicture | None:
    try:
        return prepare_picture(photo.read())
    except PictureRefused as refused:
        said = f"{(photo.filename or '')[:40]}: {translate(refused.message)}"
        form.photos.errors = [*form.photos.errors, said]
        return None


def _keep(checked: CheckedPicture) -> int:
    return keep_picture(checked, "", current_viewer().account_id, is_private=True).id


def kept_photo_ids(form: ReturnForm, order_id: int) -> list[int]:
    """Ids of the photos this form has brought along; nothing of a forged or foreign list."""
    try:
        said = _serializer().loads(form.kept_photos.data or "")
    except BadSignature:
        return []
    return list(said[1:]) if said and said[0] == order_id else []


def kept_photos(form: ReturnForm, order_id: int) -> Sequence[Picture]:
    """The photos this form has brought along."""
    ids = kept_photo_ids(form, order_id)
    return db.session.scalars(select(Picture).where(Picture.id.in_(ids)).order_by(Picture.id)).all()


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt=SALT)
