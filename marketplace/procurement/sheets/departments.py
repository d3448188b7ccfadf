"""Which department a sheet means: by name, code, an alias remembered, or the end of a path."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from marketplace.audit import service as audit
from marketplace.core.database import db
from marketplace.core.grids import fold
from marketplace.procurement.errors import DepartmentNotFound
from marketplace.procurement.models import Department, DepartmentAlias, Institution


def alias_of(said: str) -> str:
    """A name without blanks and case, as aliases are kept."""
    return fold(said).replace(" ", "").casefold()[:80]


@dataclass(frozen=True, slots=True)
class DepartmentNames:
    """Every department of an institution under each name a sheet may give it."""

    by_name: Mapping[str, int]
    names: Mapping[int, str]

    def find(self, said: str) -> int | None:
        """The department a sheet means; `복지국 복지정책과` is the one its last word names."""
        whole = self.by_name.get(alias_of(said))
        parts = fold(said).replace("-", " ").replace(">", " ").replace("/", " ").split()
        return whole if whole is not None or not parts else self.by_name.get(alias_of(parts[-1]))


def read_departments(institution_id: int) -> DepartmentNames:
    """The names of an institution's departments, in two statements; names given twice are none."""
    query = select(Department.id, Department.name, Department.code, Department.name_en)
    rows = db.session.execute(query.filter_by(institution_id=institution_id)).all()
    aliases = db.session.execute(
        select(DepartmentAlias.alias, DepartmentAlias.department_id).filter_by(
            institution_id=institution_id
        )
    ).all()
    found: dict[str, set[int]] = {}
    for key, *names in rows:
        for name in filter(None, names):
            found.setdefault(alias_of(name), set()).add(key)
    by_name = {name: min(ids) for name, ids in found.items() if len(ids) == 1}
    by_name.update((alias, key) for alias, key in aliases)
    return DepartmentNames(by_name, {key: name for key, name, *_ in rows})


def remember_aliases(institution_id: int, meant: Mapping[str, int]) -> None:
    """Keep which department each name means, for the next sheet; audited.

    Raises DepartmentNotFound for a department of another institution.
    """
    if not meant:
        return
    own = set(db.session.scalars(select(Department.id).filter_by(institution_id=institution_id)))
    if not own.issuperset(meant.values()):
        raise DepartmentNotFound
    kept = {
        each.alias: each
        for each in db.session.scalars(
            select(DepartmentAlias).filter_by(institution_id=institution_id)
        )
    }
    for said, department_id in sorted(meant.items()):
        alias = alias_of(said)
        if alias in kept:
            kept[alias].department_id = department_id
        else:
            db.session.add(
                DepartmentAlias(
                    institution_id=institution_id, alias=alias, department_id=department_id
                )
            )
    db.session.flush()
    institution = db.session.get_one(Institution, institution_id)
    audit.record("import:aliases_kept", institution, aliases=sorted(map(alias_of, meant)))


def unknown_departments(names: DepartmentNames, said: Iterable[str]) -> list[str]:
    """The names no department is known by, each once, in the order they come."""
    return [name for name in dict.fromkeys(said) if name and names.find(name) is None]
