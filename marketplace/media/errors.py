"""Why a file was not taken, in words for the person who chose it."""

from __future__ import annotations

from marketplace.core.errors import Invalid, NotFound
from marketplace.core.text import T


class PictureRefused(Invalid):
    """The bytes are no picture we take; the sentence belongs to the field `picture`."""

    code = "picture_refused"

    def __init__(self, sentence: T) -> None:
        super().__init__(sentence, {"picture": [sentence]})


class FileRefused(Invalid):
    """The bytes are no document we keep; the sentence belongs to the field `evidence`."""

    code = "file_refused"

    def __init__(self, sentence: T) -> None:
        super().__init__(sentence, {"evidence": [sentence]})


class FileMissing(NotFound):
    """The row is there and its bytes are not, as after a restored backup."""

    code = "file_missing"

    def __init__(self) -> None:
        super().__init__(T("파일을 찾지 못했습니다."))
