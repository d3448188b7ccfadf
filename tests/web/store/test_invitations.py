"""The link of an invitation: a newcomer, a member, another person, and a link that is over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.accounts.models import Account
from marketplace.accounts.service import authenticate
from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.permissions import DepartmentRole
from marketplace.notify.models import Letter
from marketplace.procurement.inviting import Invited, invite, invite_again, revoke_invitation
from marketplace.procurement.models import Department, Invitation, Membership
from tests.support import factories
from tests.support.pages import csrf_of, submit, visible_text
from tests.support.queue import ListQueue
from tests.support.signing_in import SignIn

MAIL = "new@example.com"
PASSWORD = "느티나무 아래 평상 하나"
JOINING = {"name": "김새롬", "password": PASSWORD, "agree_terms": "y", "agree_privacy": "y"}


def invited(email: str = MAIL, locale: str = "ko") -> tuple[Department, Invitation, str]:
    """A department, the invitation and the path of its link."""
    with transaction():
        place = factories.department(factories.institution(name="가온구"), name="청년과")
        place.name_en = "Youth Division"
        wanted = Invited(email, "김새롬", DepartmentRole.PURCHASER, locale)
        asked = invite(place, wanted)
    return place, asked, path_of(asked)


def path_of(asked: Invitation) -> str:
    key = f"invitation:{asked.id}:{asked.sent_count}"
    letter = db.session.scalars(select(Letter).filter_by(dedupe_key=key)).one()
    return f"/invitations/{letter.context['token']}"


def roles() -> list[tuple[str, DepartmentRole]]:
    query = select(Account.email, Membership.role).join(
        Membership, Membership.account_id == Account.id
    )
    return [(email, role) for email, role in db.session.execute(query)]


class TestNewcomer:
    def test_chooses_a_password_and_is_in(self, app: Flask) -> None:
        _place, asked, path = invited()
        client = app.test_client()
        text = visible_text(client.get(path))
        assert "가온구 청년과에서 함께 일하자고 초대했어요." in text
        assert "구매담당자" in text
        answer = submit(client, path, JOINING)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/buyer")
        assert "청년과" in visible_text(client.get("/buyer"))
        assert authenticate(MAIL, PASSWORD).confirmed_at is not None
        assert roles() == [(MAIL, DepartmentRole.PURCHASER)]
        assert db.session.get_one(Invitation, asked.id).accepted_at is not None
        used = app.test_client().get(path)
        assert used.status_code == 409
        assert "이 초대는 끝났어요." in visible_text(used)

    @pytest.mark.parametrize(
        ("field", "typed", "said"),
        [
            ("password", "짧음", "10자"),
            ("name", "  ", "이름을 적어 주세요."),
            ("agree_terms", "", "동의해 주셔야 가입할 수 있어요."),
        ],
    )
    def test_what_is_wrong_stands_at_its_field(
        self, app: Flask, field: str, typed: str, said: str
    ) -> None:
        _place, _asked, path = invited()
        sent = {k: v for k, v in (JOINING | {field: typed}).items() if v}
        answer = submit(app.test_client(), path, sent)
        assert answer.status_code == 422
        assert said in visible_text(answer)
        assert roles() == []

    def test_nothing_happens_by_opening_the_link(self, app: Flask) -> None:
        _place, _asked, path = invited()
        assert app.test_client().get(path).status_code == 200
        assert app.test_client().get(path).status_code == 200
        assert roles() == []


class TestMember:
    def test_signs_in_first_and_accepts_with_a_press(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            person = factories.account(email=MAIL)
        _place, _asked, path = invited()
        stranger = app.test_client().get(path)
        assert "이 메일 주소의 계정이 있어요." in visible_text(stranger)
        assert (
            f"next={path.replace('/', '%2F')}" in stranger.text or f"next={path}" in stranger.text
        )
        client = signed_in(person)
        assert "역할 받아들이기" in visible_text(client.get(path))
        assert submit(client, path, {}).status_code == 303
        assert roles() == [(MAIL, DepartmentRole.PURCHASER)]
        assert client.get(path).status_code == 409

    def test_a_stranger_cannot_take_over_an_account_through_the_link(self, app: Flask) -> None:
        with transaction():
            person = factories.account(email=MAIL)
            before = person.password_hash
        _place, _asked, path = invited()
        client = app.test_client()
        token = csrf_of(client.get("/sign-in"))
        answer = client.post(path, data=JOINING | {"csrf_token": token})
        assert answer.status_code == 200
        assert "이 메일 주소의 계정이 있어요." in visible_text(answer)
        db.session.rollback()
        assert db.session.get_one(Account, person.id).password_hash == before
        assert roles() == []

    def test_another_person_is_refused(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            other = factories.account(email="other@example.com")
        _place, _asked, path = invited()
        answer = signed_in(other).get(path)
        assert answer.status_code == 409
        assert "다른 메일 주소로 보낸 초대예요." in visible_text(answer)
        assert roles() == []


class TestOver:
    def test_after_a_fortnight(self, app: Flask) -> None:
        _place, _asked, path = invited()
        with clock.frozen(clock.now() + timedelta(days=14, seconds=1)):
            assert app.test_client().get(path).status_code == 409

    def test_when_it_was_taken_back(self, app: Flask) -> None:
        _place, asked, path = invited()
        with transaction():
            revoke_invitation(db.session.get_one(Invitation, asked.id))
        assert app.test_client().get(path).status_code == 409

    def test_when_it_was_sent_anew(self, app: Flask) -> None:
        _place, asked, path = invited()
        with transaction():
            again = db.session.get_one(Invitation, asked.id)
            invite_again(again)
        assert app.test_client().get(path).status_code == 409
        assert app.test_client().get(path_of(again)).status_code == 200

    @pytest.mark.parametrize("secret", ["x", "%00", "a" * 3000, "'%20or%201=1"])
    def test_when_it_was_never_ours(self, app: Flask, secret: str) -> None:
        assert app.test_client().get(f"/invitations/{secret}").status_code in {404, 409}


class TestLetter:
    def test_leads_to_the_link_in_the_chosen_language(self, app: Flask, jobs: ListQueue) -> None:
        _place, _asked, path = invited(locale="en")
        jobs.run_all()
        db.session.rollback()
        letter = db.session.scalars(select(Letter)).one()
        assert letter.recipient == MAIL
        assert letter.subject.startswith("An invitation from Youth Division")
        for words in (letter.text_body, letter.html_body):
            assert f"http://localhost{path}" in words
            assert "Purchaser" in words
            assert "구매담당자" not in words
