"""A rule in plain words: what is measured, what, who and when counts, and how it is rounded."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from marketplace.core.text import T
from marketplace.procurement.publishing.report import Several, won_words

KINDS: Mapping[str, str] = {"goods": T("물품"), "service": T("용역"), "works": T("공사")}
BASES: Mapping[str, str] = {
    "fixed_amount": T("정해진 금액"),
    "total_purchases": T("총구매액"),
    "negotiable_total": T("수의계약 가능 총액"),
    "available_budget": T("예산가용액"),
}
DAYS: Mapping[str, str] = {
    "order": T("발주한 날"),
    "acceptance": T("검수한 날"),
    "payment": T("대금을 치른 날"),
}
ABSENCES: Mapping[str, str] = {
    "not_measured": T("측정하지 않음"),
    "programme_changed": T("사업 변경"),
}
REASONS: Mapping[str, str] = {
    "no_certification": T("판매 기업에 인증이 없음"),
    "certification_lapsed": T("인증 기간이 끝남"),
    "certification_unlisted": T("이 기준이 인정하지 않는 인증"),
    "kind_not_counted": T("인정하지 않는 구매 종류"),
    "second_tier_beside": T("2차 구매는 따로 집계"),
    "no_rule": T("그날 기준이 없음"),
    "other_year": T("다른 해에 속하는 구매"),
}
Pair = tuple[str, str]


def basis_words(rule: Mapping[str, Any]) -> str:
    """예산가용액의 8%, or the money target."""
    basis = rule["basis"]
    if basis == "fixed_amount":
        return T("정해진 금액 %(amount)s원", amount=f"{rule['fixed_won']:,}")
    rate = rule.get("rate_basis_points")
    if rate is None:
        return BASES[basis]
    shown = rate_words(rate)
    sentences = {
        "total_purchases": T("총구매액의 %(rate)s%%", rate=shown),
        "negotiable_total": T("수의계약 가능 총액의 %(rate)s%%", rate=shown),
        "available_budget": T("예산가용액의 %(rate)s%%", rate=shown),
    }
    return sentences[basis]


def rate_words(basis_points: int) -> str:
    """700 → 7, 110 → 1.1."""
    return f"{(Decimal(basis_points) / 100).normalize():f}"


def kind_words(kinds: list[str]) -> str:
    """물품, 용역, 공사."""
    return Several(*(KINDS.get(kind, kind) for kind in kinds))


def rule_words(rule: Mapping[str, Any], english: bool = False) -> tuple[Pair, ...]:
    """A version as pairs of a question and its answer."""
    whole = rule["basis"] == "total_purchases"
    share = T("인정 실적 ÷ 총구매액 (구매율)")
    names = [each["name_en" if english else "name"] for each in rule["counted_certifications"]]
    pairs: list[Pair] = [
        (T("기준"), basis_words(rule)),
        (T("비율의 뜻"), share if whole else T("인정 실적 ÷ 목표액 (달성률)")),
        (T("무엇을 사면"), kind_words(rule["counted_kinds"])),
        (T("누구에게서 사면"), Several(*names)),
        (T("언제를 기준으로"), DAYS[rule["counts_on"]]),
        (T("부가가치세"), T("포함한 금액") if rule["vat_included"] else T("뺀 금액")),
        (T("2차 구매"), _related(rule["second_tier"])),
        (T("유관기관의 구매"), _related(rule["related"])),
        (T("목표액 끝수"), _rounding(rule)),
        (T("비율 끝수"), T("소수 %(places)d자리까지 반올림", places=rule["rate_places"])),
        (T("시행한 날"), rule["effective_on"]),
    ]
    if rule["basis_won"] is not None:
        pairs.insert(1, (T("기준이 되는 금액"), won_words(rule["basis_won"])))
    if rule["legal_source"]:
        pairs.append((T("근거"), rule["legal_source"]))
    if rule["reason"]:
        pairs.append((T("바꾼 까닭"), rule["reason"]))
    return tuple(pairs)


def _related(said: str) -> str:
    return T("실적에 넣음") if said == "in_target" else T("실적에 넣지 않고 따로 집계")


def _rounding(rule: Mapping[str, Any]) -> str:
    unit = f"{rule['rounding_unit_won']:,}"
    sentences = {
        "half_up": T("%(unit)s원 단위로 반올림", unit=unit),
        "up": T("%(unit)s원 단위로 올림", unit=unit),
        "down": T("%(unit)s원 단위로 내림", unit=unit),
    }
    return sentences[rule["rounding"]]
