"""Forms for handing in papers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, DecimalField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from marketplace.enterprises.kinds import list_kinds
from marketplace.enterprises.verification import CertificatePaper
from marketplace.web.filters import in_korean
from marketplace.web.forms import SelectChoice

EVIDENCE_HINT = _l("PDF, JPEG, PNG, HWPX · 10MB까지. 우리 기업과 통합지원센터만 열 수 있습니다.")


class CertificationForm(FlaskForm):
    """What is printed on a certificate, and its copy."""

    kind = SelectField(_l("인증 종류"), [InputRequired(_l("인증 종류를 골라 주세요."))])
    number = StringField(
        _l("인증 번호"),
        [Length(max=80)],
        description=_l("인증서에 적힌 그대로 적어 주세요. 번호가 없으면 비워 두세요."),
    )
    issuer = StringField(
        _l("발급 기관"), [InputRequired(_l("발급 기관을 적어 주세요.")), Length(max=120)]
    )
    issued_on = DateField(_l("지정일"), [InputRequired(_l("지정일을 적어 주세요."))])
    expires_on = DateField(
        _l("유효기간 끝"),
        [Optional()],
        description=_l("인증서가 유효한 마지막 날입니다. 기한이 없으면 비워 두세요."),
    )
    evidence = FileField(
        _l("인증서 사본"), [FileRequired(_l("사본을 올려 주세요."))], description=EVIDENCE_HINT
    )

    def offer_kinds(self) -> CertificationForm:
        """Fill the choices."""
        named = [
            SelectChoice(kind.code, kind.name if in_korean() else kind.name_en)
            for kind in list_kinds()
        ]
        self.kind.choices = [SelectChoice("", _("골라 주세요")), *named]
        return self

    def paper(self) -> CertificatePaper:
        """What was typed, as the service takes it; only after validation."""
        return CertificatePaper(
            kind_code=self.kind.data or "",
            number=(self.number.data or "").strip(),
            issuer=(self.issuer.data or "").strip(),
            issued_on=self.issued_on.data or date.max,
            expires_on=self.expires_on.data,
        )


class EmploymentRatioForm(FlaskForm):
    """취약계층 고용비율 확인서."""

    ratio = DecimalField(
        _l("취약계층 고용비율"),
        [
            InputRequired(_l("확인서에 적힌 비율을 적어 주세요.")),
            NumberRange(min=0, max=100, message=_l("비율은 0%에서 100% 사이입니다.")),
        ],
        places=2,
        description=_l("확인서에 적힌 비율입니다. 예: 35.2"),
    )
    issued_on = DateField(_l("발급일"), [InputRequired(_l("발급일을 적어 주세요."))])
    expires_on = DateField(_l("유효기간 끝"), [Optional()])
    evidence = FileField(
        _l("확인서 사본"), [FileRequired(_l("사본을 올려 주세요."))], description=EVIDENCE_HINT
    )

    def basis_points(self) -> int:
        """The ratio in hundredths of a percent; only after validation."""
        return int(((self.ratio.data or Decimal(0)) * 100).to_integral_value())
