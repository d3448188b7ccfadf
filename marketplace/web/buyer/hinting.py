"""Hints on the contract, seller by seller, in words: information with its source."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from marketplace.core import clock
from marketplace.procurement.contracting import (
    Answer,
    Case,
    Hint,
    Need,
    Question,
    hints,
    read_limits,
)
from marketplace.procurement.designations import read_designations, read_ratios
from marketplace.procurement.models import Department
from marketplace.procurement.queries import bought_this_year
from marketplace.web.buyer import words
from marketplace.web.buyer.summing import JudgedList
from marketplace.web.filters import date_ko, krw_short


@dataclass(frozen=True, slots=True)
class ToldHint:
    """One answer as it is shown."""

    question: str
    answer: str
    tone: str
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class SellerHints:
    """What can be said of contracting with one seller; amounts without VAT, in won."""

    seller: str
    net_won: int
    bought_before_won: int
    hints: tuple[ToldHint, ...]


def seller_hints(department: Department, gathered: JudgedList) -> list[SellerHints]:
    """Hints for every seller of a list, in four statements."""
    sellers = [share.share.enterprise_id for share in gathered.shares]
    before = bought_this_year(department.id, sellers)
    held = read_designations(sellers)
    ratios = read_ratios(sellers, clock.today())
    return [
        SellerHints(
            share.share.enterprise_name,
            share.net_won,
            before.get(share.share.enterprise_id, 0),
            tuple(
                _told(each)
                for each in hints(
                    Case(
                        body=department.institution.kind,
                        net_won=share.net_won,
                        kinds_held=frozenset(
                            each.kind
                            for each in held.get(share.share.enterprise_id, ())
                            if each.holds_on(clock.today())
                        ),
                        ratio_basis_points=ratios.get(share.share.enterprise_id),
                        bought_before_won=before.get(share.share.enterprise_id, 0),
                        day=clock.today(),
                    )
                )
            ),
        )
        for share in gathered.shares
    ]


def _told(hint: Hint) -> ToldHint:
    answer, tone = words.ANSWER[hint.answer]
    return ToldHint(
        question=str(words.QUESTION[hint.question]),
        answer=str(answer),
        tone=tone,
        reason=_reason(hint),
        source=_source(hint),
    )


def _reason(hint: Hint) -> str:
    limit = krw_short(hint.row.up_to_won) if hint.row and hint.row.up_to_won else ""
    if hint.answer is Answer.OUTSIDE:
        return str(_("지방계약법이 아닌 다른 기준을 따르는 기관일 수 있습니다."))
    if hint.answer is Answer.NOT_SO:
        if hint.question is Question.DIRECT_CONTRACT:
            return str(_("%(limit)s을 넘어 경쟁입찰이 필요할 수 있습니다.", limit=limit))
        return str(_("2인 이상의 견적이 필요할 수 있습니다."))
    said = _allowed(hint, limit)
    if hint.passes_limit_with_the_year:
        said += " " + str(_("올해 같은 기업에서 산 금액을 더하면 이 한도를 넘습니다."))
    return said


def _allowed(hint: Hint, limit: str) -> str:
    if hint.row and hint.row.needs is Need.SMALL_BUSINESS:
        return str(
            _("소기업·소상공인이면 %(limit)s까지 가능합니다. 확인서를 받아 보세요.", limit=limit)
        )
    if hint.answer is Answer.CONDITIONAL:
        return str(_("취약계층 고용비율 확인서가 있으면 %(limit)s까지 가능합니다.", limit=limit))
    if not limit:
        return str(_("금액 한도가 정해져 있지 않습니다."))
    return str(_("%(limit)s까지 가능합니다.", limit=limit))


def _source(hint: Hint) -> str:
    if hint.row is None:
        return ""
    return str(
        _(
            "%(law)s %(article)s · 확실함 %(confidence)s · %(day)s 정리",
            law=read_limits().law,
            article=hint.row.article,
            confidence=words.CONFIDENCE[hint.row.confidence],
            day=date_ko(hint.row.noted_on),
        )
    )
