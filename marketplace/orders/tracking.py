"""Where a carrier shows how far a parcel has come.

Addresses as the carriers' own pages take them (seen in use in 2025). Kyungdong's takes no number in
its address, so its parcels show the number alone.
"""

from __future__ import annotations

from collections.abc import Mapping

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
    page = TRACKING_PAGES.get(parcel.carrier)
    return f"{page}{parcel.tracking_number}" if page and parcel.tracking_number else ""
