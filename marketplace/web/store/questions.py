"""Questions to the seller: asked from the product or an order, read where they were answered."""

from __future__ import annotations

import re

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf import FlaskForm
from sqlalchemy.exc import IntegrityError
from wtforms import BooleanField, EmailField, HiddenField, TextAreaField
from wtforms.validators import Email, InputRequired, Length

from marketplace.catalog.models import Product
from marketplace.catalog.queries import get_product_on_sale
from marketplace.core.database import db, transaction
from marketplace.core.errors import Invalid, NotFound
from marketplace.core.permissions import Permission
from marketplace.core.types import public_token
from marketplace.feedback.asking import Asker, ask_question, take_back_question
from marketplace.feedback.question_queries import get_question, list_questions_of_account
from marketplace.orders.models import Order
from marketplace.orders.queries import get_order_by_token
from marketplace.web.access import access
from marketplace.web.extensions import limiter
from marketplace.web.forms import show_errors
from marketplace.web.store.account import account_tabs
from marketplace.web.store.blueprint import store
from marketplace.web.store.products import crumbs_of
from marketplace.web.store.question_cards import questions_of
from marketplace.web.store.shared import Head, Page, show
from marketplace.web.translation import chosen_language

ASK_LIMIT = "5 per 10 minutes; 20 per day"
TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")


class QuestionForm(FlaskForm):
    """What is asked; guests say where the answer goes."""

    text = TextAreaField(
        _l("무엇이 궁금하세요?"),
        description=_l("5자에서 1,000자까지. 전화번호나 주소는 적지 마세요."),
    )
    is_secret = BooleanField(
        _l("비밀글로 묻기"),
        description=_l("다른 분에게는 ‘비밀글’로만 보이고, 판매자와 지원센터만 읽어요."),
    )
    email = EmailField(
        _l("답변을 받을 메일 주소"),
        validators=[
            InputRequired(_l("답변을 받을 메일 주소를 적어 주세요.")),
            Email(_l("name@example.com 모양의 메일 주소를 적어 주세요.")),
            Length(max=254),
        ],
        description=_l("답변을 보내는 데만 쓰고 화면에는 보이지 않아요. 3년 뒤에 지워요."),
    )
    name_token = HiddenField()


@store.get("/products/<int:product_id>/questions")
@access(Permission.SHOP_BROWSE, cache_seconds=10)
def product_questions(product_id: int) -> ResponseReturnValue:
    """Everything answered of a product, a page at a time."""
    return show(lambda: _page(get_product_on_sale(product_id)))


def _page(shown: Product) -> Page:
    title = str(_("%(name)s 문의", name=shown.name))
    *above, (name, _none) = crumbs_of(shown)
    head = Head(
        title=title,
        description=title,
        canonical=f"/products/{shown.id}",
        crumbs=(*above, (name, f"/products/{shown.id}"), (str(_("문의")), None)),
        is_indexed=False,
    )
    questions = questions_of(shown.id, request.args.get("cursor") or None)
    return Page(head, "store/questions/index.html", {"product": shown, "questions": questions})


@store.route("/products/<int:product_id>/questions/new", methods=["GET", "POST"])
@access(Permission.SHOP_BROWSE)
@limiter.limit(ASK_LIMIT, methods=["POST"])
def question_new(product_id: int) -> ResponseReturnValue:
    """Ask; whoever comes from an order or is signed in is known already."""
    order = _order()
    shown = _askable(product_id, order)
    form = QuestionForm()
    if order or current_user.is_authenticated:
        del form.email
    if not TOKEN.fullmatch(form.name_token.data or ""):
        form.name_token.data = public_token()
    if form.validate_on_submit() and _ask(shown, order, form):
        flash(_("판매자에게 전했어요. 답변이 오면 메일로 보내 드릴게요."), "good")
        return redirect(url_for("store.question", public_id=form.name_token.data), 303)
    page = render_template(
        "store/questions/new.html",
        form=form,
        product=_askable(product_id, order),
        answer_goes_to=_known_email(order),
    )
    return page, 422 if form.errors else 200


def _order() -> Order | None:
    """The order somebody asks about, when they hold its address."""
    try:
        return get_order_by_token(request.args.get("order", "")[:40])
    except NotFound:
        return None


def _askable(product_id: int, order: Order | None) -> Product:
    """A product on sale, or one that was bought though it is sold no more."""
    lines = (line for parcel in order.parcels for line in parcel.lines) if order else ()
    if any(line.product_id == product_id for line in lines):
        return db.session.get_one(Product, product_id)
    return get_product_on_sale(product_id)


def _known_email(order: Order | None) -> str:
    if order:
        return order.buyer_email
    return str(current_user.email) if current_user.is_authenticated else ""


def _ask(shown: Product, order: Order | None, form: QuestionForm) -> bool:
    person = current_user if current_user.is_authenticated else None
    asker = Asker(
        email=(form.email.data or "") if "email" in form else _known_email(order),
        locale=chosen_language(),
        name=order.buyer_name if order else (person.name if person else ""),
        account_id=person.id if person else (order.account_id if order else None),
    )
    try:
        with transaction():
            ask_question(
                _askable(shown.id, order),
                asker,
                form.text.data or "",
                form.is_secret.data,
                form.name_token.data or "",
            )
    except Invalid as error:
        show_errors(form, error)
        return False
    except IntegrityError:
        return True  # the same question pressed twice at once: the other press has asked it
    return True


@store.get("/questions/<public_id>")
@access(Permission.SHOP_BROWSE)
def question(public_id: str) -> ResponseReturnValue:
    """One question, for whoever holds its address."""
    return render_template("store/questions/question.html", question=get_question(public_id))


@store.post("/questions/<public_id>/removal")
@access(Permission.SHOP_BROWSE)
def question_removal(public_id: str) -> ResponseReturnValue:
    """Take a question back with its answer."""
    product_id = get_question(public_id).product_id
    with transaction():
        take_back_question(public_id)
    flash(_("문의를 지웠어요."), "good")
    return redirect(url_for("store.product", product_id=product_id), 303)


@store.get("/account/questions")
@access(Permission.ACCOUNT_MANAGE)
def account_questions() -> ResponseReturnValue:
    """What a member asked, newest first."""
    cursor = request.args.get("cursor") or None
    page = list_questions_of_account(current_user.id, cursor)
    return render_template(
        "store/accounts/questions.html",
        questions=page.items,
        next_href=page.next_cursor and url_for("store.account_questions", cursor=page.next_cursor),
        first_href=url_for("store.account_questions") if cursor else "",
        account_tabs=account_tabs("/account/questions"),
    )
