"""The parts of composed documents that somebody writes, with their labels and hints."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l

# part: (label, hint)
Parts = Mapping[str, tuple[Any, Any]]
PLAN_PARTS: Parts = {
    "purpose": (_l("추진 배경과 목적"), _l("근거 법령과 조례, 올해의 방향")),
    "measures": (_l("추진 방법"), _l("우선구매 안내, 교육, 구매상담회 같은 일정")),
    "contact": (_l("문의처"), _l("총괄부서와 전화번호")),
}
QUARTER_PLAN_PARTS: Parts = {"introduction": (_l("알리는 말"), _l("공시문의 첫머리에 나옵니다."))}
REPORT_PARTS: Parts = {
    "summary": (_l("요약"), _l("한두 문장으로 이번 분기를 설명합니다.")),
    "remarks": (_l("총괄부서 의견"), _l("잘된 점, 부진한 부서와 까닭, 다음 분기에 할 일")),
}
MEETING_PARTS: Parts = {
    "place": (_l("회의 일시와 장소"), _l("예: 7월 22일 오후 2시, 기획상황실")),
    "agenda": (_l("안건"), _l("한 줄에 하나씩 적습니다.")),
    **REPORT_PARTS,
}
EVALUATION_PARTS: Parts = {"remarks": (_l("평가 의견"), _l("공시하는 평가 결과에 나옵니다."))}


def typed_words(parts: Parts) -> dict[str, str]:
    """What was typed for each part."""
    return {part: request.form.get(part, "") for part in parts}
