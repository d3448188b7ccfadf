"""Words of the market calendar, the same for the office and the shop."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.channels.editorial.models import MarketKind

KINDS = {
    MarketKind.MARKET: _l("장터"),
    MarketKind.FAIR: _l("박람회"),
    MarketKind.EXPERIENCE: _l("체험 행사"),
    MarketKind.LECTURE: _l("설명회"),
}
