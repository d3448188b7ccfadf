"""The store portal's door."""

from __future__ import annotations

from marketplace.core.permissions import signed_in
from marketplace.web.store.blueprint import store
from marketplace.web.signing_in import Door, add_door

add_door(store, Door("store", "store.home", belongs=signed_in))
