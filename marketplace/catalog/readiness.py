"""What a buyer must be told before a listing may be seen."""

from __future__ import annotations

from enum import StrEnum

from marketplace.catalog.models import Product
from marketplace.catalog.notices import notice_items
from marketplace.core.text import T
from marketplace.enterprises.models import EnterpriseStatus
from marketplace.media.models import PictureState


class Part(StrEnum):
    """What a listing is made of, in the order a seller fills it in."""

    SUMMARY = "summary"
    DESCRIPTION = "description"
    PICTURE = "picture"
    OPTION = "option"
    NOTICE = "notice"
    CERTIFICATION = "certification"


PART_NAMES = {
    Part.SUMMARY: T("한 줄 소개"),
    Part.DESCRIPTION: T("상품 설명"),
    Part.PICTURE: T("사진"),
    Part.OPTION: T("판매할 선택"),
    Part.NOTICE: T("상품정보 고시"),
    Part.CERTIFICATION: T("기업 인증 확인"),
}


def missing_parts(product: Product) -> list[Part]:
    """Every part still missing, in their order; empty when ready."""
    missing = {
        Part.SUMMARY: not product.summary.strip(),
        Part.DESCRIPTION: not product.description.strip(),
        Part.PICTURE: not _has_picture(product),
        Part.OPTION: not any(option.is_active for option in product.options),
        Part.NOTICE: bool(unanswered(product)),
        Part.CERTIFICATION: product.enterprise.status is not EnterpriseStatus.ACTIVE,
    }
    return [part for part in Part if missing[part]]


def unanswered(product: Product) -> list[str]:
    """Keys of the notice items that have no answer yet (전자상거래법 제13조)."""
    items = notice_items(product.category.notice_schema)
    return [item.key for item in items if not str(product.notice.get(item.key, "")).strip()]


def _has_picture(product: Product) -> bool:
    return any(each.picture.state is not PictureState.FAILED for each in product.pictures)
