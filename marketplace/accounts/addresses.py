"""A member's address book."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select, update

from marketplace.accounts.models import Account, Address
from marketplace.core.database import db
from marketplace.core.errors import Conflict, NotFound
from marketplace.core.text import T

MOST_ADDRESSES = 20


class AddressNotFound(NotFound):
    """No such address, or somebody else's."""

    def __init__(self) -> None:
        super().__init__(T("주소록에 없는 주소예요."))


class AddressBookFull(Conflict):
    """A book holds twenty addresses."""

    code = "address_book_full"

    def __init__(self) -> None:
        super().__init__(
            T("주소는 %(most)d개까지 적어 둘 수 있어요.", most=MOST_ADDRESSES),
            action=T("쓰지 않는 주소를 지워 주세요"),
        )


@dataclass(frozen=True, slots=True)
class Place:
    """An address as it is filled in."""

    recipient_name: str
    recipient_phone: str
    postcode: str
    address: str
    address_detail: str = ""
    label: str = ""


def list_addresses(account_id: int) -> Sequence[Address]:
    """The book, the usual address first."""
    query = select(Address).filter_by(account_id=account_id)
    return db.session.scalars(query.order_by(Address.is_usual.desc(), Address.id)).all()


def get_address(account_id: int, address_id: int) -> Address:
    """One's own address; raises AddressNotFound."""
    found = db.session.get(Address, address_id)
    if found is None or found.account_id != account_id:
        raise AddressNotFound
    return found


def add_address(account_id: int, place: Place, *, is_usual: bool = False) -> Address:
    """Write an address in; the first one is the usual one. Raises AddressBookFull."""
    # Held so that two additions at once cannot both be the first, or both the last.
    db.session.get_one(Account, account_id, with_for_update=True)
    query = select(func.count()).select_from(Address).filter_by(account_id=account_id)
    held = int(db.session.scalar(query) or 0)
    if held >= MOST_ADDRESSES:
        raise AddressBookFull
    added = Address(account_id=account_id)
    _write(added, place)
    db.session.add(added)
    db.session.flush()
    if is_usual or not held:
        make_usual(account_id, added.id)
    return added


def change_address(account_id: int, address_id: int, place: Place) -> Address:
    """Write an address anew; raises AddressNotFound. Orders keep the one they were sent to."""
    changed = get_address(account_id, address_id)
    _write(changed, place)
    db.session.flush()
    return changed


def _write(address: Address, place: Place) -> None:
    address.label = place.label
    address.recipient_name = place.recipient_name
    address.recipient_phone = place.recipient_phone
    address.postcode = place.postcode
    address.address = place.address
    address.address_detail = place.address_detail


def make_usual(account_id: int, address_id: int) -> None:
    """Let this be the one checkout begins with; raises AddressNotFound."""
    chosen = get_address(account_id, address_id)
    db.session.execute(
        update(Address).where(Address.account_id == account_id).values(is_usual=False)
    )
    db.session.refresh(chosen)
    chosen.is_usual = True
    db.session.flush()


def remove_address(account_id: int, address_id: int) -> None:
    """Strike an address out; the oldest left becomes the usual one. Raises AddressNotFound."""
    removed = get_address(account_id, address_id)
    was_usual = removed.is_usual
    db.session.delete(removed)
    db.session.flush()
    left = list_addresses(account_id)
    if was_usual and left:
        make_usual(account_id, left[0].id)
