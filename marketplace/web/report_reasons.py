"""Why a review or question is reported, in the words of who reports and who decides."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.feedback.models import ReportReason

REPORT_REASONS = {
    ReportReason.ABUSE: _l("욕설이나 남을 깎아내리는 말"),
    ReportReason.ADVERTISING: _l("광고나 다른 곳으로 꾀는 글"),
    ReportReason.PERSONAL_DATA: _l("누군가의 연락처나 개인정보"),
    ReportReason.UNTRUE: _l("산 사람이 아니거나 사실이 아님"),
    ReportReason.OTHER: _l("다른 까닭"),
}
