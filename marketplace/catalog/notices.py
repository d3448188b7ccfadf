"""상품정보제공고시: what must be said of a product, by kind of product, in versions.

Source: 「전자상거래 등에서의 상품 등의 정보제공에 관한 고시」(공정거래위원회), its table of items
per kind of goods, shortened to one label an item. A schema is never edited: a new wording is a
new version, because a product keeps the answers it was published with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from marketplace.core.text import T

SEE_DETAILS = T("상품 설명 참조")


@dataclass(frozen=True, slots=True)
class NoticeItem:
    """One thing to say; `key` names it in Product.notice."""

    key: str
    label: T


def _items(**labels: T) -> tuple[NoticeItem, ...]:
    return tuple(NoticeItem(key, label) for key, label in labels.items())


MAKER = T("제조자(수입자)")
MADE_IN = T("제조국 또는 원산지")
WARRANTY = T("품질보증기준")
SERVICE = T("A/S 책임자와 전화번호")
CONTACT = T("소비자 상담 전화번호")
CERTIFIED = T("법에 따른 인증·허가(KC 등)")
MODEL = T("품명과 모델명")

NOTICES: Mapping[str, tuple[NoticeItem, ...]] = {
    "general/1": _items(
        model=MODEL,
        certified=CERTIFIED,
        made_of=T("소재·구성"),
        made_in=MADE_IN,
        maker=MAKER,
        service=SERVICE,
    ),
    "produce/1": _items(
        item=T("품목 또는 명칭"),
        quantity=T("포장 단위별 용량·수량·크기"),
        producer=T("생산자(수입자)"),
        made_in=T("원산지"),
        made_on=T("생산연도·포장일·소비기한"),
        labelling=T("관련법에 따른 표시사항"),
        made_of=T("상품 구성"),
        keeping=T("보관·취급 방법"),
        contact=CONTACT,
    ),
    "food/1": _items(
        item=T("제품명과 식품의 유형"),
        producer=T("생산자와 소재지"),
        made_on=T("제조연월일·소비기한"),
        quantity=T("포장 단위별 용량(중량)·수량"),
        made_of=T("원재료명과 함량"),
        nutrition=T("영양성분"),
        modified=T("유전자변형식품 여부"),
        caution=T("알레르기·소비자 안전 주의사항"),
        contact=CONTACT,
    ),
    "cosmetics/1": _items(
        quantity=T("내용물의 용량 또는 중량"),
        suited_to=T("제품 주요 사양(피부 유형 등)"),
        use_by=T("사용기한 또는 개봉 후 사용기간"),
        how_to_use=T("사용 방법"),
        maker=T("화장품 제조업자와 책임판매업자"),
        made_in=T("제조국"),
        made_of=T("전성분"),
        caution=T("사용할 때의 주의사항"),
        warranty=WARRANTY,
        contact=CONTACT,
    ),
    "household/1": _items(
        item=T("품목과 제품명"),
        purpose=T("용도와 제형"),
        made_on=T("제조연월과 유통기한"),
        quantity=T("중량·용량·매수"),
        made_of=T("주요 성분"),
        maker=MAKER,
        made_in=T("제조국"),
        certified=T("안전기준 적합확인 신고번호"),
        caution=T("사용할 때의 주의사항"),
        contact=CONTACT,
    ),
    "textile/1": _items(
        made_of=T("제품 소재"),
        colour=T("색상"),
        size=T("치수·구성"),
        maker=MAKER,
        made_in=T("제조국"),
        washing=T("세탁 방법과 취급 주의사항"),
        warranty=WARRANTY,
        service=SERVICE,
    ),
    "clothing/1": _items(
        made_of=T("제품 소재"),
        colour=T("색상"),
        size=T("치수"),
        maker=MAKER,
        made_in=T("제조국"),
        washing=T("세탁 방법과 취급 주의사항"),
        made_on=T("제조연월"),
        warranty=WARRANTY,
        service=SERVICE,
    ),
    "bags/1": _items(
        item=T("종류"),
        made_of=T("소재"),
        colour=T("색상"),
        size=T("크기"),
        maker=MAKER,
        made_in=T("제조국"),
        caution=T("취급할 때의 주의사항"),
        warranty=WARRANTY,
        service=SERVICE,
    ),
    "furniture/1": _items(
        model=T("품명"),
        certified=CERTIFIED,
        colour=T("색상"),
        parts=T("구성품"),
        made_of=T("주요 소재"),
        maker=MAKER,
        made_in=T("제조국"),
        size=T("크기"),
        installation=T("배송·설치 비용"),
        warranty=WARRANTY,
        service=SERVICE,
    ),
    "kitchen/1": _items(
        model=MODEL,
        made_of=T("재질"),
        parts=T("구성품"),
        size=T("크기"),
        maker=MAKER,
        made_in=T("제조국"),
        certified=T("수입식품법에 따른 수입신고"),
        warranty=WARRANTY,
        service=SERVICE,
    ),
    "toys/1": _items(
        model=MODEL,
        certified=CERTIFIED,
        size=T("크기·중량"),
        colour=T("색상"),
        made_of=T("재질"),
        age=T("사용 연령"),
        maker=MAKER,
        made_in=T("제조국"),
        caution=T("취급 방법과 주의사항"),
        warranty=WARRANTY,
        service=SERVICE,
    ),
    "books/1": _items(
        title=T("도서명"),
        author=T("저자와 출판사"),
        size=T("크기"),
        pages=T("쪽수"),
        parts=T("제품 구성"),
        made_on=T("출간일"),
        contents=T("목차 또는 책 소개"),
    ),
    "service/1": _items(
        provider=T("서비스 제공 사업자"),
        certified=T("법에 따른 인증·허가"),
        conditions=T("이용 조건(기간·장소·추가 비용)"),
        cancelling=T("취소·중도해지 조건과 환불 기준"),
        refunding=T("취소·환불 방법"),
        contact=CONTACT,
    ),
}


def notice_items(schema: str) -> tuple[NoticeItem, ...]:
    """The items of a schema; those of general goods for one that is not known."""
    return NOTICES.get(schema, NOTICES["general/1"])
