"""A rule written down in a file (JSON or TOML), as docs/quota-rules.md describes it."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, NoReturn

from marketplace.core.errors import Invalid
from marketplace.core.text import T
from marketplace.procurement.models import Basis, CountsOn, RelatedBodies, Rounding
from marketplace.procurement.rules.terms import ALL_KINDS, Part, RuleTerms

KEYS = {
    "year",
    "basis",
    "basis_won",
    "rate_percent",
    "target_won",
    "kinds",
    "designations",
    "counts_on",
    "vat",
    "second_tier",
    "related",
    "parts",
    "rounding",
    "rounding_unit_won",
    "rate_places",
}
PART_KEYS = {"kinds", "basis_won", "rate_percent"}
# The names the database gives the same things.
ALSO = {
    "fixed_won": "target_won",
    "counted_kinds": "kinds",
    "counted_certifications": "designations",
}
VAT = {"included": True, "excluded": False}


class RuleRefused(Invalid):
    """A rule file says something that is no rule; the message names the key."""

    code = "rule_refused"


def read_rule(path: Path, words: Mapping[str, str]) -> RuleTerms:
    """The rule in a file; `words` are designation codes by every name. Raises RuleRefused."""
    try:
        text = path.read_text("utf-8-sig")
        said = tomllib.loads(text) if path.suffix == ".toml" else json.loads(text)
    except (ValueError, OSError) as error:
        raise RuleRefused(T("규칙 파일을 읽지 못했습니다: %(why)s", why=str(error))) from error
    if not isinstance(said, dict):
        _refuse("", T("규칙은 이름과 값의 묶음이어야 합니다."))
    return terms_from(said, words)


def terms_from(said: Mapping[str, Any], words: Mapping[str, str]) -> RuleTerms:
    """The rule in a mapping; raises RuleRefused for keys or values that are none."""
    rule = {ALSO.get(key, key): value for key, value in said.items()}
    _refuse_unknown(rule, KEYS)
    basis = _member(Basis, rule, "basis", None)
    kinds = _kinds(rule.get("kinds", list(ALL_KINDS)))
    is_fixed = basis is Basis.FIXED_AMOUNT
    fixed = _won(rule, "target_won")
    if is_fixed and fixed is None:
        _refuse("target_won", T("금액 목표에는 target_won이 있어야 합니다."))
    if not is_fixed and fixed is not None:
        _refuse("target_won", T("target_won은 금액 목표(fixed_amount)에만 적습니다."))
    return RuleTerms(
        basis=basis,
        counted_kinds=kinds,
        counted_certifications=_designations(rule.get("designations"), words),
        counts_on=_member(CountsOn, rule, "counts_on", CountsOn.ACCEPTANCE),
        vat_included=_vat(rule.get("vat", "included")),
        second_tier=_member(RelatedBodies, rule, "second_tier", RelatedBodies.BESIDE),
        related=_member(RelatedBodies, rule, "related", RelatedBodies.BESIDE),
        fixed_won=fixed,
        parts=() if is_fixed else _parts(rule, kinds),
        rounding=_member(Rounding, rule, "rounding", Rounding.HALF_UP),
        rounding_unit_won=_won(rule, "rounding_unit_won") or 1,
        rate_places=_places(rule, basis),
        year=_won(rule, "year"),
    )


def _parts(rule: Mapping[str, Any], kinds: tuple[str, ...]) -> tuple[Part, ...]:
    listed = rule.get("parts")
    if not listed:
        return (Part(kinds, _won(rule, "basis_won"), _rate(rule)),)
    parts = []
    for each in listed:
        _refuse_unknown(each, PART_KEYS)
        parts.append(Part(_kinds(each.get("kinds", [])), _won(each, "basis_won"), _rate(each)))
    named = [kind for part in parts for kind in part.kinds]
    if len(named) != len(set(named)):
        _refuse("parts", T("한 종류는 한 부분에만 적습니다. 두 번 세지 않기 위해서입니다."))
    return tuple(parts)


def _places(rule: Mapping[str, Any], basis: Basis) -> int:
    usual = 2 if basis is Basis.TOTAL_PURCHASES else 1
    places = rule.get("rate_places", usual)
    if places not in (1, 2):
        _refuse("rate_places", T("소수 자릿수는 1이나 2입니다."))
    return int(places)


def _rate(rule: Mapping[str, Any]) -> int | None:
    if rule.get("rate_percent") is None:
        return None
    try:
        points = Decimal(str(rule["rate_percent"]).removesuffix("%")) * 100
    except InvalidOperation:
        _refuse("rate_percent", T("비율은 7이나 1.1처럼 적습니다."))
    if points != points.to_integral_value() or not 0 <= points <= 10_000:
        _refuse("rate_percent", T("비율은 0부터 100까지, 소수 둘째 자리까지 적습니다."))
    return int(points)


def _won(rule: Mapping[str, Any], key: str) -> int | None:
    value = rule.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        _refuse(key, T("%(key)s는 0 이상의 정수로 적습니다.", key=key))
    return int(value)


def _kinds(listed: Any) -> tuple[str, ...]:
    if not isinstance(listed, list) or not listed or not set(listed) <= set(ALL_KINDS):
        _refuse("kinds", T("kinds는 goods, service, works 가운데 하나 이상입니다."))
    return tuple(dict.fromkeys(listed))


def _designations(listed: Any, words: Mapping[str, str]) -> tuple[str, ...]:
    if not isinstance(listed, list) or not listed:
        _refuse("designations", T("designations에 인정하는 인증을 하나 이상 적습니다."))
    return tuple(dict.fromkeys(words.get(str(each), str(each)) for each in listed))


def _vat(said: Any) -> bool:
    if said not in VAT:
        _refuse("vat", T("vat는 included나 excluded입니다."))
    return VAT[said]


def _member(kind: Any, rule: Mapping[str, Any], key: str, usual: Any) -> Any:
    said = rule.get(key, usual)
    try:
        return kind(said)
    except ValueError:
        listed = ", ".join(member.value for member in kind)
        _refuse(key, T("%(key)s는 다음 가운데 하나입니다: %(listed)s", key=key, listed=listed))


def _refuse_unknown(said: Any, known: set[str]) -> None:
    unknown = sorted(set(said) - known)
    if unknown:
        _refuse(unknown[0], T("모르는 이름입니다: %(names)s", names=", ".join(unknown)))


def _refuse(key: str, said: str) -> NoReturn:
    raise RuleRefused(said, {key: [said]})
