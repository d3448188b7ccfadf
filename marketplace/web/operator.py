"""Who runs this marketplace: the business information a shop's footer must show.

전자상거래법 제10조 asks for name, representative, address, phone, mail, business number and
mail-order report number. Outside production an invented operator stands in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from environs import Env
from flask import Flask


@dataclass(frozen=True, slots=True)
class Operator:
    """The operator as the footer names it."""

    name: str
    representative: str
    business_number: str
    mail_order_number: str
    address: str
    phone: str
    email: str


INVENTED = Operator(
    name="이음장터 시연 운영자(가상)",
    representative="홍가상",
    business_number="000-00-00000",
    mail_order_number="제2026-가상-0000호",
    address="서울 성북구 가상로 1",
    phone="02-000-0000",
    email="help@demo.example",
)


def read_operator() -> Operator:
    """The operator from `OPERATOR_*` variables, the invented one where none is named."""
    env = Env()
    if not env.str("OPERATOR_NAME", ""):
        return INVENTED
    with env.prefixed("OPERATOR_"):
        return Operator(
            name=env.str("NAME"),
            representative=env.str("REPRESENTATIVE", ""),
            business_number=env.str("BUSINESS_NUMBER", ""),
            mail_order_number=env.str("MAIL_ORDER_NUMBER", ""),
            address=env.str("ADDRESS", ""),
            phone=env.str("PHONE", ""),
            email=env.str("EMAIL", ""),
        )


def init_app(app: Flask) -> None:
    """Give every template the operator."""
    shown = read_operator()

    def named() -> dict[str, Any]:
        return {"operator": shown}

    app.context_processor(named)
