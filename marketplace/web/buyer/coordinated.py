"""Which institution a coordinator looks at: one of those they coordinate."""

from __future__ import annotations

from collections.abc import Sequence

from flask import g
from sqlalchemy import select

from marketplace.core.database import db
from marketplace.core.text import T
from marketplace.procurement.institutions import InstitutionNotFound
from marketplace.procurement.models import Institution
from marketplace.web.buyer.place import here
from marketplace.web.viewer import current_viewer


def my_institutions() -> Sequence[Institution]:
    """Every institution the viewer coordinates, by name."""
    if "my_institutions" not in g:
        ids = sorted(current_viewer().coordinated_institution_ids)
        query = select(Institution).where(Institution.id.in_(ids)).order_by(Institution.name)
        g.my_institutions = db.session.scalars(query).all()
    found: Sequence[Institution] = g.my_institutions
    return found


def coordinated_institution(slug: str = "") -> Institution:
    """The one named, else that of the current department, else the first.

    Raises InstitutionNotFound for one somebody else coordinates.
    """
    mine = my_institutions()
    if slug:
        wanted = [each for each in mine if each.slug == slug]
    else:
        wanted = [each for each in mine if each.id == here().institution_id] or list(mine)
    if not wanted:
        raise InstitutionNotFound(T("기관을 찾을 수 없습니다."))
    return wanted[0]
