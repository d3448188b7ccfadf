"""What an enterprise changes of itself."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.audit.models import AuditEntry
from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.enterprises import service
from marketplace.enterprises.errors import (
    EnterpriseNotFound,
    ProfileChangedMeanwhile,
    ProfileRefused,
)
from marketplace.enterprises.models import Enterprise, SocialValueReport
from marketplace.enterprises.service import Profile, SocialValue
from marketplace.media.pictures import check_picture
from tests.support import factories
from tests.support.pictures import photo

PROFILE = Profile(
    tagline="손으로 만드는 비누",
    story="2012년에 시작했어요.",
    business="비누 제조",
    phone="02-111-2222",
    email="soap@demo.example",
    address="성북구 가상로 2",
    mail_order_number="",
    delivery_fee_won=2500,
    free_delivery_from_won=None,
)


def seller() -> Enterprise:
    with transaction():
        return factories.enterprise()


class TestEditProfile:
    def test_changes_what_differs_and_says_what(self, app: Flask) -> None:
        enterprise = seller()
        with transaction():
            service.edit_profile(enterprise.id, enterprise.version, PROFILE)
        assert (enterprise.tagline, enterprise.version) == (PROFILE.tagline, 2)
        entry = db.session.scalar(select(AuditEntry).order_by(AuditEntry.id.desc()))
        assert entry is not None
        assert "tagline" in entry.detail["fields"]

    def test_the_second_of_two_colleagues_is_told(self, app: Flask) -> None:
        enterprise = seller()
        version = enterprise.version
        with transaction():
            service.edit_profile(enterprise.id, version, PROFILE)
        with pytest.raises(ProfileChangedMeanwhile), transaction():
            service.edit_profile(enterprise.id, version, replace(PROFILE, tagline="다른 말"))
        db.session.expire_all()
        assert enterprise.tagline == PROFILE.tagline

    @pytest.mark.parametrize(
        "change",
        [{"delivery_fee_won": -1}, {"delivery_fee_won": 100_001}, {"free_delivery_from_won": -1}],
    )
    def test_refuses_amounts_that_cannot_be(self, app: Flask, change: dict[str, int]) -> None:
        with pytest.raises(ProfileRefused) as refused:
            service.edit_profile(1, 1, replace(PROFILE, **change))  # type: ignore[arg-type]
        assert list(refused.value.fields) == list(change)

    def test_an_unknown_enterprise_is_not_found(self, app: Flask) -> None:
        with pytest.raises(EnterpriseNotFound), transaction():
            service.edit_profile(404, 1, PROFILE)


class TestChangeEmblem:
    def test_keeps_the_picture_of_that_name(self, app: Flask) -> None:
        enterprise = seller()
        checked = check_picture(photo(400, 400, "PNG"))
        with transaction():
            person = factories.account()
            picture = service.change_emblem(enterprise.id, checked, person.id)
        assert (enterprise.emblem_id, picture.alt) == (picture.id, enterprise.name)


class TestReportSocialValue:
    def test_declares_a_year_again_until_it_is_right(self, app: Flask) -> None:
        enterprise, year = seller(), clock.today().year
        with transaction():
            service.report_social_value(enterprise.id, SocialValue(year, 10, 3, None), "직접 입력")
        with transaction():
            service.report_social_value(enterprise.id, SocialValue(year, 12, 3, 0), "직접 입력")
        report = db.session.scalars(select(SocialValueReport)).one()
        assert (report.employees, report.community_return_won) == (12, 0)
        details = db.session.scalars(select(AuditEntry.detail).order_by(AuditEntry.id)).all()
        assert details[-1]["before"]["employees"] == 10

    @pytest.mark.parametrize(
        ("value", "field"),
        [
            (SocialValue(2999, 1, 1, 1), "year"),
            (SocialValue(2006, 1, 1, 1), "year"),
            (SocialValue(2020, 3, 4, None), "vulnerable_employees"),
            (SocialValue(2020, -1, None, None), "employees"),
        ],
    )
    def test_refuses_figures_that_cannot_be(
        self, app: Flask, value: SocialValue, field: str
    ) -> None:
        with pytest.raises(ProfileRefused) as refused:
            service.report_social_value(1, value, "")
        assert list(refused.value.fields) == [field]
