"""Imports point down, and the domain knows no request."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "marketplace"
DOMAIN = (
    *("core", "audit", "notify", "accounts", "media", "enterprises", "catalog", "search"),
    *("orders", "payments", "procurement", "channels", "promotions"),
)
OF_A_REQUEST = {"request", "session", "g", "abort", "redirect", "url_for", "flash", "make_response"}


class TestLayers:
    def test_imports_point_down(self) -> None:
        linter = Path(sys.executable).with_name("lint-imports")
        run = subprocess.run(
            [linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert run.returncode == 0, run.stdout

    @pytest.mark.parametrize("package", DOMAIN)
    def test_domain_knows_no_request(self, package: str) -> None:
        guilty = [
            f"{path.relative_to(ROOT)}:{node.lineno}"
            for path in (PACKAGE / package).rglob("*.py")
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.ImportFrom)
            and node.module == "flask"
            and OF_A_REQUEST & {name.name for name in node.names}
        ]
        assert guilty == []

    @pytest.mark.parametrize("package", DOMAIN)
    def test_services_do_not_commit(self, package: str) -> None:
        """Entry points commit: a service that commits would end somebody's transaction."""
        allowed = PACKAGE / "core" / "database.py"
        guilty = [
            f"{path.relative_to(ROOT)}:{node.lineno}"
            for path in (PACKAGE / package).rglob("*.py")
            if path != allowed
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Attribute)
            and node.attr == "commit"
            and ast.unparse(node.value).startswith(("db.", "session"))
        ]
        assert guilty == []


class TestClock:
    def test_only_the_clock_asks_what_time_it_is(self) -> None:
        guilty = [
            f"{path.relative_to(ROOT)}:{node.lineno}"
            for path in PACKAGE.rglob("*.py")
            if path.name != "clock.py"
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Call)
            and ast.unparse(node.func)
            in {"datetime.now", "datetime.utcnow", "date.today", "datetime.today"}
        ]
        assert guilty == []
