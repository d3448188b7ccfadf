"""What recording a sheet would do, row by row, from facts read in bulk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from marketplace.core.text import T
from marketplace.procurement.counting import Designation
from marketplace.procurement.models import PurchaseRecord, RecordOrigin
from marketplace.procurement.months import Month, month_of
from marketplace.procurement.records import Bought, judged_row
from marketplace.procurement.sheets.identity import Identities, first_same
from marketplace.procurement.sheets.known import Known, Likeness, read_known, sum_of
from marketplace.procurement.sheets.reading import CellFault, SheetRow
from marketplace.procurement.similar import Seller


class RowFate(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    UNCHANGED = "unchanged"  # in the ledger from an earlier import
    REPEATED = "repeated"  # the sheet itself says that it is a row before it
    SAME = "same"  # a person said that it is a purchase recorded otherwise
    SIMILAR = "similar"  # waits for that person
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose sheet it is: of one department, or of all of an institution."""

    institution_id: int
    department_id: int | None = None


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person settled. Rows are named `sheet!row`.

    `late_reason` books rows of closed months into the open one; `distinct` rows are recorded
    although something is like them, `same` ones are not; `skip_bad` records the rest.
    """

    late_reason: str = ""
    distinct: frozenset[str] = frozenset()
    same: frozenset[str] = frozenset()
    all_distinct: bool = False
    skip_bad: bool = False


@dataclass(slots=True)
class JudgedRow:
    """One row and what would become of it; `record` is not yet in any session."""

    source: SheetRow
    fate: RowFate = RowFate.NEW
    department_id: int | None = None
    seller: Seller = field(default_factory=Seller)
    key: str = ""
    record: PurchaseRecord | None = None
    likenesses: tuple[Likeness, ...] = ()
    faults: list[CellFault] = field(default_factory=list)
    repeats: SheetRow | None = None

    @property
    def name(self) -> str:
        return f"{self.source.sheet}!{self.source.number}"

    @property
    def is_late(self) -> bool:
        """Whether it is booked in another month than its own."""
        if self.record is None:
            return False
        return Month(self.record.year, self.record.month) != month_of(self.record.counted_on)


def judge_rows(
    scope: Scope, rows: Sequence[SheetRow], choices: Choices, names: Mapping[str, int]
) -> list[JudgedRow]:
    """Judge every row against the ledger as it is now; changes nothing.

    `names` maps what the sheet calls its departments to ids, 0 where none is called so.
    """
    judged = [_placed(scope, row, names) for row in rows]
    sound = [each for each in judged if each.fate is RowFate.NEW]
    known = read_known(scope.institution_id, sound)
    identities = Identities()
    for each in sound:
        _identify(each, known, identities)
    # What a row of this sheet has recorded is no likeness of another row of it.
    own: dict[int, set[str]] = defaultdict(set)
    for each in sound:
        if each.fate is RowFate.UNCHANGED:
            own[each.department_id or 0].add(each.key)
    for each in sound:
        if each.fate is RowFate.NEW:
            _judge(each, known, choices, own[each.department_id or 0])
    return judged


def _placed(scope: Scope, row: SheetRow, names: Mapping[str, int]) -> JudgedRow:
    judged = JudgedRow(row, faults=list(row.faults))
    judged.department_id = names.get(row.department, scope.department_id) or None
    if judged.department_id is None:
        _refuse(
            judged,
            T("부서를 찾을 수 없습니다: %(said)s", said=row.department or "–"),
            T("열 연결 화면에서 어느 부서인지 골라 주세요."),
        )
    elif scope.department_id not in {None, judged.department_id}:
        _refuse(
            judged,
            T("다른 부서의 행입니다: %(said)s", said=row.department),
            T("총괄부서 화면에서 올리거나 이 행을 빼 주세요."),
        )
    if judged.faults:
        judged.fate = RowFate.REFUSED
    return judged


def _refuse(judged: JudgedRow, wrong: str, remedy: str, column: str = "") -> None:
    row = judged.source
    judged.faults.append(CellFault(row.sheet, row.number, column, "", wrong, remedy))
    judged.fate = RowFate.REFUSED


def _identify(judged: JudgedRow, known: Known, identities: Identities) -> None:
    """Give a row its key, or find that it is in the ledger or said twice."""
    row, department_id = judged.source, judged.department_id or 0
    gross = sum_of(row)
    earlier = identities.earlier(department_id, row, gross)
    judged.repeats = first_same(row, earlier)
    if judged.repeats is not None:
        judged.fate = RowFate.REPEATED
        return
    judged.likenesses = tuple(Likeness.of_row(e) for e in earlier if e.sheet != row.sheet)
    judged.key = identities.key(department_id, row, gross)
    judged.seller = known.sellers.find(row)
    if known.is_recorded(department_id, judged.key):
        judged.fate = RowFate.UNCHANGED


def _judge(judged: JudgedRow, known: Known, choices: Choices, own: Collection[str]) -> None:
    row, department_id = judged.source, judged.department_id or 0
    judged.key = known.free_key(department_id, judged.key)
    if row.day is not None:
        alike = known.alike(department_id, judged.seller, sum_of(row), row.day, own)
        judged.likenesses = (*alike, *judged.likenesses)
    if not judged.likenesses or _settled(judged, choices):
        _book(judged, known, choices)


def _settled(judged: JudgedRow, choices: Choices) -> bool:
    """Whether somebody said that it is a purchase of its own."""
    if judged.name in choices.same:
        judged.fate = RowFate.SAME
        return False
    if choices.all_distinct or judged.name in choices.distinct:
        return True
    _refuse(
        judged,
        T("비슷한 구매가 이미 기록되어 있습니다. 같은 구매가 아닌지 확인해 주세요."),
        T("미리보기에서 같은 구매인지 다른 구매인지 골라 주세요."),
    )
    judged.fate = RowFate.SIMILAR
    return False


def _book(judged: JudgedRow, known: Known, choices: Choices) -> None:
    row, seller = judged.source, judged.seller
    designations = _designations(judged, known)
    if designations is None or row.day is None or row.amount is None:
        return
    month = known.booking_month(judged.department_id or 0, row.day)
    judged.record = judged_row(
        judged.department_id or 0,
        Bought(
            kind=row.kind,
            method=row.method,
            counted_on=row.day,
            seller_name=seller.name,
            seller_business_number=seller.business_number,
            item=row.item,
            amount=row.amount,
            enterprise_id=seller.enterprise_id,
        ),
        designations,
        RecordOrigin.OUTSIDE,
        known.rule(row.day),
        month,
    )
    judged.record.external_key = judged.key
    if judged.is_late and not choices.late_reason.strip():
        _refuse(
            judged,
            T("%(year)d년 %(month)d월은 마감되었습니다.", year=row.day.year, month=row.day.month),
            T(
                "늦게 올리는 사유를 적으면 %(year)d년 %(month)d월 실적으로 기록합니다.",
                year=month.year,
                month=month.month,
            ),
        )
    elif judged.is_late:
        judged.record.reason = choices.late_reason.strip()


def _designations(judged: JudgedRow, known: Known) -> tuple[Designation, ...] | None:
    """Those of an enterprise known here, else what the sheet states; None refuses the row."""
    row, enterprise_id = judged.source, judged.seller.enterprise_id
    if enterprise_id is not None:
        return known.sellers.designations.get(enterprise_id, ())
    stated = known.stated.read(row.designation, row.day) if row.day else ()
    if stated is None:
        _refuse(
            judged,
            T("알 수 없는 인증입니다: %(said)s", said=row.designation[:40]),
            T("인증 종류의 이름으로 적거나 ‘인증’ 열의 연결을 빼 주세요."),
        )
    return stated


def refused_of(judged: Collection[JudgedRow]) -> list[JudgedRow]:
    """Rows that cannot be recorded as they are, similar ones that nobody settled included."""
    return [each for each in judged if each.fate in {RowFate.REFUSED, RowFate.SIMILAR}]
