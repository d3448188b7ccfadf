"""An institution's departments and people on screen, for its coordinator and for the office."""

from __future__ import annotations

from marketplace.web.organising import departments, invitations, people
from marketplace.web.organising.desk import Desk, Opener, add_screens

__all__ = ["Desk", "Opener", "add_screens", "departments", "invitations", "people"]
