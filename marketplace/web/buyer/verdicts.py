"""Does it count, told to a person: the one sentence every card, form and record carries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _

from marketplace.catalog.models import ProductKind
from marketplace.core import clock
from marketplace.procurement.counting import Assessment, Designation, assess, restored
from marketplace.procurement.designations import read_designations
from marketplace.procurement.models import (
    Department,
    NotCountedReason,
    PurchaseKind,
    PurchaseRecord,
    QuotaRule,
)
from marketplace.procurement.records import KIND_OF
from marketplace.procurement.rules.finding import find_rule
from marketplace.web.buyer import words
from marketplace.web.directory import directory
from marketplace.web.filters import date_ko

SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said of a purchase: a short label, one sentence, and a warning if it may change."""

    counts: bool
    label: str
    sentence: str
    counted_won: int
    warning: str = ""

    @property
    def tone(self) -> str:
        """good, warn (counts, but not for long) or bad."""
        if not self.counts:
            return "bad"
        return "warn" if self.warning else "good"


@dataclass(frozen=True, slots=True)
class Judge:
    """A department's rule of today and what is known of the sellers on a page."""

    rule: QuotaRule | None
    day: date
    designations: Mapping[int, tuple[Designation, ...]]

    def verdict(
        self, enterprise_id: int, kind: ProductKind, net_won: int = 0, vat_won: int = 0
    ) -> Verdict:
        """What is said of buying from a seller today."""
        held = self.designations.get(enterprise_id, ())
        bought = KIND_OF[kind]
        judged = assess(self.rule, bought, held, self.day, net_won, vat_won)
        return told(judged, bought, self.day, self.rule)


def rule_of(department: Department) -> QuotaRule | None:
    """The rule by which a department's purchases are judged today."""
    today = clock.today()
    return find_rule(department.institution_id, today.year, today)


def judge_by(rule: QuotaRule | None, enterprise_ids: Iterable[int]) -> Judge:
    """The judge of these sellers under a rule, in one statement."""
    return Judge(rule, clock.today(), read_designations(enterprise_ids))


def judge_for(department: Department, enterprise_ids: Iterable[int]) -> Judge:
    """The judge of these sellers for a department, in two statements."""
    return judge_by(rule_of(department), enterprise_ids)


def told(
    judged: Assessment, kind: PurchaseKind, day: date, rule: QuotaRule | None = None
) -> Verdict:
    """An assessment in words, with a warning when its certificate ends within 30 days."""
    return Verdict(
        counts=judged.counts,
        label=str(_("실적 인정") if judged.counts else _("실적 미인정")),
        sentence=sentence(judged.reason, judged.certification, kind, day),
        counted_won=judged.counted_won,
        warning=_ends_soon(judged.certification, day, rule) if judged.counts else "",
    )


def sentence(
    reason: NotCountedReason | None, named: Designation | None, kind: PurchaseKind, day: date
) -> str:
    """Why it counts or not, in one sentence with its dates."""
    name = _name(named)
    match reason:
        case None:
            number = f" {named.number}" if named and named.number else ""
            return f"{name}{number}, {_until(named)}"
        case NotCountedReason.CERTIFICATION_LAPSED if named:
            until = date_ko(named.ended_on)
            said = _("%(name)s 인증이 %(day)s까지여서 실적에 들지 않습니다.", name=name, day=until)
        case NotCountedReason.CERTIFICATION_UNLISTED:
            said = _("%(name)s 인증은 이 기관의 의무구매 기준에 없습니다.", name=name)
        case NotCountedReason.KIND_NOT_COUNTED:
            bought = words.KIND[kind]
            said = _("%(kind)s 구매는 이 기관의 의무구매 기준에 없습니다.", kind=bought)
        case NotCountedReason.NO_RULE:
            said = _("%(year)d년 의무구매 기준이 아직 등록되지 않았습니다.", year=day.year)
        case NotCountedReason.SECOND_TIER_BESIDE:
            said = _("2차 구매는 실적에 넣지 않고 따로 집계합니다.")
        case _other:
            said = _("확인된 인증이 없어 실적에 들지 않습니다.")
    return str(said)


def why(record: PurchaseRecord) -> str:
    """Why a record counts or not, from what the record itself kept."""
    named = restored(record.certification)
    said = sentence(record.not_counted_reason, named, record.kind, record.counted_on)
    if record.counts_toward_quota:
        said = str(_("%(day)s 기준 %(why)s", day=date_ko(record.counted_on), why=said))
    if named is not None and named.is_stated:
        said = str(_("%(why)s (부서에서 인증서를 보고 적음)", why=said))
    return said


def _name(named: Designation | None) -> str:
    if named is None:
        return ""
    known = directory().certifications.get(named.kind)
    return known.name if known else named.name


def _until(named: Designation | None) -> str:
    if named is None or named.ended_on == date.max:
        return str(_("기한 없이 유효"))
    return str(_("%(day)s까지 유효", day=date_ko(named.ended_on)))


def _ends_soon(named: Designation | None, day: date, rule: QuotaRule | None) -> str:
    if named is None or rule is None or named.ended_on - day > SOON:
        return ""
    return str(
        _(
            "이 인증은 %(day)s에 끝납니다. %(counts_on)s이 그 뒤이면 실적에 들지 않습니다.",
            day=date_ko(named.ended_on),
            counts_on=words.COUNTS_ON[rule.counts_on],
        )
    )
