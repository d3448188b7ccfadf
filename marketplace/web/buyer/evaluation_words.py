"""Words of the evaluation's screens."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

GROUPS = {"general": _l("일반 부서"), "small": _l("소규모 부서")}
