"""The large picture on top of the front page, planned ahead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace.audit import service as audit
from marketplace.channels.editorial.errors import SlideNotFound
from marketplace.channels.editorial.models import HeroSlide
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.errors import Invalid
from marketplace.core.text import T
from marketplace.media.pictures import CheckedPicture, keep_picture

MOST_LISTED = 50


@dataclass(frozen=True, slots=True)
class SlideDraft:
    """What a slide says, where it leads, when it stands."""

    title: str
    lead: str
    label: str
    target: str
    starts_on: date
    ends_on: date
    position: int = 0


def save_slide(
    draft: SlideDraft,
    slide: HeroSlide | None = None,
    picture: CheckedPicture | None = None,
    by: int | None = None,
) -> HeroSlide:
    """Plan a slide or change one; raises Invalid for a period that ends before it begins,
    and for a target that is not a path of ours."""
    _refuse_unfit(draft)
    slide = slide or HeroSlide()
    for name in ("title", "lead", "label", "target", "starts_on", "ends_on", "position"):
        setattr(slide, name, getattr(draft, name))
    if picture is not None:
        slide.picture = keep_picture(picture, draft.title, by)
    db.session.add(slide)
    db.session.flush()
    audit.record("hero_slide:saved", slide, title=slide.title, target=slide.target)
    return slide


def _refuse_unfit(draft: SlideDraft) -> None:
    faults: dict[str, Sequence[str]] = {}
    if draft.ends_on < draft.starts_on:
        faults["ends_on"] = [T("종료일은 시작일과 같거나 뒤여야 합니다.")]
    # Two slashes, or a backslash browsers read as one, would lead to another site.
    if not draft.target.startswith("/") or draft.target[1:2] in {"/", "\\"}:
        faults["target"] = [
            T("이음장터 안의 주소를 /로 시작해 적어 주세요. 예: /exhibitions/thanks")
        ]
    if faults:
        raise Invalid(fields=faults)


def remove_slide(slide: HeroSlide) -> None:
    """Take a slide away."""
    audit.record("hero_slide:removed", slide, title=slide.title)
    db.session.delete(slide)
    db.session.flush()


def get_slide(slide_id: int) -> HeroSlide:
    """One slide; raises SlideNotFound."""
    slide: HeroSlide | None = db.session.get(HeroSlide, slide_id)
    if slide is None:
        raise SlideNotFound
    return slide


def list_slides() -> Sequence[HeroSlide]:
    """Slides that stand or will stand first, by position; then the past ones."""
    over = (HeroSlide.ends_on < clock.today()).label("over")
    query = (
        select(HeroSlide)
        .options(joinedload(HeroSlide.picture))
        .order_by(over, HeroSlide.position, HeroSlide.starts_on, HeroSlide.id)
        .limit(MOST_LISTED)
    )
    return db.session.scalars(query).all()


def find_running_slide() -> HeroSlide | None:
    """The slide that stands today."""
    today = clock.today()
    query = (
        select(HeroSlide)
        .where(HeroSlide.starts_on <= today, HeroSlide.ends_on >= today)
        .options(joinedload(HeroSlide.picture))
        .order_by(HeroSlide.position, HeroSlide.id)
        .limit(1)
    )
    found: HeroSlide | None = db.session.scalar(query)
    return found
