"""The fixed words of Korean papers, recognised so that a page can say them in another language.

A publication keeps its paper as Korean words and is never rewritten. What the program itself
wrote into it (heads, units, remarks) is known here; what people wrote stays as they wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from marketplace.core.text import T
from marketplace.procurement.publishing.report import Several

WORDS = (
    T("회계연도"),
    T("전체 계획"),
    T("구분별"),
    T("인증 종류별"),
    T("인증 없이 인정"),
    T("부서별 목표와 구분, 분기"),
    T("나눈 기준(구분, 분기)"),
    T("지난해 인증 종류별 실적 비율로 나눈 금액입니다."),
    T("나눈 금액의 합은 목표와 원 단위까지 같습니다(최대 잔여 방식)."),
    T("부서별 합계"),
    T("부서별 계획 금액"),
    T("세부 내용"),
    T("품목별 계획"),
    T("내지 않음"),
    T("평가한 부서"),
    T("기준별 점수"),
    T("부서별 점수"),
    T("집계에서 뺀 기간"),
    T("시상 부서"),
    T("달성률(%)"),
    T("측정한 달"),
    T("측정 없음"),
    T("동점이면 같은 순위이고 다음 순위는 그만큼 건너뜁니다."),
    T("측정할 수 없는 기준은 빼고 나머지 배점을 100점으로 환산합니다."),
    T("뺀 달은 실적에 넣지 않고 목표도 12분의 1씩 줄여 달성률을 구합니다. 0으로 세지 않습니다."),
    T("목표 달성률"),
    T("실적 ÷ 목표. 기준값(%)이면 만점"),
    T("구매실적 대장, 통보한 부서 목표"),
    T("실적 ÷ 같은 군에서 가장 큰 실적"),
    T("구매실적 대장"),
    T("전년 대비 증가"),
    T("(실적 − 지난해 같은 달의 실적) ÷ 지난해 실적. 기준값(%)이면 만점, 줄었으면 0점"),
    T("올해와 지난해 구매실적 대장"),
    T("기한 내 마감"),
    T("다음 달 5일까지 마감한 달 ÷ 마감해야 한 달"),
    T("월 마감 기록"),
    T("계획 정확도"),
    T("분기마다 1 − |실적 − 계획| ÷ 둘 중 큰 금액, 그 평균. 내지 않은 분기는 0"),
    T("분기별 세부 구매계획, 구매실적 대장"),
    T("거래 기업 다양성"),
    T("실적이 있는 서로 다른 판매 기업 수. 기준값(곳)이면 만점"),
    T("구매실적 대장(사업자등록번호)"),
)
KNOWN = {str(each): each for each in WORDS}
FOLLOWED = ("부서 의견", "지난해 부서 실적", "지난해 기관 실적", "고르게")

PATTERNS: tuple[tuple[re.Pattern[str], Callable[..., str]], ...] = (
    (re.compile(r"(\d{4})년"), lambda year: T("%(year)d년", year=int(year))),
    (re.compile(r"([1-4])분기"), lambda q: T("%(quarter)d분기", quarter=int(q))),
    (re.compile(r"(\d{1,2})월"), lambda month: T("%(month)d월", month=int(month))),
    (re.compile(r"(\d{1,2})개월"), lambda n: T("%(n)d개월", n=int(n))),
    (re.compile(r"(\d{1,4})위"), lambda n: T("%(n)d위", n=int(n))),
    (re.compile(r"(-?[\d,]+)원"), lambda amount: T("%(amount)s원", amount=amount)),
    (re.compile(r"([\d,]+)곳"), lambda n: T("%(n)s곳", n=n)),
    (
        re.compile(r"([\d,]+)/([\d,]+)곳"),
        lambda given, whole: T("%(whole)s곳 가운데 %(given)s곳", whole=whole, given=given),
    ),
    (
        re.compile(r"계획을 내지 않은 부서: (.+)"),
        lambda names: T("계획을 내지 않은 부서: %(names)s", names=names),
    ),
    (
        re.compile(r"목표가 ([\d,]+)원 미만인 부서는 소규모 부서로 따로 순위를 매깁니다\. .+"),
        lambda won: T(
            "목표가 %(won)s원 미만인 부서는 소규모 부서로 따로 순위를 매깁니다. "
            "물품 하나로 달성률이 크게 바뀌기 때문입니다.",
            won=won,
        ),
    ),
    (
        re.compile(rf"({'|'.join(FOLLOWED)}), ({'|'.join(FOLLOWED)})"),
        Several,
    ),
    (
        re.compile(r"(.+)\((\d{1,3})\)"),
        lambda name, points: Several(name, "(", points, ")", between=""),
    ),
)


def recognised(words: str) -> str:
    """Words of a kept paper as a sentence with values, where the program wrote them; else as is."""
    if isinstance(words, T | Several):
        return words
    if words in KNOWN:
        return KNOWN[words]
    for pattern, sentence in PATTERNS:
        if found := pattern.fullmatch(words):
            return sentence(*found.groups())
    return words
