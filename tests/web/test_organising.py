"""Departments and people on screen: the centre for every body, a coordinator for their own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.accounts.models import Account
from marketplace.audit.models import AuditEntry
from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.permissions import DepartmentRole
from marketplace.notify.models import Letter
from marketplace.procurement.models import Department, Institution, Invitation, Membership
from tests.support import factories
from tests.support.pages import submit, visible_text
from tests.support.signing_in import SignIn
from tests.web.buyer.costs import statements_of

NEW = {"name": "청년정책과", "name_en": "Youth", "kind": "division", "reports": "y", "parent": ""}


def body(**values: str) -> Institution:
    with transaction():
        made = factories.institution(**{"name": "가온구", "slug": "gaon", **values})
        place = factories.department(made, name="총괄과", code="hub")
        place.coordinates = True
    return made


def hub() -> Department:
    return db.session.scalars(select(Department).filter_by(code="hub")).one()


@pytest.fixture(params=["office", "coordinator"])
def desk(request: pytest.FixtureRequest, app: Flask, signed_in: SignIn) -> tuple[FlaskClient, str]:
    """A client and the address of its desk for one and the same body."""
    made = body()
    with transaction():
        if request.param == "office":
            return signed_in(factories.office_member()), f"/office/institutions/{made.slug}"
        person = factories.serves(hub(), DepartmentRole.COORDINATOR)
    return signed_in(person), "/buyer/coordination"


def audited(action: str) -> int:
    return len(db.session.scalars(select(AuditEntry).filter_by(action=action)).all())


class TestDepartments:
    def test_are_added_renamed_moved_closed_and_opened(self, desk: tuple[FlaskClient, str]) -> None:
        client, root = desk
        parent = hub()
        sent = NEW | {"parent": str(parent.id)}
        assert submit(client, f"{root}/departments/new", sent).status_code == 303
        made = db.session.scalars(select(Department).filter_by(name="청년정책과")).one()
        page = f"{root}/departments/{made.id}"
        assert made.path == f"{parent.id}/{made.id}/"
        renamed = {"name": "청년과", "name_en": "", "kind": "team"}
        assert submit(client, page, renamed).status_code == 303
        assert submit(client, page, {"parent": ""}, to=f"{page}/place").status_code == 303
        day = (clock.today() + timedelta(days=3)).isoformat()
        assert submit(client, page, {"closed_on": day}, to=f"{page}/closing").status_code == 303
        text = visible_text(client.get(f"{root}/departments"))
        assert "청년과" in text
        assert "폐지" in text
        assert submit(client, page, {}, to=f"{page}/reopening").status_code == 303
        assert submit(client, page, {}, to=f"{page}/removal").status_code == 303
        db.session.rollback()
        assert db.session.scalar(select(Department).filter_by(name="청년과")) is None
        for action in ("added", "changed", "moved", "closed", "reopened", "removed"):
            assert audited(f"department:{action}") == 1, action

    def test_what_is_wrong_stands_at_its_field_with_what_was_typed(
        self, desk: tuple[FlaskClient, str]
    ) -> None:
        client, root = desk
        for name, said in (
            ("총괄과", "같은 이름의 부서가 있습니다."),
            ("  ", "부서 이름을 적어 주세요."),
            ("가" * 20_000, "80"),
        ):
            answer = submit(client, f"{root}/departments/new", NEW | {"name": name})
            assert answer.status_code == 422
            assert said in visible_text(answer)
            assert 'value="Youth"' in answer.text
        page = f"{root}/departments/{hub().id}"
        passed = (clock.today() - timedelta(days=1)).isoformat()
        answer = submit(client, page, {"closed_on": passed}, to=f"{page}/closing")
        assert answer.status_code == 422
        assert "오늘부터 한 해 안의 날짜를 골라 주세요." in visible_text(answer)
        assert f'value="{passed}"' in answer.text
        answer = submit(client, page, {}, to=f"{page}/closing")
        assert answer.status_code == 422

    def test_html_in_a_name_is_a_name(self, desk: tuple[FlaskClient, str]) -> None:
        client, root = desk
        submit(client, f"{root}/departments/new", NEW | {"name": "<b>과</b>'; --"})
        page = client.get(f"{root}/departments")
        assert "<b>과</b>'; --" in visible_text(page)
        assert "<b>과" not in page.text

    def test_of_another_body_are_not_found(self, desk: tuple[FlaskClient, str], app: Flask) -> None:
        client, root = desk
        with transaction():
            other = factories.department(name="남의 과")
            held = factories.serves_also(factories.account(), other, DepartmentRole.PURCHASER)
            role = db.session.scalars(select(Membership).filter_by(account_id=held.id)).one()
        for path in (f"/departments/{other.id}", f"/departments/{2**62}"):
            assert client.get(f"{root}{path}").status_code == 404
        token = {"until": clock.today().isoformat()}
        mine = f"{root}/departments/{hub().id}"
        for path in (
            f"/departments/{other.id}/place",
            f"/departments/{other.id}/closing",
            f"/departments/{other.id}/removal",
            f"/departments/{other.id}/invitations",
            f"/memberships/{role.id}/ending",
            "/invitations/nothing/letters",
            "/invitations/nothing/revocation",
        ):
            assert submit(client, mine, token, to=f"{root}{path}").status_code == 404, path

    def test_cost_the_same_for_many(self, app: Flask, signed_in: SignIn) -> None:
        made = body()
        with transaction():
            office = factories.office_member()
        client, costs = signed_in(office), []
        for count in (3, 60):
            with transaction():
                for n in range(count):
                    place = factories.department(made, name=f"{count}-{n}과")
                    factories.serves(place)
            costs.append(
                [
                    statements_of(app, client, f"/office/institutions/{made.slug}{path}")
                    for path in ("", "/departments", "/people", f"/departments/{hub().id}")
                ]
            )
        assert costs[0] == costs[1]
        assert max(costs[0]) <= 14


class TestPeople:
    def test_are_invited_again_and_taken_back(self, desk: tuple[FlaskClient, str]) -> None:
        client, root = desk
        page = f"{root}/departments/{hub().id}"
        sent = {
            "invite-email": " Kim@Example.com ",
            "invite-name": "김새롬",
            "invite-role": "purchaser",
            "invite-locale": "ko",
        }
        assert submit(client, page, sent, to=f"{page}/invitations").status_code == 303
        twice = submit(client, page, sent, to=f"{page}/invitations")
        assert twice.status_code == 422
        assert "이미 초대한 주소와 역할입니다." in visible_text(twice)
        asked = db.session.scalars(select(Invitation)).one()
        assert (asked.email, asked.sent_count) == ("kim@example.com", 1)
        assert "김새롬" in visible_text(client.get(f"{root}/people"))
        submit(client, page, {}, to=f"{root}/invitations/{asked.public_id}/letters")
        submit(client, page, {}, to=f"{root}/invitations/{asked.public_id}/revocation")
        gone = submit(client, page, {}, to=f"{root}/invitations/{asked.public_id}/letters")
        assert gone.status_code == 303
        assert "이 초대는 끝났어요." in visible_text(client.get(page))
        assert len(db.session.scalars(select(Letter)).all()) == 2
        for action in ("sent", "sent_again", "revoked"):
            assert audited(f"invitation:{action}") == 1, action

    @pytest.mark.parametrize(
        ("field", "typed", "said"),
        [
            ("email", "김새롬", "name@example.com"),
            ("email", "", "메일 주소를 적어 주세요."),
            ("name", " ", "이름을 적어 주세요."),
            ("role", "king", ""),
        ],
    )
    def test_what_is_wrong_comes_back(
        self, desk: tuple[FlaskClient, str], field: str, typed: str, said: str
    ) -> None:
        client, root = desk
        page = f"{root}/departments/{hub().id}"
        sent = {
            "invite-email": "kim@example.com",
            "invite-name": "김새롬",
            "invite-role": "purchaser",
            "invite-locale": "ko",
        }
        answer = submit(client, page, sent | {f"invite-{field}": typed}, to=f"{page}/invitations")
        assert answer.status_code == 422
        assert said in visible_text(answer)
        kept = "kim@example.com" if field != "email" else "김새롬"
        assert f'value="{kept}"' in answer.text
        assert db.session.scalar(select(Invitation)) is None

    def test_a_role_ends_after_a_day(self, desk: tuple[FlaskClient, str]) -> None:
        client, root = desk
        with transaction():
            person = factories.serves(hub())
        role = db.session.scalars(select(Membership).filter_by(account_id=person.id)).one()
        page, to = f"{root}/departments/{hub().id}", f"{root}/memberships/{role.id}/ending"
        name = f"m{role.id}-until"
        answer = submit(client, page, {name: "2001-01-01"}, to=to)
        assert answer.status_code == 422
        assert f'id="{name}-error' in answer.text or "한 해 안의 날짜" in visible_text(answer)
        assert 'value="2001-01-01"' in answer.text
        assert submit(client, page, {name: clock.today().isoformat()}, to=to).status_code == 303
        db.session.rollback()
        assert db.session.get_one(Membership, role.id).until == clock.today()
        assert audited("membership:ended") == 1

    def test_are_found_by_name_mail_or_department(self, desk: tuple[FlaskClient, str]) -> None:
        client, root = desk
        with transaction():
            known: Account = factories.serves(hub())
            known.name = "홍찾음"
        assert "홍찾음" in visible_text(client.get(f"{root}/people?q=찾음"))
        assert "찾는 사람이 없습니다" in visible_text(client.get(f"{root}/people?q=%25"))
        assert client.get(f"{root}/people?cursor=x").status_code == 422

    def test_the_last_coordinator_is_ended_by_the_centre_only(
        self, app: Flask, signed_in: SignIn
    ) -> None:
        made = body()
        with transaction():
            person = factories.serves(hub(), DepartmentRole.COORDINATOR)
            office = factories.office_member()
        role = db.session.scalars(select(Membership).filter_by(account_id=person.id)).one()
        sent = {f"m{role.id}-until": clock.today().isoformat()}
        page = f"/buyer/coordination/departments/{hub().id}"
        to = f"/buyer/coordination/memberships/{role.id}/ending"
        answer = submit(signed_in(person), page, sent, to=to)
        assert answer.status_code == 422
        assert "이 기관의 마지막 총괄담당자입니다." in visible_text(answer)
        root = f"/office/institutions/{made.slug}"
        to = f"{root}/memberships/{role.id}/ending"
        page = f"{root}/departments/{hub().id}"
        assert submit(signed_in(office), page, sent, to=to).status_code == 303


class TestInstitutions:
    def test_are_made_found_and_changed_by_the_centre(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            office = factories.office_member()
            place = factories.region()
        client = signed_in(office)
        sent = {
            "name": "새솔구",
            "name_en": "Saesol-gu",
            "kind": "district",
            "region_id": str(place.id),
            "slug": "Saesol",
        }
        answer = submit(client, "/office/institutions/new", sent)
        assert answer.headers["Location"] == "/office/institutions/saesol/departments"
        assert "아직 부서가 없습니다" in visible_text(client.get(answer.headers["Location"]))
        again = submit(client, "/office/institutions/new", sent)
        assert again.status_code == 422
        assert "이미 쓰는 주소 이름입니다: saesol" in visible_text(again)
        assert 'value="새솔구"' in again.text
        text = visible_text(client.get("/office/institutions?q=새솔"))
        assert "새솔구 자치구 서울 성북구 0곳 0명" in text
        assert "찾는 기관이 없습니다" in visible_text(client.get("/office/institutions?q=%25"))
        changed = sent | {"name": "새솔시", "kind": "city", "region_id": ""}
        assert submit(client, "/office/institutions/saesol", changed).status_code == 303
        db.session.rollback()
        kept = db.session.scalars(select(Institution).filter_by(slug="saesol")).one()
        assert (kept.name, kept.region_id) == ("새솔시", None)
        assert audited("institution:opened") == audited("institution:changed") == 1

    @pytest.mark.parametrize("slug", ["new", "comparison", "가온", "a b", "-a", "a" * 41, ""])
    def test_an_address_that_cannot_be_is_refused(
        self, app: Flask, signed_in: SignIn, slug: str
    ) -> None:
        with transaction():
            office = factories.office_member()
        sent = {"name": "새솔구", "name_en": "", "kind": "district", "region_id": "", "slug": slug}
        answer = submit(signed_in(office), "/office/institutions/new", sent)
        assert answer.status_code == 422
        assert 'value="새솔구"' in answer.text
        assert db.session.scalar(select(Institution)) is None

    def test_speak_english(self, app: Flask, signed_in: SignIn) -> None:
        made = body()
        with transaction():
            office = factories.office_member()
        client = signed_in(office)
        client.set_cookie("lang", "en")
        root = f"/office/institutions/{made.slug}"
        assert "Departments and people" in visible_text(client.get(f"{root}/departments"))
        page = visible_text(client.get(f"{root}/departments/{hub().id}"))
        assert "Send the invitation" in page

    def test_others_do_not_get_in(self, app: Flask, signed_in: SignIn) -> None:
        made = body()
        with transaction():
            purchaser = factories.serves(hub())
            other = factories.serves(factories.department(), DepartmentRole.COORDINATOR)
        root = f"/office/institutions/{made.slug}/departments"
        assert signed_in(purchaser).get(root).status_code == 403
        assert signed_in(purchaser).get("/buyer/coordination/departments").status_code == 403
        theirs = f"/buyer/coordination/departments?institution={made.slug}"
        assert signed_in(other).get(theirs).status_code == 404
