"""Words of the evaluation's screens."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.procurement.models import MarkKind

GROUPS = {"general": _l("일반 부서"), "small": _l("소규모 부서")}
MARKS = {
    MarkKind.NOT_MEASURED: _l("미측정"),
    MarkKind.PROGRAMME_CHANGED: _l("사업 변경"),
}
