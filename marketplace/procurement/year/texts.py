"""The words of composed documents: kept per part, never over somebody else's."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.errors import Invalid, StaleVersion
from marketplace.core.text import T
from marketplace.procurement.models import TextSubject, YearText

LONGEST = 4_000


class WrittenMeanwhile(StaleVersion):
    """Somebody else saved the same text since it was opened."""

    code = "written_meanwhile"

    def __init__(self) -> None:
        super().__init__(
            T("그사이 다른 사람이 글을 고쳤습니다."),
            kept=T("적은 내용은 그대로 있습니다."),
            action=T("고친 글을 확인한 뒤 다시 저장해 주세요."),
        )


def find_text(
    institution_id: int, year: int, subject: TextSubject, quarter: int = 0
) -> YearText | None:
    """What was written for a document, None before anything was."""
    query = select(YearText).filter_by(
        institution_id=institution_id, year=year, subject=subject, quarter=quarter
    )
    return db.session.scalar(query)


def words_of(
    institution_id: int, year: int, subject: TextSubject, quarter: int = 0
) -> dict[str, str]:
    """The same as plain words by part."""
    kept = find_text(institution_id, year, subject, quarter)
    return {part: str(said) for part, said in kept.words.items()} if kept else {}


def write_text(
    institution_id: int,
    year: int,
    subject: TextSubject,
    words: Mapping[str, str],
    *,
    quarter: int = 0,
    seen_version: int = 0,
    by: int | None = None,
) -> YearText:
    """Keep the words of a document; `seen_version` is the one the writer began from (0: none).

    Raises WrittenMeanwhile, or Invalid for a part longer than 4,000 letters.
    """
    too_long = {
        part: [T("4,000자 안으로 적어 주세요.")]
        for part, said in words.items()
        if len(said) > LONGEST
    }
    if too_long:
        raise Invalid(T("적은 내용을 확인해 주세요."), too_long)
    kept = find_text(institution_id, year, subject, quarter)
    if (kept.version if kept else 0) != seen_version:
        raise WrittenMeanwhile
    kept = kept or YearText(
        institution_id=institution_id, year=year, subject=subject, quarter=quarter
    )
    # Browsers send line ends as CR LF; one letter each is enough.
    kept.words = {part: said.replace("\r\n", "\n").strip() for part, said in words.items()}
    kept.written_by, kept.written_at = by, clock.now()
    db.session.add(kept)
    try:
        db.session.flush()
    except (IntegrityError, StaleDataError) as error:
        raise WrittenMeanwhile from error
    audit.record("text:written", kept, document=subject.value, quarter=quarter)
    return kept
