"""An address longer than the server reads is answered by a page, and nothing typed is lost."""

from __future__ import annotations

import pytest
import requests

from tests.support.browser import Stack, Visitor

pytestmark = pytest.mark.browser

LONG = "비누" * 10_000  # 60 kB in UTF-8, 180 kB in an address


def test_long_address(visitor: Visitor) -> None:
    visitor.page.goto(visitor.url + "/", wait_until="load")
    answer = visitor.page.goto(f"{visitor.url}/search?q={LONG}", wait_until="load")
    assert answer is not None
    assert answer.status == 414
    assert visitor.page.inner_text("h1") == "주소가 너무 길어요"
    visitor.look("too-long")
    visitor.page.get_by_role("link", name="처음 화면으로").click()
    visitor.page.wait_for_url(visitor.url + "/")


def test_a_search_as_long_as_the_server_reads_is_a_page_of_the_shop(stack: Stack) -> None:
    answer = requests.get(f"{stack.url}/search", params={"q": "비" * 800}, timeout=30)
    assert answer.status_code == 200
    assert "상품" in answer.text
