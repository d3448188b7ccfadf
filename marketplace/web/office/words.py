"""States and kinds in the words of the centre's screens."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.channels.models import (
    BrandOwner,
    BrandProductKind,
    BrandProductStatus,
    PlacementTerms,
)
from marketplace.enterprises.models import CertificationStatus, EnterpriseStatus
from marketplace.notify.models import LetterStatus

BRAND_OWNER = {
    BrandOwner.COOPERATIVE: _l("협동조합"),
    BrandOwner.COMMITTEE: _l("운영위원회"),
    BrandOwner.DISTRICT: _l("자치구"),
}
BRAND_KIND = {BrandProductKind.OWN: _l("독자상품"), BrandProductKind.PARTNER: _l("제휴상품")}
BRAND_STATUS = {
    BrandProductStatus.PROPOSED: (_l("심의 중"), "info"),
    BrandProductStatus.APPROVED: (_l("등록"), "good"),
    BrandProductStatus.REJECTED: (_l("반려"), "bad"),
    BrandProductStatus.WITHDRAWN: (_l("등록 해제"), "neutral"),
}
PLACEMENT_TERMS = {PlacementTerms.CONSIGNMENT: _l("위탁"), PlacementTerms.PURCHASE: _l("사입")}
CERTIFICATION_STATUS = {
    CertificationStatus.WAITING: (_l("심사 대기"), "info"),
    CertificationStatus.APPROVED: (_l("승인"), "good"),
    CertificationStatus.REJECTED: (_l("반려"), "bad"),
    CertificationStatus.REVOKED: (_l("승인 취소됨"), "bad"),
}
ENTERPRISE_STATUS = {
    EnterpriseStatus.WAITING: (_l("가입 심사"), "info"),
    EnterpriseStatus.ACTIVE: (_l("판매 중"), "good"),
    EnterpriseStatus.SUSPENDED: (_l("판매 정지"), "bad"),
    EnterpriseStatus.REFERENCE: (_l("공개 명단"), "neutral"),
}
LETTER_STATUS = {
    LetterStatus.QUEUED: (_l("보낼 예정"), "info"),
    LetterStatus.SENDING: (_l("보내는 중"), "info"),
    LetterStatus.SENT: (_l("보냄"), "good"),
    LetterStatus.FAILED: (_l("실패"), "bad"),
    LetterStatus.WITHHELD: (_l("받지 않음"), "neutral"),
}
CHANNEL = {
    "store": _l("온라인 상점"),
    "public": _l("공공구매"),
    "outlet": _l("판매 공간"),
}
