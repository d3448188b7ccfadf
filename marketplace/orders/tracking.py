"""Where a carrier shows how far a parcel has come; links people press, never requests of ours.

Addresses compared with many public shops' sources in November 2026: these five are what they
agree on. Kyungdong's differ from one to the next, so its parcels show the number alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from marketplace.orders.models import Parcel

TRACKING_PAGES: Mapping[str, str] = {
    "cj": "https://trace.cjlogistics.com/next/tracking.html?wblNo=",
    "epost": "https://service.epost.go.kr/trace.RetrieveDomRigiTraceList.comm?sid1=",
    "hanjin": "https://www.hanjin.com/kor/CMS/DeliveryMgr/WaybillResult.do?mCode=MN038&schLang=KR&wblnumText2=",
    "lotte": "https://www.lotteglogis.com/home/reservation/tracking/linkView?InvNo=",
    "logen": "https://www.ilogen.com/web/personal/trace/",
}


def tracking_page(parcel: Parcel) -> str:
    """The carrier's page for a parcel, empty where there is none to go to."""
    return tracking_page_of(parcel.carrier, parcel.tracking_number)


def tracking_page_of(carrier: str, number: str) -> str:
    """The carrier's page for a number, empty where there is none to go to."""
    page = TRACKING_PAGES.get(carrier)
    return f"{page}{quote(number, safe='')}" if page and number else ""
