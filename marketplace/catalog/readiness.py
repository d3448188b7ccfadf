"""What a buyer must be told before a listing may be seen."""

from __future__ import annotations

from marketplace.catalog.models import Product
from marketplace.catalog.notices import notice_items
from marketplace.core.text import T
from marketplace.enterprises.models import EnterpriseStatus
from marketplace.media.models import PictureState


def missing_parts(product: Product) -> list[T]:
    """Everything still missing, in the order a seller fills it in; empty when ready."""
    checks = (
        (not product.summary.strip(), T("한 줄 소개")),
        (not product.description.strip(), T("상품 설명")),
        (not _has_picture(product), T("사진")),
        (not any(option.is_active for option in product.options), T("판매할 선택")),
        (bool(unanswered(product)), T("상품정보 고시")),
        (product.enterprise.status is not EnterpriseStatus.ACTIVE, T("기업 인증 확인")),
    )
    return [part for is_missing, part in checks if is_missing]


def unanswered(product: Product) -> list[str]:
    """Keys of the notice items that have no answer yet (전자상거래법 제13조)."""
    items = notice_items(product.category.notice_schema)
    return [item.key for item in items if not str(product.notice.get(item.key, "")).strip()]


def _has_picture(product: Product) -> bool:
    return any(each.picture.state is not PictureState.FAILED for each in product.pictures)
