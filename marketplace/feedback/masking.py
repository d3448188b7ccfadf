"""Names as others see them."""

from __future__ import annotations


def mask_name(name: str) -> str:
    """김*솔, 남**솔, 김*, J**n: the first and, from three characters on, the last one stay."""
    said = "".join(name.split())
    if len(said) < 2:
        return "*" * len(said)
    if len(said) == 2:
        return f"{said[0]}*"
    return f"{said[0]}{'*' * min(len(said) - 2, 6)}{said[-1]}"
