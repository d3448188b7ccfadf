"""What an enterprise says of itself: story, delivery, yearly social value."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.events import News, announce
from marketplace.core.text import T
from marketplace.enterprises.errors import ProfileChangedMeanwhile, ProfileRefused
from marketplace.enterprises.models import Enterprise, SocialValueReport
from marketplace.enterprises.queries import find_social_value, lock_enterprise
from marketplace.media.models import Picture
from marketplace.media.pictures import CheckedPicture, keep_picture

MOST_DELIVERY_WON = 100_000
FIRST_REPORT_YEAR = 2007  # 사회적기업 육성법 came into force


@dataclass(frozen=True, slots=True)
class Profile:
    """What the enterprise may change of itself; name and numbers are the office's to change."""

    tagline: str
    story: str
    business: str
    phone: str
    email: str
    address: str
    mail_order_number: str
    delivery_fee_won: int
    free_delivery_from_won: int | None
    return_fee_won: int | None = None


@dataclass(frozen=True, slots=True)
class SocialValue:
    """One year as the enterprise declares it; None is *not stated*."""

    year: int
    employees: int | None
    vulnerable_employees: int | None
    community_return_won: int | None


def edit_profile(enterprise_id: int, version: int, profile: Profile) -> Enterprise:
    """Change the profile that was read at `version`.

    Raises ProfileChangedMeanwhile when a colleague was first, ProfileRefused for amounts
    that cannot be.
    """
    _judge_delivery(profile)
    enterprise = lock_enterprise(enterprise_id)
    if enterprise.version != version:
        raise ProfileChangedMeanwhile
    changed = [
        name for name, value in asdict(profile).items() if getattr(enterprise, name) != value
    ]
    for name in changed:
        setattr(enterprise, name, getattr(profile, name))
    if changed:
        db.session.flush()
        audit.record("enterprise:profile_changed", enterprise, fields=changed)
        announce(News.ENTERPRISE_CHANGED, enterprise.id)
    return enterprise


def _judge_delivery(profile: Profile) -> None:
    if not 0 <= profile.delivery_fee_won <= MOST_DELIVERY_WON:
        raise ProfileRefused("delivery_fee_won", T("배송비는 0원에서 10만 원 사이로 적어 주세요."))
    if profile.free_delivery_from_won is not None and profile.free_delivery_from_won < 0:
        raise ProfileRefused("free_delivery_from_won", T("0원 이상으로 적어 주세요."))
    if profile.return_fee_won is not None and profile.return_fee_won < 0:
        raise ProfileRefused("return_fee_won", T("0원 이상으로 적어 주세요."))


def change_emblem(enterprise_id: int, checked: CheckedPicture, uploaded_by: int) -> Picture:
    """Show another emblem; the old one stays where past papers show it."""
    enterprise = lock_enterprise(enterprise_id)
    picture = keep_picture(checked, enterprise.name, uploaded_by)
    enterprise.emblem_id = picture.id
    db.session.flush()
    audit.record("enterprise:emblem_changed", enterprise, picture=picture.id)
    return picture


def report_social_value(enterprise_id: int, value: SocialValue, source: str) -> SocialValueReport:
    """Declare one year, again and again until it is right; the audit keeps what it said before.

    Raises ProfileRefused for a year to come or more vulnerable employees than employees.
    """
    _judge_social_value(value)
    enterprise = lock_enterprise(enterprise_id)
    report = find_social_value(enterprise.id, value.year)
    if report is None:
        report = SocialValueReport(enterprise_id=enterprise.id, year=value.year)
        db.session.add(report)
    before = {name: getattr(report, name) for name in _FIGURES}
    for name in _FIGURES:
        setattr(report, name, getattr(value, name))
    report.source = source
    db.session.flush()
    after = {name: getattr(report, name) for name in _FIGURES}
    if before != after:
        audit.record("social_value:declared", report, year=value.year, before=before, after=after)
    return report


_FIGURES = ("employees", "vulnerable_employees", "community_return_won")


def _judge_social_value(value: SocialValue) -> None:
    if not FIRST_REPORT_YEAR <= value.year <= clock.today().year:
        raise ProfileRefused("year", T("2007년부터 올해까지의 연도를 적어 주세요."))
    for name in _FIGURES:
        stated = getattr(value, name)
        if stated is not None and stated < 0:
            raise ProfileRefused(name, T("0 이상의 수를 적어 주세요."))
    employees, vulnerable = value.employees, value.vulnerable_employees
    if employees is not None and vulnerable is not None and vulnerable > employees:
        raise ProfileRefused(
            "vulnerable_employees", T("취약계층 종사자가 전체 종사자보다 많습니다.")
        )
