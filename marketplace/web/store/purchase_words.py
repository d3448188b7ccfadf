"""Published purchases in words and as cells of files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from marketplace.core.text import T
from marketplace.procurement.publishing.public_purchases import PublicPurchase
from marketplace.procurement.publishing.report import Cell, Column, Unit
from marketplace.procurement.publishing.rule_words import KINDS, REASONS

METHODS = {
    "negotiated_one_quote": T("수의계약(1인 견적)"),
    "negotiated_two_quotes": T("수의계약(2인 이상 견적)"),
    "competition": T("경쟁입찰"),
    "card": T("카드"),
    "other": T("그 밖의 방법"),
}
CSV_HEADING = (
    "counted_on",
    "department",
    "seller",
    "item",
    "kind",
    "method",
    "gross_won",
    "counted_won",
    "not_counted_reason",
    "certification",
    "is_correction",
    "reason",
    "id",
)
COLUMNS = (
    Column("실적 기준일"),
    Column("부서"),
    Column("판매 기업"),
    Column("품목"),
    Column("구매 종류"),
    Column("계약 방법"),
    Column("금액", Unit.WON),
    Column("인정액", Unit.WON),
    Column("인정하지 않은 까닭"),
    Column("인증"),
    Column("정정"),
    Column("정정 까닭"),
    Column("번호"),
)


def csv_rows(purchases: Iterable[PublicPurchase]) -> Iterator[tuple[Cell, ...]]:
    """Values for machines: codes stay English, an empty cell is what does not apply."""
    for each in purchases:
        yield (
            each.counted_on.isoformat(),
            each.department,
            each.seller,
            each.item,
            each.kind,
            each.method,
            each.gross_won,
            each.counted_won,
            each.not_counted,
            each.certification,
            "yes" if each.is_correction else "no",
            each.reason,
            each.public_id,
        )


def sheet_rows(purchases: Iterable[PublicPurchase]) -> Iterator[tuple[Cell, ...]]:
    """The same in Korean words."""
    for each in purchases:
        yield (
            each.counted_on.isoformat(),
            each.department,
            each.seller,
            each.item,
            str(KINDS[each.kind]),
            str(METHODS.get(each.method, each.method)),
            each.gross_won,
            each.counted_won,
            str(REASONS[each.not_counted]) if each.not_counted else "",
            each.certification,
            "정정" if each.is_correction else "",
            each.reason,
            each.public_id,
        )
