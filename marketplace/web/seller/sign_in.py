"""The seller portal's door."""

from __future__ import annotations

from marketplace.core.permissions import sells
from marketplace.web.seller.blueprint import seller
from marketplace.web.signing_in import Door, add_door

add_door(seller, Door("seller", "seller.home", belongs=sells))
