"""The buyer portal's door."""

from __future__ import annotations

from marketplace.core.permissions import in_a_department
from marketplace.web.buyer.blueprint import buyer
from marketplace.web.signing_in import Door, add_door

add_door(buyer, Door("buyer", "buyer.home", belongs=in_a_department))
