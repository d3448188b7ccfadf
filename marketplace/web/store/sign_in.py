"""The store portal's door."""

from __future__ import annotations

from marketplace.core.permissions import signed_in
from marketplace.web.signing_in import Door, add_door
from marketplace.web.store.blueprint import store

add_door(store, Door("store", "store.home", belongs=signed_in))
