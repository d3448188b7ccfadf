"""Which column says what: as proposed, corrected by the person, kept under a name."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from marketplace.core import clock
from marketplace.core.database import transaction
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.permissions import Permission
from marketplace.procurement.models import ContractMethod, ImportState, PurchaseImport, PurchaseKind
from marketplace.procurement.sheets.departments import read_departments
from marketplace.procurement.sheets.jobs import go_on
from marketplace.procurement.sheets.mapping import AmountMeans, Mapping
from marketplace.procurement.sheets.preparing import choose_mapping
from marketplace.procurement.sheets.queries import find_import, list_mapping_names
from marketplace.procurement.sheets.values import UNITS
from marketplace.procurement.sheets.words import Field
from marketplace.web.access import access
from marketplace.web.buyer import words
from marketplace.web.buyer.blueprint import buyer
from marketplace.web.buyer.imports import seen, steps_of
from marketplace.web.buyer.place import me
from marketplace.web.filters import in_korean, won
from marketplace.web.translation import translate

FIELDS = {
    Field.DATE: _l("실적 기준일"),
    Field.DEPARTMENT: _l("부서"),
    Field.SELLER: _l("업체명"),
    Field.BUSINESS_NUMBER: _l("사업자등록번호"),
    Field.ITEM: _l("품목"),
    Field.KIND: _l("구분(물품·용역·공사)"),
    Field.NET: _l("공급가액"),
    Field.VAT: _l("부가세"),
    Field.GROSS: _l("합계 금액"),
    Field.METHOD: _l("계약 방법"),
    Field.DESIGNATION: _l("인증 종류"),
    Field.NOTE: _l("비고"),
    Field.REFERENCE: _l("문서·계약번호"),
    Field.SERIAL: _l("연번"),
}
NEEDED = {Field.DATE, Field.SELLER}
MEANS = {
    AmountMeans.INCLUDED: _l("부가세가 들어 있는 금액"),
    AmountMeans.EXCLUDED: _l("부가세를 뺀 금액"),
    AmountMeans.EXEMPT: _l("면세 금액"),
}
UNIT_CHOICES = {won: word if word == "원" else f"{word}원" for word, won in UNITS.items()}
OPEN = {ImportState.READ, ImportState.CHECKED, ImportState.CHECKING}


@buyer.get("/imports/<import_id>/mapping")
@access(Permission.PURCHASE_IMPORT)
def import_mapping(import_id: str) -> ResponseReturnValue:
    """What was found in the sheet, and which column is taken for what."""
    made = find_import(import_id, seen())
    if made.state not in OPEN:
        return redirect(url_for("buyer.import_show", import_id=import_id))
    return _page(made, made.mapping, made.mapping_name, {})


@buyer.post("/imports/<import_id>/mapping")
@access(Permission.PURCHASE_IMPORT)
def import_map(import_id: str) -> ResponseReturnValue:
    """Keep the columns and judge the rows by them."""
    made = find_import(import_id, seen())
    person = me()
    key, account_id, person_name = made.id, person.id, person.name
    document, name = _typed(made), request.form.get("name", "").strip()[:60]
    try:
        Mapping({Field(each): 0 for each in document["columns"]}).refuse_incomplete()
    except Invalid as error:
        return _page(made, document, name, error.fields)
    try:
        with transaction():
            choose_mapping(key, document, name, _aliases())
    except Conflict:
        return redirect(url_for("buyer.import_show", import_id=import_id))
    go_on(key, account_id, person_name)
    return redirect(url_for("buyer.import_show", import_id=import_id))


def _typed(made: PurchaseImport) -> dict[str, Any]:
    """The mapping as the form says it; what no choice offers is left as it was."""
    keys = {column["key"] for column in made.found["columns"]}
    said = {each: request.form.get(f"field-{each.value}", "") for each in Field}
    unit, year = request.form.get("unit_won", ""), request.form.get("year", "")
    sheets = {sheet["name"] for sheet in made.found["sheets"]}
    read = set(request.form.getlist("sheet")) or sheets
    return {
        "columns": {each.value: key for each, key in said.items() if key in keys},
        "unit_won": int(unit)
        if unit.isascii() and unit.isdigit() and int(unit) in UNIT_CHOICES
        else None,
        "year": int(year) if len(year) == 4 and year.isascii() and year.isdigit() else None,
        "means": _member(AmountMeans, "means", AmountMeans.INCLUDED),
        "kind": _member(PurchaseKind, "kind", PurchaseKind.GOODS),
        "method": _member(ContractMethod, "method", ContractMethod.OTHER),
        "reads_hidden": request.form.get("hidden", "read") == "read",
        "skipped_sheets": sorted(sheets - read),
    }


def _member(kind: Any, name: str, usual: Any) -> str:
    said = request.form.get(name, "")
    return said if said in set(kind) else str(usual.value)


def _aliases() -> dict[str, int]:
    """What each name the sheet uses means, as far as the person said."""
    said = zip(
        request.form.getlist("called"), request.form.getlist("means-department"), strict=False
    )
    return {
        name: int(key)
        for name, key in said
        if name and key.isascii() and key.isdigit() and len(key) < 18
    }


def _page(
    made: PurchaseImport, document: dict[str, Any], name: str, faults: dict[str, list[str]]
) -> ResponseReturnValue:
    departments = read_departments(made.institution_id)
    unknown = made.report.get("unknown_departments") or made.found["unknown_departments"]
    page = render_template(
        "buyer/imports/mapping.html",
        made=made,
        found=made.found,
        mapping=document,
        name=name,
        names=list_mapping_names(made.institution_id),
        fields=FIELDS,
        needed=NEEDED,
        means=[(each.value, said) for each, said in MEANS.items()],
        kinds=[(each.value, said) for each, said in words.KIND.items()],
        methods=[(each.value, said) for each, said in words.METHOD.items()],
        units=_units(),
        years=[(year, year) for year in range(clock.today().year, clock.today().year - 10, -1)],
        unknown=[each for each in unknown if departments.find(each) is None],
        departments=sorted(departments.names.items(), key=lambda each: each[1]),
        faults={key: [translate(text) for text in texts] for key, texts in faults.items()},
        steps=steps_of(made, "mapping"),
    )
    return page, 422 if faults else 200


def _units() -> dict[int, str]:
    """천원, or 천원 (₩1,000) for who does not read it: the sheet says it in Korean."""
    if in_korean():
        return UNIT_CHOICES
    return {amount: f"{word} ({won(amount)})" for amount, word in UNIT_CHOICES.items()}
