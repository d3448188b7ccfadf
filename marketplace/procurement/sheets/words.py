"""The words by which offices head their columns, and by which they mark totals and notes."""

from __future__ import annotations

import re
from enum import StrEnum

from marketplace.core.grids import fold
from marketplace.procurement.models import ContractMethod, PurchaseKind


class Field(StrEnum):
    """What of a purchase a column says."""

    DATE = "date"
    DEPARTMENT = "department"
    SELLER = "seller"
    BUSINESS_NUMBER = "business_number"
    ITEM = "item"
    KIND = "kind"
    NET = "net"
    VAT = "vat"
    GROSS = "gross"
    METHOD = "method"
    DESIGNATION = "designation"
    NOTE = "note"
    REFERENCE = "reference"
    SERIAL = "serial"


AMOUNTS = (Field.GROSS, Field.NET, Field.VAT)

# Whole heads first, then what a head may contain. The order of fields decides who is asked first.
EXACT: dict[Field, tuple[str, ...]] = {
    Field.SERIAL: ("연번", "번호", "순번", "no", "no.", "순", "일련번호"),
    Field.BUSINESS_NUMBER: ("사업자등록번호", "사업자번호", "등록번호", "사업자"),
    Field.REFERENCE: (
        "문서번호",
        "계약번호",
        "승인번호",
        "품의번호",
        "지출결의번호",
        "관리번호",
        "결의번호",
    ),
    Field.DATE: (
        *(
            "일자",
            "날짜",
            "구매일",
            "구매일자",
            "계약일",
            "계약일자",
            "지출일",
            "지출일자",
            "검수일",
        ),
        *("납품일", "지급일", "결제일", "사용일", "사용일자", "거래일", "거래일자", "검수일자"),
        *(
            "집행일",
            "집행일자",
            "실적기준일",
            "구입일",
            "구입일자",
            "연월일",
            "년월일",
            "월일",
            "date",
        ),
    ),
    Field.DEPARTMENT: (
        "부서",
        "부서명",
        "과",
        "과명",
        "구매부서",
        "소속",
        "담당부서",
        "실과",
        "실과소",
        "기관부서",
        "department",
    ),
    Field.NET: ("공급가액", "공급가", "물품대", "net"),
    Field.VAT: ("부가세", "부가가치세", "세액", "vat"),
    Field.GROSS: (
        *(
            "금액",
            "합계",
            "계",
            "총액",
            "구매액",
            "구매금액",
            "계약금액",
            "지출금액",
            "집행액",
            "합계금액",
        ),
        *(
            "집행금액",
            "지급액",
            "지급금액",
            "결제금액",
            "구입금액",
            "실적",
            "실적금액",
            "구매실적",
            "총금액",
            "소요액",
            "gross",
            "amount",
        ),
    ),
    Field.SELLER: (
        *(
            "업체명",
            "업체",
            "상호",
            "기업명",
            "거래처",
            "구매처",
            "판매기업",
            "판매처",
            "공급업체",
            "계약상대자",
        ),
        *(
            "계약업체",
            "사회적경제기업",
            "사회적경제기업명",
            "구입처",
            "상호명",
            "납품업체",
            "기업",
            "사용처",
            "가맹점명",
            "가맹점",
            "seller",
        ),
    ),
    Field.ITEM: (
        *(
            "품목",
            "품명",
            "내역",
            "구매내역",
            "구매내용",
            "내용",
            "적요",
            "건명",
            "계약명",
            "사업명",
            "물품명",
        ),
        *(
            "구매품목",
            "지출내역",
            "집행내역",
            "구입내역",
            "구입품목",
            "계약건명",
            "구매물품",
            "세부내역",
            "item",
        ),
    ),
    Field.METHOD: (
        "계약방법",
        "계약방식",
        "구매방법",
        "구매방식",
        "계약형태",
        "결제방법",
        "지급방법",
        "계약유형",
        "method",
    ),
    Field.KIND: (
        "구분",
        "종류",
        "유형",
        "물품용역",
        "물품용역구분",
        "구매구분",
        "계약구분",
        "구매유형",
        "kind",
    ),
    Field.DESIGNATION: (
        "인증",
        "인증유형",
        "기업유형",
        "인증종류",
        "기업구분",
        "기업형태",
        "인증구분",
        "지정유형",
        "업체유형",
        "designation",
    ),
    Field.NOTE: ("비고", "참고", "메모", "기타", "note"),
}
CONTAINED: dict[Field, re.Pattern[str]] = {
    Field.BUSINESS_NUMBER: re.compile("사업자.*번호|등록번호"),
    Field.REFERENCE: re.compile("(문서|계약|승인|품의|결의|관리)번호"),
    Field.NET: re.compile("공급가"),
    Field.VAT: re.compile("부가(가치)?세(?!포함|별도|제외)|세액"),
    Field.GROSS: re.compile("(금액|총액|구매액|집행액|지급액|합계)"),
    Field.DATE: re.compile("(일자|날짜|[매약출수품급제행입]일)"),
    Field.DEPARTMENT: re.compile("부서"),
    Field.METHOD: re.compile("방법|방식"),
    Field.DESIGNATION: re.compile("인증|지정|(기업|업체)(유형|구분|형태)"),
    Field.SELLER: re.compile("업체|기업(명|$)|상호|거래처|구매처|판매처|가맹점"),
    Field.ITEM: re.compile("품목|품명|내역|건명|내용|계약명|사업명"),
    Field.KIND: re.compile("물품.*용역|구분"),
    Field.NOTE: re.compile("비고"),
}
BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]")
NOT_IN_LABELS = re.compile(r"[\s·/,.:*※\-_]")

# 설계 and 회계 end like 합계: a bare 계 counts only alone or after what it sums up.
EXACT_TOTAL = re.compile(
    r"(총합계|총계|합계|소계|누계|계|총액|total|subtotal|grandtotal)", re.IGNORECASE
)
TOTAL_ENDING = re.compile(
    r".{1,30}(총합계|총계|합계|소계|누계)|.{0,20}([0-9]월|분기|반기|[국과동팀실소])계"
)
RUNNING = re.compile("누계")
WHOLE = re.compile("총계|총합계|합계|총액|total", re.IGNORECASE)
PART = re.compile("소계|subtotal", re.IGNORECASE)
NOTE_MARK = re.compile(r"^\s*(?:※|\*|주\)|주:|☞|▶|□|○|-\s|\[|비고|작성|담당)")
SAYS_TWICE = re.compile("중복|재기재|이중")

KINDS = {
    "물품": PurchaseKind.GOODS,
    "물품구매": PurchaseKind.GOODS,
    "구매": PurchaseKind.GOODS,
    "제조": PurchaseKind.GOODS,
    "재화": PurchaseKind.GOODS,
    "용역": PurchaseKind.SERVICE,
    "서비스": PurchaseKind.SERVICE,
    "일반용역": PurchaseKind.SERVICE,
    "학술용역": PurchaseKind.SERVICE,
    "공사": PurchaseKind.WORKS,
    "시설공사": PurchaseKind.WORKS,
    "goods": PurchaseKind.GOODS,
    "service": PurchaseKind.SERVICE,
    "works": PurchaseKind.WORKS,
}
METHODS: tuple[tuple[re.Pattern[str], ContractMethod], ...] = (
    (re.compile("2인|이인"), ContractMethod.NEGOTIATED_TWO_QUOTES),
    (re.compile("1인|일인"), ContractMethod.NEGOTIATED_ONE_QUOTE),
    (re.compile("카드|card", re.IGNORECASE), ContractMethod.CARD),
    (re.compile("입찰|경쟁|competition"), ContractMethod.COMPETITION),
    (re.compile("수의"), ContractMethod.NEGOTIATED_ONE_QUOTE),
    (re.compile("현금|계좌|이체|직접|기타|그밖|other|나라장터|학교장터"), ContractMethod.OTHER),
)


def label_of(said: str) -> str:
    """A head without brackets, blanks and signs: `금 액 (천원)` → `금액`."""
    bare = NOT_IN_LABELS.sub("", BRACKETS.sub("", fold(said))).casefold()
    return bare or NOT_IN_LABELS.sub("", fold(said)).casefold()


def total_label(words: list[str]) -> str:
    """The word that makes a row a total, empty when none does; `words` are its texts."""
    for said in words:
        if EXACT_TOTAL.fullmatch(label_of(said)):
            return said
    first = words[0] if words else ""
    return first if TOTAL_ENDING.fullmatch(label_of(first)) else ""


def read_kind(said: str) -> PurchaseKind | None:
    """물품, 용역 or 공사 in an office's words; None for any other."""
    bare = label_of(said)
    return KINDS.get(bare) or next((kind for word, kind in KINDS.items() if word in bare), None)


def read_method(said: str) -> ContractMethod | None:
    """The contract method in an office's words; None for any other."""
    bare = fold(said).replace(" ", "")
    if bare in set(ContractMethod):
        return ContractMethod(bare)
    return next((method for pattern, method in METHODS if pattern.search(bare)), None)
