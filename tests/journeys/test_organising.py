"""A new institution: made by the centre, its coordinator invited, who then invites a purchaser."""

from __future__ import annotations

import re
import sqlite3

import pytest
from playwright.sync_api import Browser, expect

from tests.support.browser import Stack, Visitor, visiting

pytestmark = pytest.mark.browser

PASSWORD = "느티나무 아래 평상 하나"


def invite(visitor: Visitor, mail: str, name: str, role: str) -> None:
    page = visitor.page
    panel = page.locator("#invite")
    panel.get_by_label("이름").fill(name)
    panel.get_by_label("메일 주소").fill(mail)
    panel.get_by_label("역할").select_option(label=role)
    panel.get_by_role("button", name="초대 메일 보내기").click()
    expect(page.get_by_role("main")).to_contain_text("답을 기다리는 초대")


def link_of(stack: Stack, mail: str) -> str:
    """What the person would find in their letter."""
    with sqlite3.connect(stack.var_dir / "ieum.sqlite3") as kept:
        query = "SELECT json_extract(context, '$.token') FROM letter WHERE recipient = ?"
        (token,) = kept.execute(f"{query} ORDER BY id DESC", (mail,)).fetchone()
    return f"/invitations/{token}"


def make_the_body(visitor: Visitor, slug: str, mail: str) -> None:
    page, main = visitor.page, visitor.page.get_by_role("main")
    visitor.open("/office/institutions")
    visitor.look("institutions")
    main.get_by_role("link", name="기관 만들기").click()
    page.get_by_label("기관 이름").fill("새솔구(가상)")
    page.get_by_label("주소 이름").fill("Not An Address!")
    page.get_by_role("button", name="기관 만들기").click()
    expect(page.get_by_label("기관 이름")).to_have_value("새솔구(가상)")
    visitor.look("institution-wrong")
    page.get_by_label("주소 이름").fill(slug)
    page.get_by_role("button", name="기관 만들기").click()
    expect(main).to_contain_text("아직 부서가 없습니다")
    visitor.look("no-departments")
    for name, boxes in (("경제국", ()), ("상생과", ("총괄부서",))):
        main.get_by_role("link", name="부서 만들기").click()
        page.get_by_label("부서 이름").fill(name)
        for box in boxes:
            page.get_by_label(box).check()
        if boxes:
            page.get_by_label("위 부서").select_option(label="경제국")
        page.get_by_role("button", name="부서 만들기").click()
        expect(main.get_by_role("link", name=name)).to_be_visible()
    main.get_by_role("link", name="상생과").click()
    invite(visitor, mail, "총새솔", "총괄담당자")
    visitor.look("department-invited")


def accept(visitor: Visitor, path: str) -> None:
    page = visitor.page
    visitor.open(path)
    visitor.look("invitation")
    page.locator("#password").fill(PASSWORD)
    page.get_by_label("이용약관에 동의해요.").check()
    page.get_by_label("개인정보를 모으고 쓰는 데 동의해요.").check()
    page.get_by_role("button", name="비밀번호를 정하고 시작하기").click()
    expect(page).to_have_url(re.compile(r"/buyer$"))


def run_the_body(visitor: Visitor, mail: str) -> None:
    main = visitor.page.get_by_role("main")
    visitor.open("/buyer/coordination/departments")
    visitor.look("tree")
    main.get_by_role("link", name="상생과").click()
    invite(visitor, mail, "구매새솔", "구매담당자")
    visitor.open("/buyer/coordination/people")
    visitor.look("people")
    expect(main).to_contain_text(mail)


def test_organising(visitor: Visitor, browser: Browser, stack: Stack) -> None:
    slug = f"saesol-{visitor.size}"
    first, second = f"{slug}@demo.example", f"{slug}-2@demo.example"
    visitor.sign_in("/office", "office@demo.example")
    make_the_body(visitor, slug, first)
    with visiting(browser, visitor.url, visitor.size, "organising-coordinator") as coordinator:
        accept(coordinator, link_of(stack, first))
        run_the_body(coordinator, second)
    with visiting(browser, visitor.url, visitor.size, "organising-purchaser") as purchaser:
        accept(purchaser, link_of(stack, second))


def test_organised_tree(visitor: Visitor) -> None:
    page, main = visitor.page, visitor.page.get_by_role("main")
    visitor.sign_in("/buyer", "coordinator@demo.example")
    visitor.open("/buyer/coordination/departments")
    visitor.look("tree")
    main.get_by_role("link", name="공원녹지과").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("공원녹지과")
    visitor.look("department")
    visitor.open("/buyer/coordination/people")
    visitor.look("people")
