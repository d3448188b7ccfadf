"""What a firm says of itself, and its emblem."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import EmailField, HiddenField, StringField, TelField, TextAreaField
from wtforms.validators import Email, InputRequired, Length, Optional

from marketplace.core.database import transaction
from marketplace.core.errors import Invalid
from marketplace.core.permissions import Permission
from marketplace.enterprises.errors import ProfileChangedMeanwhile
from marketplace.enterprises.models import Enterprise
from marketplace.enterprises.queries import get_enterprise
from marketplace.enterprises.service import Profile, change_emblem, edit_profile
from marketplace.media.pictures import prepare_picture
from marketplace.web.access import access
from marketplace.web.forms import show_errors
from marketplace.web.images import image_of
from marketplace.web.seller.blueprint import seller
from marketplace.web.seller.current import current_enterprise, my_account_id
from marketplace.web.typed import AtLeast, TypedInteger, whole_number

WORDS = ("tagline", "story", "business", "phone", "email", "address", "mail_order_number")


class ProfileForm(FlaskForm):
    """Story, contact and delivery terms."""

    version = HiddenField()
    tagline = StringField(
        _l("한 줄 소개"), [Length(max=120)], description=_l("기업 이름 아래에 보입니다.")
    )
    story = TextAreaField(
        _l("우리 이야기"),
        [Length(max=5000)],
        description=_l(
            "누가 왜 시작했고 무엇을 하는지, 사실만 적어 주세요. 빈 줄로 문단을 나눕니다."
        ),
    )
    business = StringField(_l("하는 일"), [Length(max=200)])
    phone = TelField(
        _l("전화"), [InputRequired(_l("구매자가 연락할 전화번호를 적어 주세요.")), Length(max=30)]
    )
    email = EmailField(
        _l("메일"),
        [
            InputRequired(_l("주문 알림을 받을 메일 주소를 적어 주세요.")),
            Email(_l("메일 주소 모양이 아닙니다.")),
        ],
        description=_l("새 주문과 인증 소식을 이 주소로 보냅니다."),
    )
    address = StringField(
        _l("사업장 주소"), [InputRequired(_l("주소를 적어 주세요.")), Length(max=200)]
    )
    mail_order_number = StringField(_l("통신판매업 신고번호"), [Length(max=40)])
    delivery_fee_won = TypedInteger(
        _l("배송비"),
        [InputRequired(_l("배송비를 적어 주세요. 없으면 0을 적습니다.")), AtLeast(0)],
    )
    free_delivery_from_won = TypedInteger(
        _l("무료 배송 기준"),
        [Optional(), AtLeast(0)],
        description=_l("한 번에 이만큼 사면 배송비를 받지 않습니다. 없으면 비워 두세요."),
    )
    return_fee_won = TypedInteger(
        _l("반품 배송비"),
        [Optional(), AtLeast(0)],
        description=_l("마음이 바뀐 반품의 한 번 배송비입니다. 비워 두면 배송비와 같습니다."),
    )

    @classmethod
    def of(cls, enterprise: Enterprise) -> ProfileForm:
        """The form as it stands; what is posted wins."""
        return cls(obj=enterprise)

    def profile(self) -> Profile:
        """What was typed, as the service takes it."""
        said = {name: (self[name].data or "").strip().replace("\r\n", "\n") for name in WORDS}
        return Profile(
            **said,
            delivery_fee_won=self.delivery_fee_won.data or 0,
            free_delivery_from_won=self.free_delivery_from_won.data,
            return_fee_won=self.return_fee_won.data,
        )


class EmblemForm(FlaskForm):
    """A firm's mark."""

    picture = FileField(
        _l("새 상징 그림"),
        [FileRequired(_l("그림을 골라 주세요."))],
        description=_l("정사각형에 가까운 JPEG, PNG, WebP · 10MB까지"),
    )


@seller.route("/profile", methods=["GET", "POST"])
@access(Permission.LISTING_MANAGE)
def profile() -> ResponseReturnValue:
    """Change what the firm says of itself."""
    form = ProfileForm.of(current_enterprise())
    if form.validate_on_submit() and _save(form):
        flash(_("기업 정보를 저장했습니다."), "good")
        return redirect(url_for("seller.profile"))
    return _show(form, EmblemForm(formdata=None))


def _save(form: ProfileForm) -> bool:
    enterprise_id = current_enterprise().id
    try:
        with transaction():
            edit_profile(enterprise_id, whole_number(form.version.data) or 0, form.profile())
    except ProfileChangedMeanwhile as error:
        show_errors(form, error)
        form.version.data = str(get_enterprise(enterprise_id).version)
        form.version.raw_data = None
        return False
    except Invalid as error:
        show_errors(form, error)
        return False
    return True


@seller.post("/profile/emblem")
@access(Permission.LISTING_MANAGE)
def emblem() -> ResponseReturnValue:
    """Change the firm's mark."""
    form = EmblemForm()
    if form.validate_on_submit() and _change_emblem(form):
        flash(_("상징 그림을 받았습니다. 잠시 뒤 바뀝니다."), "good")
        return redirect(url_for("seller.profile"))
    return _show(ProfileForm(formdata=None, obj=current_enterprise()), form)


def _change_emblem(form: EmblemForm) -> bool:
    try:
        checked = prepare_picture(form.picture.data.read())
        with transaction():
            change_emblem(current_enterprise().id, checked, my_account_id())
    except Invalid as error:
        show_errors(form, error)
        return False
    return True


def _show(form: ProfileForm, emblem_form: EmblemForm) -> ResponseReturnValue:
    shown = get_enterprise(current_enterprise().id)
    page = render_template(
        "seller/profile.html",
        form=form,
        emblem_form=emblem_form,
        firm=shown,
        emblem=image_of(shown.emblem, sizes="12rem"),
    )
    return page, 422 if form.errors or emblem_form.errors else 200
