"""Shapes of institutions and of what they disclose."""

from __future__ import annotations

from marshmallow import Schema, fields

RATE = "^-?[0-9]+\\.[0-9]$"


def _rate(about: str) -> fields.String:
    return fields.String(
        required=True, allow_none=True, metadata={"description": about, "pattern": RATE}
    )


class InstitutionShape(Schema):
    """A public body that discloses what it must buy."""

    slug = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String(required=True)
    kind = fields.String(required=True)
    url = fields.String(required=True)


class InstitutionList(Schema):
    """Institutions that disclose, by name."""

    items = fields.List(fields.Nested(InstitutionShape), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class MonthShape(Schema):
    """What counted in one month, as reported."""

    month = fields.Integer(required=True)
    counted_won = fields.Integer(required=True)


ABSENCES = ["not_measured", "programme_changed"]


def _absence() -> fields.String:
    about = "Why nothing is measured; null while something is. Neither is zero."
    return fields.String(
        required=True, allow_none=True, metadata={"description": about, "enum": [*ABSENCES, None]}
    )


class LeftOutShape(Schema):
    """A month that sums and rates leave out; month 0 is the whole year."""

    month = fields.Integer(required=True)
    kind = fields.String(required=True, metadata={"enum": ABSENCES})
    reason = fields.String(required=True)


class CoverageShape(Schema):
    """Over how many departments with figures a year's sums are, and what they leave out.

    `set_target_won` is the target before it was shortened by what is left out; `left_out_won` is
    counted in the purchases and not in the sums.
    """

    departments = fields.Integer(required=True)
    measured_departments = fields.Integer(required=True)
    partly_measured_departments = fields.Integer(required=True)
    left_out_won = fields.Integer(required=True)
    set_target_won = fields.Integer(required=True, allow_none=True)


class DepartmentYearShape(Schema):
    """One department's year; target, actual and rate are of the months that are measured."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    target_won = fields.Integer(required=True, allow_none=True)
    actual_won = fields.Integer(required=True, allow_none=True)
    rate_percent = _rate("actual ÷ target × 100, half up to one decimal; null without a target.")
    months = fields.List(fields.Nested(MonthShape), required=True)
    absence = _absence()
    set_target_won = fields.Integer(required=True, allow_none=True)
    left_out = fields.List(fields.Nested(LeftOutShape), required=True)


class YearSummaryShape(Schema):
    """One year of an institution; null is *not stated*, never zero.

    `basis` says whether amounts are sums of purchase records (ledger) or taken from a
    document (published). `rate_disagrees` compares the printed rate with the exact quotient
    rounded to as many decimals as were printed.
    """

    year = fields.Integer(required=True)
    target_won = fields.Integer(required=True, allow_none=True)
    actual_won = fields.Integer(required=True, allow_none=True)
    rate_percent = _rate("actual ÷ target × 100, half up to one decimal.")
    published_rate_percent = _rate("The rate a document prints, to one decimal.")
    printed_rate = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The same exactly as printed, such as 86 or 142.9."},
    )
    rate_disagrees = fields.Boolean(required=True)
    amount_disagrees = fields.Boolean(
        required=True,
        metadata={"description": "Whether the printed actual is not what the ledger sums to."},
    )
    published_target_won = fields.Integer(required=True, allow_none=True)
    published_actual_won = fields.Integer(required=True, allow_none=True)
    source = fields.String(required=True)
    basis = fields.String(required=True, metadata={"enum": ["ledger", "published"]})
    absence = _absence()
    coverage = fields.Nested(CoverageShape, required=True, allow_none=True)
    url = fields.String(required=True)


class YearShape(YearSummaryShape):
    """One year with its departments; empty where only the total was published."""

    institution = fields.Nested(InstitutionShape, required=True)
    departments = fields.List(fields.Nested(DepartmentYearShape), required=True)


class YearList(Schema):
    """Every year of an institution, earliest first."""

    institution = fields.Nested(InstitutionShape, required=True)
    items = fields.List(fields.Nested(YearSummaryShape), required=True)
