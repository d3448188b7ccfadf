"""Korean business registration numbers (사업자등록번호): ten digits, the last of which checks."""

from __future__ import annotations

import re

# Weights of the first nine digits; the ninth's product gives its tens once more (국세청).
WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)
SEPARATORS = re.compile(r"[\s-]")


def bare(written: str) -> str:
    """`123-45-67890` without hyphens and spaces."""
    return SEPARATORS.sub("", written)


def is_business_number(written: str) -> bool:
    """Whether it has ten digits and the right check digit; hyphens may stand in it."""
    digits = bare(written)
    if not re.fullmatch(r"[0-9]{10}", digits):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=False))
    total += int(digits[8]) * WEIGHTS[8] // 10
    return (10 - total % 10) % 10 == int(digits[9])


def with_hyphens(number: str) -> str:
    """`1234567890` as people write it: 123-45-67890; anything else as it is."""
    return f"{number[:3]}-{number[3:5]}-{number[5:]}" if len(number) == 10 else number
