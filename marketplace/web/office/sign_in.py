"""The office portal's door."""

from __future__ import annotations

from marketplace.core.permissions import office as works_here
from marketplace.web.office.blueprint import office
from marketplace.web.signing_in import Door, add_door

add_door(office, Door("office", "office.home", belongs=works_here))
