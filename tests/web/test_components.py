"""Components: what a screen reader, a keyboard and a content policy need of them."""

from __future__ import annotations

from types import SimpleNamespace as Given

import pytest
from flask import Flask
from flask_wtf import FlaskForm
from wtforms import FieldList, FormField, IntegerField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from marketplace import ROOT

IMPORT = "{{%- from 'components/{}' import {} -%}}"


@pytest.fixture
def page() -> Flask:
    """Templates with the globals every page has, and nothing else of the product."""
    app = Flask(__name__, template_folder=str(ROOT / "templates"))
    app.config.update(SECRET_KEY="test", WTF_CSRF_ENABLED=False)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_null_translations(newstyle=True)
    app.jinja_env.globals["asset_url"] = lambda name: f"/static/{name}"
    return app


def render(page: Flask, file: str, name: str, call: str, **context: object) -> str:
    with page.test_request_context():
        template = page.jinja_env.from_string(IMPORT.format(file, name) + call)
        return template.render(**context)


def test_two_forms_on_a_page_share_no_id() -> None:
    app = Flask(__name__, template_folder=str(ROOT / "templates"))
    app.config.update(SECRET_KEY="test")
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_null_translations(newstyle=True)
    app.jinja_env.globals["asset_url"] = lambda name: f"/static/{name}"
    with app.test_request_context():
        call = "{{ form_hidden(form) }}"
        shown = app.jinja_env.from_string(IMPORT.format("form.html", "form_hidden") + call).render(
            form=FlaskForm()
        )
    assert 'name="csrf_token"' in shown
    assert 'value="' in shown
    assert "id=" not in shown


class LineForm(FlaskForm):
    """A form inside a form."""

    item = StringField("품목", validators=[InputRequired("품목을 적어 주세요.")])


class OrderForm(FlaskForm):
    """One field of the kinds that differ."""

    name = StringField("받는 분", validators=[InputRequired("이름을 적어 주세요.")])
    amount = IntegerField("예산")
    way = RadioField("받는 방법", choices=[SelectChoice("a", "택배"), SelectChoice("b", "방문")])
    line = FormField(LineForm)
    lines = FieldList(
        StringField("줄", validators=[InputRequired("줄을 적어 주세요.")]), min_entries=1
    )


class TestField:
    def test_wires_hint_and_error_to_the_control(self, page: Flask) -> None:
        with page.test_request_context(method="POST"):
            form = OrderForm()
            form.validate()
            html = render(page, "form.html", "field", "{{ field(f, hint='실명') }}", f=form.name)
        assert 'aria-describedby="name-hint name-error"' in html
        assert 'aria-invalid="true"' in html
        assert 'id="name-error"' in html
        assert "이름을 적어 주세요." in html

    def test_marks_what_is_required_in_words(self, page: Flask) -> None:
        with page.test_request_context():
            form = OrderForm()
            required = render(page, "form.html", "field", "{{ field(f) }}", f=form.name)
            optional = render(page, "form.html", "field", "{{ field(f) }}", f=form.amount)
        assert "필수" in required
        assert "필수" not in optional
        assert "aria-describedby" not in optional

    def test_groups_choices_under_a_legend(self, page: Flask) -> None:
        with page.test_request_context():
            html = render(page, "form.html", "field", "{{ field(f) }}", f=OrderForm().way)
        assert '<legend class="field__label">받는 방법</legend>' in html
        assert html.count('type="radio"') == 2
        assert 'for="way-1"' in html

    def test_escapes_what_was_typed(self, page: Flask) -> None:
        with page.test_request_context(method="POST", data={"name": '"><script>'}):
            html = render(page, "form.html", "field", "{{ field(f) }}", f=OrderForm().name)
        assert "<script>" not in html


class TestErrorSummary:
    def test_links_each_fault_to_its_field_also_inside_nested_forms(self, page: Flask) -> None:
        with page.test_request_context(method="POST"):
            form = OrderForm()
            form.validate()
            form.form_errors.append("그사이 상황이 바뀌었어요.")
            html = render(page, "form.html", "error_summary", "{{ error_summary(f) }}", f=form)
        assert 'href="#name"' in html
        assert 'href="#line-item"' in html
        assert 'href="#lines-0"' in html
        assert "그사이 상황이 바뀌었어요." in html

    def test_says_nothing_when_nothing_is_wrong(self, page: Flask) -> None:
        with page.test_request_context():
            html = render(
                page, "form.html", "error_summary", "{{ error_summary(f) }}", f=OrderForm()
            )
        assert html == ""


class TestTargetProgress:
    CALL = (
        "{{ target_progress('2026년', '100만 원', '61만 원', '61.0%', percent, "
        "pipeline_percent=pipeline) }}"
    )

    @pytest.mark.parametrize(
        ("percent", "pipeline", "counted", "ahead"),
        [
            (61, 12, "61.0", "12.0"),
            (95, 30, "95.0", "5.0"),
            (143, 20, "100", None),
            (0, 0, "0.0", None),
        ],
    )
    def test_never_draws_past_the_end(
        self, page: Flask, percent: int, pipeline: int, counted: str, ahead: str | None
    ) -> None:
        html = render(
            page, "progress.html", "target_progress", self.CALL, percent=percent, pipeline=pipeline
        )
        assert f'class="target__counted" width="{counted}"' in html
        assert ("target__pipeline" in html) is (ahead is not None)
        if ahead:
            assert f'width="{ahead}"' in html.split("target__pipeline")[1]

    def test_speaks_the_figures(self, page: Flask) -> None:
        html = render(page, "progress.html", "target_progress", self.CALL, percent=61, pipeline=0)
        assert 'aria-label="2026년: 목표 100만 원 가운데 61만 원, 61.0%"' in html


class TestProductCard:
    CARD = Given(
        url="/products/1",
        name="숙성 비누",
        price_text="18,000원",
        unit_text=None,
        enterprise_name="손내음",
        badges=["사회적기업"],
        image=None,
        flag="품절",
        region=None,
    )

    def test_is_one_link_named_by_its_product(self, page: Flask) -> None:
        html = render(
            page, "product_card.html", "product_card", "{{ product_card(c) }}", c=self.CARD
        )
        assert html.count("<a ") == 1
        assert '<a href="/products/1">숙성 비누</a>' in html
        assert "품절" in html

    def test_loads_only_the_first_row_at_once(self, page: Flask) -> None:
        image = Given(src="/m/1.webp", srcset="", sizes="", width=400, height=400, alt="")
        cards = [Given(**{**vars(self.CARD), "image": image}) for _ in range(6)]
        html = render(
            page, "product_card.html", "product_grid", "{{ product_grid(c, eager=4) }}", c=cards
        )
        assert html.count('loading="lazy"') == 2


class TestKeysetPagination:
    def test_is_left_out_when_there_is_only_one_page(self, page: Flask) -> None:
        call = "{{ keyset_pagination(none) }}"
        assert render(page, "pagination.html", "keyset_pagination", call) == ""

    def test_tells_browsers_which_way_a_link_goes(self, page: Flask) -> None:
        call = "{{ keyset_pagination('/p?after=9', prev_href='/p?before=1') }}"
        html = render(page, "pagination.html", "keyset_pagination", call)
        assert 'rel="next" href="/p?after=9"' in html
        assert 'rel="prev" href="/p?before=1"' in html


class TestCertificationBadge:
    def test_says_in_words_that_it_lapsed(self, page: Flask) -> None:
        call = "{{ certification_badge('마을기업', valid=false) }}"
        assert "만료" in render(page, "badge.html", "certification_badge", call)


class TestPortalLinks:
    GROUPS = (
        {
            "links": [
                {"label": "처음", "href": "/buyer"},
                {"label": "주문", "href": "/buyer/orders"},
            ]
        },
    )

    @pytest.mark.parametrize(
        ("path", "current"),
        [("/buyer", "/buyer"), ("/buyer/orders/7", "/buyer/orders"), ("/buyer/orders-old", None)],
    )
    def test_mark_where_one_is(self, page: Flask, path: str, current: str | None) -> None:
        call = "{{ portal_links(g, p, '/buyer') }}"
        html = render(page, "nav.html", "portal_links", call, g=self.GROUPS, p=path)
        marked = [part for part in html.split("<a ") if 'aria-current="page"' in part]
        assert [part.split('href="')[1].split('"')[0] for part in marked] == (
            [current] if current else []
        )
