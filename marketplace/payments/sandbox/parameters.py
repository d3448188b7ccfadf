"""Form bodies as Stripe reads them: brackets to nesting, every parameter known and typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from marketplace.payments.sandbox.refusals import invalid, missing

_PART = re.compile(r"[^\[\]]+")


def decode(encoded: str) -> dict[str, Any]:
    """`a[b][0][c]=1` becomes {"a": {"b": [{"c": "1"}]}}; list positions must be gapless."""
    tree: dict[str, Any] = {}
    for name, value in parse_qsl(encoded, keep_blank_values=True):
        parts = _PART.findall(name)
        if name.endswith("[]"):
            parts.append(str(len(_at(tree, parts))))
        node = tree
        for part in parts[:-1]:
            node = node.setdefault(part, {})
        node[parts[-1]] = value
    return {key: _lists(value) for key, value in tree.items()}


def _at(tree: Mapping[str, Any], parts: list[str]) -> Mapping[str, Any]:
    node: Any = tree
    for part in parts:
        node = node.get(part, {})
    return node if isinstance(node, Mapping) else {}


def _lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    plain = {key: _lists(inner) for key, inner in value.items()}
    if set(plain) == {str(index) for index in range(len(plain))}:
        return [plain[str(index)] for index in range(len(plain))]
    return plain


def only(given: Mapping[str, Any], allowed: Iterable[str], inside: str = "") -> None:
    """Refuse a parameter that nobody knows, as Stripe does."""
    for name in given:
        if name not in set(allowed):
            param = f"{inside}[{name}]" if inside else name
            raise invalid(f"Received unknown parameter: {param}", param, "parameter_unknown")


def whole(given: Mapping[str, Any], name: str, param: str, at_least: int = 0) -> int:
    """A required integer parameter."""
    if name not in given or given[name] == "":
        raise missing(param)
    value = given[name]
    if not isinstance(value, str) or not re.fullmatch(r"-?\d{1,12}", value):
        raise invalid(f"Invalid integer: {value}", param, "parameter_invalid_integer")
    if int(value) < at_least:
        raise invalid(
            f"This value must be greater than or equal to {at_least}.",
            param,
            "parameter_invalid_integer",
        )
    return int(value)


def words(given: Mapping[str, Any], name: str, param: str, longest: int = 5000) -> str:
    """An optional text parameter, empty when absent."""
    value = given.get(name, "")
    if not isinstance(value, str):
        raise invalid(f"Invalid string: {param}", param, "parameter_invalid_string")
    if len(value) > longest:
        raise invalid(f"Invalid string: must be at most {longest} characters", param)
    return value


def address(given: Mapping[str, Any], name: str) -> str:
    """An optional absolute http(s) URL."""
    value = words(given, name, name)
    if value and (urlsplit(value).scheme not in {"http", "https"} or not urlsplit(value).netloc):
        raise invalid("Not a valid URL", name, "url_invalid")
    return value


def one_of(given: Mapping[str, Any], name: str, choices: Iterable[str]) -> str:
    """An optional choice, empty when absent."""
    value, known = words(given, name, name), list(choices)
    if value and value not in known:
        raise invalid(f"Invalid {name}: must be one of {', '.join(known)}", name)
    return value


def metadata(given: Mapping[str, Any], param: str = "metadata") -> dict[str, str]:
    """Up to 50 pairs, keys to 40 and values to 500 characters."""
    pairs = given.get("metadata") or {}
    if not isinstance(pairs, Mapping):
        raise invalid("Invalid hash", param, "parameter_invalid_hash")
    if len(pairs) > 50 or any(len(key) > 40 or len(str(pairs[key])) > 500 for key in pairs):
        raise invalid("Metadata is too large", param)
    return {key: words(pairs, key, f"{param}[{key}]", 500) for key in pairs}
