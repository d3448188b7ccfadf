"""A priced list judged: what counts and what does not, seller by seller, and in sum."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from marketplace.orders.pricing import EnterpriseShare, Obstacle, PricedLine
from marketplace.procurement.drafting import RequestList
from marketplace.procurement.models import Department
from marketplace.web.buyer.verdicts import Judge, Verdict, judge_for


@dataclass(frozen=True, slots=True)
class JudgedLine:
    """One line with its verdict and what stands in its way, if anything."""

    line_id: int
    line: PricedLine
    verdict: Verdict
    obstacle: str


@dataclass(frozen=True, slots=True)
class JudgedShare:
    """One seller's part."""

    share: EnterpriseShare
    lines: tuple[JudgedLine, ...]

    @property
    def net_won(self) -> int:
        return sum(each.line.tax.net_won for each in self.lines)


@dataclass(frozen=True, slots=True)
class JudgedList:
    """A whole list; sums in won with VAT unless named net."""

    shares: tuple[JudgedShare, ...]
    goods_won: int
    delivery_won: int
    total_won: int
    counted_won: int
    uncounted_won: int
    can_be_ordered: bool
    wanted: tuple[tuple[int, int], ...]

    @property
    def lines(self) -> tuple[JudgedLine, ...]:
        return tuple(line for share in self.shares for line in share.lines)


def judged_list(department: Department, gathered: RequestList) -> JudgedList:
    """The list as the department's rule of today sees it."""
    quote = gathered.quote
    judge = judge_for(department, [share.enterprise_id for share in quote.shares])
    shares = tuple(_share(share, gathered, judge) for share in quote.shares)
    lines = [line for share in shares for line in share.lines]
    return JudgedList(
        shares=shares,
        goods_won=quote.goods_won,
        delivery_won=quote.delivery_won,
        total_won=quote.total_won,
        counted_won=sum(each.verdict.counted_won for each in lines),
        uncounted_won=sum(each.line.gross_won for each in lines if not each.verdict.counts),
        can_be_ordered=quote.can_be_ordered,
        wanted=tuple(gathered.wanted),
    )


def _share(share: EnterpriseShare, gathered: RequestList, judge: Judge) -> JudgedShare:
    return JudgedShare(
        share,
        tuple(
            JudgedLine(
                gathered.line_ids[line.offer.option_id],
                line,
                judge.verdict(
                    share.enterprise_id, line.offer.kind, line.tax.net_won, line.tax.vat_won
                ),
                _obstacle(line),
            )
            for line in share.lines
        ),
    )


def _obstacle(line: PricedLine) -> str:
    match line.obstacle:
        case Obstacle.NOT_FOR_SALE:
            return str(_("지금은 주문할 수 없는 상품입니다. 목록에서 빼 주세요."))
        case Obstacle.BELOW_MINIMUM:
            return str(_("%(n)d개부터 주문할 수 있습니다.", n=line.offer.min_quantity))
        case Obstacle.ABOVE_MAXIMUM:
            return str(_("한 번에 %(n)d자리까지 예약할 수 있습니다.", n=line.offer.most_seats))
        case Obstacle.SHORT:
            return str(_("재고가 %(left)d개 남았습니다.", left=line.offer.available or 0))
    return ""
