"""Private papers: known by content, named safely, given as downloads."""

from __future__ import annotations

import pytest
from flask import Flask

from marketplace.core.database import transaction
from marketplace.media.errors import FileMissing, FileRefused
from marketplace.media.files import check_file, path_of, receive_file, safe_name
from marketplace.web.media import send_private_file
from tests.support.pictures import declared_png, hwpx, pdf, photo


class TestCheckFile:
    @pytest.mark.parametrize(
        ("data", "content_type", "name"),
        [
            (pdf(), "application/pdf", "인증서.pdf"),
            (hwpx(), "application/hwp+zip", "인증서.hwpx"),
            (photo(300, 200), "image/jpeg", "인증서.jpg"),
            (photo(300, 200, "PNG"), "image/png", "인증서.png"),
        ],
    )
    def test_names_a_file_by_what_it_is(self, data: bytes, content_type: str, name: str) -> None:
        checked = check_file(data, "C:\\서류\\인증서.exe")
        assert (checked.content_type, checked.filename) == (content_type, name)

    @pytest.mark.parametrize(
        "data",
        [
            b"MZ\x90\x00" + b"\0" * 500,
            b"<html><script>alert(1)</script>",
            hwpx("application/epub+zip"),
            photo(300, 200, "WEBP"),
            declared_png(13_300, 13_300),
        ],
    )
    def test_refuses_everything_else_in_words(self, data: bytes) -> None:
        with pytest.raises(FileRefused, match="PDF, JPEG, PNG, HWPX"):
            check_file(data, "인증서.pdf")

    @pytest.mark.parametrize("data", [b"%PDF-1.7\n" + b"x" * 5000, hwpx()[:80]])
    def test_refuses_a_paper_cut_short(self, data: bytes) -> None:
        with pytest.raises(FileRefused, match="잘렸습니다"):
            check_file(data, "인증서.pdf")

    def test_refuses_nothing_and_too_much(self) -> None:
        with pytest.raises(FileRefused, match="빈 파일"):
            check_file(b"", "a.pdf")
        with pytest.raises(FileRefused, match="10MB"):
            check_file(pdf(b"0" * (10 * 1024 * 1024)), "a.pdf")


class TestSafeName:
    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            ("../../etc/passwd", "passwd.pdf"),
            ('인증서"; filename="x.pdf', "인증서; filename=x.pdf"),
            ("줄\r\n바꿈.pdf", "줄바꿈.pdf"),
            ("...", "file.pdf"),
            ("\u202egpj.exe", "gpj.pdf"),
            ("가" * 300, "가" * 100 + ".pdf"),
        ],
    )
    def test_leaves_only_a_name(self, given: str, kept: str) -> None:
        assert safe_name(given, ".pdf") == kept


class TestReceiveFile:
    def test_lies_in_the_private_folder_for_its_owner_alone(self, app: Flask) -> None:
        with transaction():
            stored = receive_file(pdf(), "인증서.pdf", None)
        path = path_of(stored)
        assert path.read_bytes() == pdf()
        assert path.stat().st_mode & 0o777 == 0o600

    def test_a_lost_file_is_not_found(self, app: Flask) -> None:
        with transaction():
            stored = receive_file(pdf(b"1"), "인증서.pdf", None)
        path_of(stored).unlink()
        with pytest.raises(FileMissing):
            path_of(stored)

    def test_is_given_as_a_download_that_runs_nowhere(self, app: Flask) -> None:
        with transaction():
            stored = receive_file(pdf(), "인증서.pdf", None)
        with app.test_request_context():
            answer = send_private_file(stored)
        answer.close()
        disposition = answer.headers["Content-Disposition"]
        assert disposition.startswith("attachment;")
        assert "filename*=UTF-8''%EC%9D%B8" in disposition
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
