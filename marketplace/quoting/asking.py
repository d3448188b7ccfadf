"""Somebody asks for a quote: one enterprise, or for a department several at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from marketplace.audit import service as audit
from marketplace.catalog.models import Product, ProductStatus
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.text import T
from marketplace.core.types import public_token, readable_code
from marketplace.enterprises.models import EnterpriseStatus
from marketplace.media.files import CheckedFile, keep_file
from marketplace.quoting import letters
from marketplace.quoting.errors import QuoteRefused
from marketplace.quoting.models import QuoteInquiry, QuoteRequest

MOST_AT_ONCE = 5
MOST_BUDGET_WON = 10**12


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks; `account_id` None for a guest, `department_id` for a public body."""

    name: str
    email: str
    phone: str
    organisation: str = ""
    account_id: int | None = None
    department_id: int | None = None
    locale: str = "ko"


@dataclass(frozen=True, slots=True)
class Need:
    """What is needed, in the asker's own words; `budget_won` with VAT, None for not said."""

    subject: str
    quantity: str
    needed_when: str = ""
    place: str = ""
    budget_won: int | None = None
    message: str = ""


def ask(
    product_ids: Sequence[int],
    asker: Asker,
    need: Need,
    form_token: str,
    file: CheckedFile | None = None,
) -> QuoteRequest:
    """Ask the makers of the products; the same form sent twice gives the request it made.

    Raises QuoteRefused when a product is not offered or too many firms are asked.
    """
    earlier = _asked_before(form_token)
    if earlier is not None:
        return earlier
    products = _offered(product_ids)
    _judge(products, need)
    request = _request(asker, need, form_token)
    if not _claim(request):
        return _asked_before(form_token) or request
    if file is not None:
        request.file_id = keep_file(file, asker.account_id).id
    for product in products:
        db.session.add(
            QuoteInquiry(
                number=inquiry_number(),
                request=request,
                enterprise_id=product.enterprise_id,
                product_id=product.id,
            )
        )
    db.session.flush()
    audit.record("quote:asked", request, firms=len(products))
    letters.tell_asked(request)
    return request


def inquiry_number() -> str:
    """`Q261126-7K3F9Q`: the Seoul day and six readable characters."""
    return f"Q{clock.today():%y%m%d}-{readable_code(6)}"


def _asked_before(form_token: str) -> QuoteRequest | None:
    return db.session.scalar(select(QuoteRequest).filter_by(form_token=form_token))


def _offered(product_ids: Sequence[int]) -> list[Product]:
    """One product of each enterprise, in the order named."""
    query = (
        select(Product)
        .where(Product.id.in_(sorted(set(product_ids))))
        .options(joinedload(Product.enterprise, innerjoin=True))
    )
    found = {product.id: product for product in db.session.scalars(query)}
    chosen: dict[int, Product] = {}
    for product_id in product_ids:
        product = found.get(product_id)
        if product is not None and _is_offered(product):
            chosen.setdefault(product.enterprise_id, product)
    return list(chosen.values())


def _is_offered(product: Product) -> bool:
    return (
        product.status is ProductStatus.PUBLISHED
        and product.enterprise.status is EnterpriseStatus.ACTIVE
    )


def _judge(products: Sequence[Product], need: Need) -> None:
    if not products:
        raise QuoteRefused("products", T("지금 견적을 물을 수 없는 상품입니다."))
    if len(products) > MOST_AT_ONCE:
        raise QuoteRefused("products", T("한 번에 다섯 기업까지 물을 수 있습니다."))
    if need.budget_won is not None and not 0 <= need.budget_won <= MOST_BUDGET_WON:
        raise QuoteRefused("budget_won", T("예산은 0원에서 1조 원 사이로 적어 주세요."))


def _request(asker: Asker, need: Need, form_token: str) -> QuoteRequest:
    return QuoteRequest(
        public_id=public_token(32),
        form_token=form_token,
        account_id=asker.account_id,
        department_id=asker.department_id,
        name=asker.name,
        email=asker.email.strip().lower(),
        phone=asker.phone,
        organisation=asker.organisation,
        locale=asker.locale,
        subject=need.subject,
        quantity=need.quantity,
        needed_when=need.needed_when,
        place=need.place,
        budget_won=need.budget_won,
        message=need.message,
    )


def _claim(request: QuoteRequest) -> bool:
    # The unique form token decides a race of two clicks before anybody is written to.
    try:
        with db.session.begin_nested():
            db.session.add(request)
    except IntegrityError:
        return False
    return True
