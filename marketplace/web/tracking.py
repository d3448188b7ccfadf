"""Where a carrier tells where a parcel is; a link people press, never a request of ours."""

from __future__ import annotations

from urllib.parse import quote

# The carriers' own public pages, by orders.shipping.CARRIERS' code.
ADDRESSES = {
    "cj": "https://trace.cjlogistics.com/next/tracking.html?wblNo={number}",
    "epost": "https://service.epost.go.kr/trace.RetrieveDomRigiTraceList.comm?sid1={number}",
    "hanjin": (
        "https://www.hanjin.com/kor/CMS/DeliveryMgr/WaybillResult.do"
        "?mCode=MN038&schLang=KR&wblnumText2={number}"
    ),
    "lotte": "https://www.lotteglogis.com/home/reservation/tracking/linkView?InvNo={number}",
    "logen": "https://www.ilogen.com/web/personal/trace/{number}",
    "kyungdong": "https://kdexp.com/service/delivery/delivery_result.do?barcode={number}",
}


def tracking_address(carrier: str, number: str) -> str | None:
    """The carrier's page for a number; None when there is none to open."""
    template = ADDRESSES.get(carrier)
    return template.format(number=quote(number, safe="")) if template and number else None
