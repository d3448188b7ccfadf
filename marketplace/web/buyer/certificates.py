"""A certificate of award as a file, in the language that is asked for."""

from __future__ import annotations

from io import BytesIO
from urllib.parse import urlencode

import segno
from flask import Response, request

from marketplace import config
from marketplace.core.pdf import render_pdf
from marketplace.procurement.models import Award, Institution
from marketplace.procurement.year.certificates import (
    certificate_data,
    certificate_number,
    check_code,
)
from marketplace.web.downloads import file_download
from marketplace.web.translation import LANGUAGES

CHECK_PAGE = "/certificates"


def certificate_file(award: Award, institution: Institution) -> Response:
    """The certificate as PDF; `language` of the address chooses, Korean by default."""
    asked = request.args.get("language", "ko")
    language = asked if asked in LANGUAGES else "ko"
    page = f"{config.current().public_url}{CHECK_PAGE}"
    named = {"number": certificate_number(award, institution), "code": check_code(award)}
    data = certificate_data(
        award, institution, language, check_at=page, qr=_drawn(f"{page}?{urlencode(named)}")
    )
    return file_download(
        f"{data['title']}.pdf", "application/pdf", render_pdf("certificate.typ", data)
    )


def _drawn(address: str) -> str:
    kept = BytesIO()
    segno.make(address, error="m", micro=False).save(kept, kind="svg", border=0, xmldecl=False)
    return kept.getvalue().decode()
