"""Invented content for the style guide: view-models of the shape the real pages pass."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from types import SimpleNamespace as Specimen
from typing import Any

from flask import current_app

from marketplace.web.charts import Chart, grouped_bars

YEARS = ("2014", "2015", "2016", "2017", "2018", "2019", "2020")
TARGETS = (25, 30, 35, 50, 50, 100, 120)
ACTUALS = (Decimal("25.2"), Decimal("38.4"), 50, None, Decimal("61.5"), Decimal("98.1"), 131)


def components() -> dict[str, Any]:
    """What the page of components shows."""
    return {
        "cards": _cards(),
        "chart": _chart(),
        "steps": _steps(),
        "history": _history(),
        "gallery_images": [_picture("비누 한 장"), _picture("뒤에서 본 모습")],
    }


def _picture(alt: str) -> Specimen:
    asset_url: Callable[[str], str] = current_app.jinja_env.globals["asset_url"]  # type: ignore[assignment] # ours
    src = asset_url("img/specimen.svg")
    return Specimen(src=src, srcset="", sizes="", width=600, height=600, alt=alt)


def _cards() -> list[Specimen]:
    picture = _picture("")
    return [
        _card(
            "쑥과 어성초로 빚은 숙성 비누 3장 묶음",
            "18,000원",
            image=picture,
            unit_text="3개",
            badges=["사회적기업"],
        ),
        _card("우리밀 쿠키 답례 상자", "24,500원", image=picture, badges=["마을기업", "여성기업"]),
        _card("어르신 방문 돌봄 (1회 3시간)", "견적 문의", flag="견적", region="서울 성북구"),
        _card("되살림 천 가방", "32,000원", image=picture, flag="품절", badges=["협동조합"]),
        _card(
            "사무실 정기 청소, 이름이 두 줄을 넘어가는 상품은 이렇게 잘려서 보입니다",
            "165,000원",
            unit_text="월 1회",
            image=picture,
        ),
    ]


def _card(name: str, price: str, **more: Any) -> Specimen:
    given: dict[str, Any] = {
        "unit_text": None,
        "badges": [],
        "image": None,
        "flag": None,
        "region": "서울 은평구",
    }
    return Specimen(
        url="/styleguide",
        name=name,
        price_text=price,
        enterprise_name="손내음 협동조합",
        **given | more,
    )


def _chart() -> Chart:
    return grouped_bars(
        "연도별 의무구매 목표와 실적",
        "억원",
        YEARS,
        [("목표", TARGETS), ("실적", ACTUALS)],
        label_heading="연도",
        marked=["2015"],
        mark_label="공표한 달성률과 계산한 값이 다름",
    )


def _steps() -> list[dict[str, str]]:
    return [
        {"label": "장바구니", "state": "done", "href": "/styleguide"},
        {"label": "배송과 결제", "state": "current"},
        {"label": "주문 완료", "state": "todo"},
    ]


def _history() -> list[dict[str, str]]:
    return [
        {"title": "보냈어요", "at": "11. 21. 14:05", "body": "한빛택배 6801-2245-1190"},
        {"title": "결제를 확인했어요", "at": "11. 20. 18:31"},
        {"title": "주문을 받았어요", "at": "11. 20. 18:30"},
    ]


def portal(name: str) -> dict[str, Any]:
    """What a portal's layout shows; `name` is seller, buyer or office."""
    home = f"/styleguide/portals/{name}"
    links = [
        {"label": "한눈에", "href": home, "icon": "layout-dashboard"},
        {"label": "주문", "href": f"{home}/orders", "icon": "package", "count": 3},
        {"label": "상품", "href": f"{home}/products", "icon": "tag"},
        {"label": "정산", "href": f"{home}/settlement", "icon": "wallet"},
    ]
    record = [
        {"label": "구매 기록", "href": f"{home}/records", "icon": "clipboard-list"},
        {"label": "인증서", "href": f"{home}/certifications", "icon": "badge-check"},
    ]
    rows = [
        ["2026-1042", "손내음 협동조합", "사무용품", "1,240,000원"],
        ["2026-1041", "두레청소", "정기 청소 11월", "660,000원"],
        ["2026-1039", "온기인쇄", "안내 책자 300부", "2,115,000원"],
    ]
    return {"portal_nav": [{"links": links}, {"title": "기록", "links": record}], "rows": rows}


def paper() -> dict[str, Any]:
    """What the sheet shows."""
    rows = [
        ["안내 책자 A5", "300", "6,500원", "1,950,000원"],
        ["배송", "1", "0원", "0원"],
    ]
    return {
        "rows": rows,
        "paper_facts": [("받는 곳", "성북구청 사회적경제과"), ("납품 기한", "2026. 12. 10.")],
    }
