"""States and kinds in the words of the seller's screens."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.catalog.models import ProductKind, ProductStatus
from marketplace.core.money import VatClass
from marketplace.enterprises.models import CertificationStatus
from marketplace.media.models import PictureState
from marketplace.orders.arrival_book import ArrivalWord
from marketplace.orders.booking_models import BookingEnd
from marketplace.orders.models import Channel, ParcelStatus

PARCEL_STATUS = {
    ParcelStatus.PREPARING: (_l("보낼 주문"), "warn"),
    ParcelStatus.SHIPPED: (_l("배송 중"), "info"),
    ParcelStatus.DELIVERED: (_l("배송 완료"), "good"),
    ParcelStatus.ACCEPTED: (_l("검수 완료"), "good"),
    ParcelStatus.CANCELLED: (_l("취소됨"), "bad"),
}
ARRIVAL_WORD = {
    ArrivalWord.BUYER: _l("구매자가 알림"),
    ArrivalWord.SELLER: _l("우리가 적음"),
    ArrivalWord.SILENCE: _l("소식이 없어 저절로"),
}
CHANNEL = {Channel.STORE: _l("온라인 상점"), Channel.PUBLIC: _l("공공구매")}
PRODUCT_STATUS = {
    ProductStatus.DRAFT: (_l("작성 중"), "neutral"),
    ProductStatus.PUBLISHED: (_l("공개 중"), "good"),
    ProductStatus.HIDDEN: (_l("숨김"), "neutral"),
    ProductStatus.SUSPENDED: (_l("판매 중지"), "bad"),
}
PRODUCT_KIND = {
    ProductKind.GOODS: _l("물건"),
    ProductKind.SERVICE: _l("서비스"),
    ProductKind.EXPERIENCE: _l("체험"),
}
VAT_CLASS = {
    VatClass.TAXABLE: _l("과세 (부가세 10% 포함)"),
    VatClass.EXEMPT: _l("면세"),
    VatClass.ZERO_RATED: _l("영세율"),
}
CERTIFICATION_STATUS = {
    CertificationStatus.WAITING: (_l("확인 중"), "info"),
    CertificationStatus.APPROVED: (_l("확인됨"), "good"),
    CertificationStatus.REJECTED: (_l("돌려받음"), "bad"),
    CertificationStatus.REVOKED: (_l("승인 취소됨"), "bad"),
}
PICTURE_STATE = {
    PictureState.RECEIVED: (_l("크기를 만드는 중"), "info"),
    PictureState.READY: (_l("준비됨"), "good"),
    PictureState.FAILED: (_l("만들지 못함"), "bad"),
}
BOOKING_END = {
    BookingEnd.ATTENDED: (_l("참석"), "good"),
    BookingEnd.ABSENT: (_l("불참"), "warn"),
    BookingEnd.BUYER_CANCELLED: (_l("예약자가 취소"), "neutral"),
    BookingEnd.SELLER_CANCELLED: (_l("우리가 취소"), "bad"),
}
