"""The data files: enough, consistent, and plainly invented."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from typing import Any

import pytest

from marketplace.catalog.models import ProductKind, ProductStatus
from marketplace.catalog.notices import NOTICES
from marketplace.core.business_numbers import is_business_number
from marketplace.core.money import VatClass
from marketplace.demo.artwork import repertoire
from marketplace.demo.artwork.emblems import KINDS
from marketplace.demo.artwork.palettes import PALETTES
from marketplace.demo.artwork.products import ROOMS
from marketplace.demo.entries import EnterpriseEntry
from marketplace.demo.listings import notice_of
from marketplace.demo.reading import REFERENCE, enterprises, listings, read
from marketplace.enterprises.kinds import STANDARD_KINDS
from marketplace.founding.reading import read as ground

TODAY = date(2026, 11, 21)
BY_SLUG = {entry.slug: entry for entry in enterprises()}
NAMED = {(seller.slug, product.name): product for seller, product in listings()}
LEAVES = {leaf["code"]: leaf for top in ground("categories")["top"] for leaf in top["leaves"]}


def sells(reference: tuple[str, str]) -> bool:
    return reference in NAMED


class TestCatalogue:
    def test_there_is_enough_to_try_out(self) -> None:
        published = [p for _, p in listings() if p.status == "published"]
        active = [entry for entry in enterprises() if entry.status == "active"]
        assert len(published) >= 140
        assert len(active) >= 32
        assert len([p for p in published if p.price_won is None]) >= 5
        assert len({p.kind for p in published}) == len(ProductKind)

    def test_every_leaf_category_is_used_and_every_use_is_a_leaf(self) -> None:
        assert {product.category for _, product in listings()} == set(LEAVES)

    @pytest.mark.parametrize("slug", BY_SLUG)
    def test_products_are_whole(self, slug: str) -> None:
        for product in BY_SLUG[slug].products:
            sentences = re.findall(r"[.!?요다](?=\s|$)", product.description)
            assert len(product.name) <= 120, product.name
            assert 5 <= len(product.summary) <= 200, product.name
            assert 2 <= len(sentences) <= 8, product.name
            assert product.unit, product.name
            assert 1 <= len(product.tags) <= 6, product.name
            assert ProductStatus(product.status), product.name
            assert VatClass(product.vat_class), product.name

    def test_prices_stay_positive_with_every_option(self) -> None:
        for _, product in listings():
            for option in product.sellable:
                assert product.price_won is None or product.price_won + option.price_delta_won > 0

    def test_goods_are_counted_and_services_are_not(self) -> None:
        for _, product in listings():
            for option in product.sellable:
                assert (option.stock is not None) == (product.kind == "goods"), product.name

    def test_unprocessed_food_books_and_care_are_exempt(self) -> None:
        for name in ("우렁이 쌀", "풀밭 유정란", "그림책 『담 너머 감나무』", "어르신 방문 돌봄"):
            assert next(p for _, p in listings() if p.name == name).vat_class == "exempt"

    def test_every_product_has_its_own_picture(self) -> None:
        looks = [product.picture for _, product in listings()]
        assert {look.motif for look in looks} <= set(repertoire.names())
        assert {look.palette for look in looks} <= set(PALETTES)
        assert {look.room for look in looks} <= set(range(ROOMS))
        assert not [look for look, count in Counter(looks).items() if count > 1]

    def test_every_notice_item_is_answered(self) -> None:
        for seller, product in listings():
            schema = LEAVES[product.category]["notice"]
            notice = notice_of(schema, seller, product)
            assert set(notice) == {item.key for item in NOTICES[schema]}
            assert all(answer.strip() and "{" not in answer for answer in notice.values())


class TestEnterprises:
    @pytest.mark.parametrize("entry", enterprises(), ids=lambda entry: entry.slug)
    def test_what_could_be_mistaken_for_real_is_plainly_invented(
        self, entry: EnterpriseEntry
    ) -> None:
        assert is_business_number(entry.business_number)
        assert entry.business_number.startswith("999-")
        assert re.fullmatch(r"(02|032|052|062)-000-\d{4}|070-0000-\d{4}", entry.phone)
        assert entry.email.endswith("@demo.example")
        assert "(가상)" in entry.address
        assert "(가상)" in entry.mail_order_number

    @pytest.mark.parametrize("entry", enterprises(), ids=lambda entry: entry.slug)
    def test_each_tells_its_story(self, entry: EnterpriseEntry) -> None:
        assert 3 <= entry.story.count("다.") <= 6
        assert 0 < len(entry.tagline) <= 120
        assert entry.emblem[0] in KINDS
        assert entry.emblem[1] in PALETTES
        assert entry.certifications

    def test_numbers_and_names_are_unique(self) -> None:
        for field in ("name", "business_number", "phone", "email", "mail_order_number"):
            values = [getattr(entry, field) for entry in enterprises()]
            assert len(set(values)) == len(values), field

    def test_kinds_regions_and_issuers_are_known(self) -> None:
        kinds, issuers = {kind.code for kind in STANDARD_KINDS}, read("issuers")
        cities = [*ground("regions")["city"], *read("regions")["city"]]
        regions = {code for city in cities for code, *_ in city.get("districts", ())}
        for entry in enterprises():
            assert entry.region in regions
            assert {paper.kind for paper in entry.certifications} <= kinds & set(issuers)

    def test_certificates_tell_the_stories_that_are_tried_out(self) -> None:
        papers = [(entry, paper) for entry in enterprises() for paper in entry.certifications]
        ends = [(paper.expires_on(TODAY), entry.slug) for entry, paper in papers]
        soon = [slug for day, slug in ends if day and 0 <= (day - TODAY).days <= 30]
        lapsed = [slug for day, slug in ends if day and day < TODAY]
        waiting = [entry.slug for entry, paper in papers if paper.status == "waiting"]
        several = [entry for entry in enterprises() if len(entry.certifications) >= 2]
        assert "dolgoji-greenhouse" in soon
        assert lapsed == ["gulpo-clay"]
        assert {"anam-dawn", "neuti-film"} <= set(waiting)
        assert len(several) >= 10
        assert all(paper.issued_on(TODAY) <= TODAY for _, paper in papers)

    def test_many_are_in_seongbuk_and_some_far_away(self) -> None:
        places = Counter(entry.region for entry in enterprises())
        cities = {region.split("-")[0] for region in places}
        assert places["seoul-seongbuk"] >= 8
        assert cities == {"seoul", "incheon", "ulsan", "gwangju"}

    def test_declared_figures_are_possible(self) -> None:
        for entry in enterprises():
            for value in entry.social_value:
                assert 0 < value.vulnerable_employees <= value.employees
                assert value.years_ago >= 1


class TestTheRest:
    def test_category_tree_speaks_both_languages(self) -> None:
        tops = ground("categories")["top"]
        every = [*tops, *LEAVES.values()]
        assert 8 <= len(tops) <= 12
        assert len(LEAVES) >= 35
        assert len({entry["code"] for entry in every}) == len(every)
        assert all(re.search("[가-힣]", entry["name"]) for entry in every)
        assert all(re.fullmatch(r"[A-Z][A-Za-z ,'&-]+", entry["name_en"]) for entry in every)
        assert all(entry["icon"] for entry in every)
        assert {leaf["notice"] for leaf in LEAVES.values()} <= set(NOTICES)

    def test_brands_name_products_that_exist_and_own_ones_of_members(self) -> None:
        brands = read("brands")["brand"]
        assert [brand["owner_kind"] for brand in brands] == ["committee", "cooperative", "district"]
        for brand in brands:
            assert all(sells((p["enterprise"], p["product"])) for p in brand["products"])
            decided = [p for p in brand["products"] if p.get("status") != "proposed"]
            assert all(p["reason"] for p in decided)

    def test_outlets_and_exhibitions_name_products_that_exist(self) -> None:
        for outlet in read("outlets")["outlet"]:
            lines = outlet["placements"]
            assert all(sells((line["enterprise"], line["product"])) for line in lines)
        for exhibition in read("exhibitions")["exhibition"]:
            assert all(sells((slug, name)) for slug, name in exhibition["products"])
            assert exhibition["starts_in_days"] < exhibition["ends_in_days"]
            assert set(exhibition["motifs"]) <= set(repertoire.names())

    def test_targets_sum_to_what_the_rule_demands(self) -> None:
        gaon = next(i for i in read("institutions")["institution"] if i["slug"] == "gaon")
        demanded = gaon["rule"]["basis_won"] * gaon["rule"]["rate_basis_points"] // 10_000
        reporting = [d for d in gaon["department"] if d.get("reports", True)]
        assert sum(d["target_won"] for d in reporting) == demanded
        assert len(reporting) == 14
        assert len([d for d in reporting if d["kind"] == "dong_office"]) == 4

    def test_purchases_name_departments_and_sellers(self) -> None:
        said, departments = read("purchases"), self._departments()
        known = set(BY_SLUG) | set(said["plain_sellers"])
        assert len(said["outside"]) + len(said["platform"]) >= 60
        for row in said["outside"]:
            assert row[0] in departments
            assert row[2] in known
            assert 0 < row[1] <= 1
        for file in [*said["platform"], *read("citizen-orders")["order"]]:
            assert all(self._is_option(*line) for line in file["lines"]), file["lines"]
        assert set(said["late_reporters"]) <= departments
        assert all(is_business_number(number) for number in said["plain_sellers"].values())

    @staticmethod
    def _departments() -> set[str]:
        institutions: list[dict[str, Any]] = read("institutions")["institution"]
        return {d["code"] for i in institutions for d in i.get("department", ())}

    @staticmethod
    def _is_option(slug: str, name: str, option: str, count: int) -> bool:
        product = NAMED[slug, name]
        names = {sellable.name for sellable in product.sellable}
        return option in names and count >= product.min_quantity

    def test_reference_files_say_where_they_come_from(self) -> None:
        for path in REFERENCE.glob("*.csv"):
            assert path.read_text("utf-8").startswith("# "), path.name
