"""A publication's content as a report, whatever kind it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from marketplace.core.text import T
from marketplace.procurement.models import Publication, PublicationKind
from marketplace.procurement.publishing.content import Content
from marketplace.procurement.publishing.duty_tables import duty_table, part_table, version_table
from marketplace.procurement.publishing.mark_words import coverage_notes
from marketplace.procurement.publishing.plain_report import plain_sections
from marketplace.procurement.publishing.report import (
    Block,
    Facts,
    Lines,
    Note,
    Report,
    Section,
    percent_words,
    won_words,
)
from marketplace.procurement.publishing.result_tables import (
    department_table,
    month_bars,
    month_table,
    quarter_table,
    refused_table,
    restatement_table,
)
from marketplace.procurement.publishing.rule_words import ABSENCES, BASES, rule_words

TITLES: dict[PublicationKind, Callable[[str, int, int], str]] = {
    PublicationKind.PLAN: lambda name, year, _: T(
        "%(name)s %(year)d년 의무구매 계획", name=name, year=year
    ),
    PublicationKind.QUARTER_PLAN: lambda name, year, quarter: T(
        "%(name)s %(year)d년 %(quarter)d분기 세부 구매계획", name=name, year=year, quarter=quarter
    ),
    PublicationKind.QUARTER_RESULTS: lambda name, year, quarter: T(
        "%(name)s %(year)d년 %(quarter)d분기 구매실적", name=name, year=year, quarter=quarter
    ),
    PublicationKind.RESULTS: lambda name, year, _: T(
        "%(name)s %(year)d년 의무구매 실적", name=name, year=year
    ),
    PublicationKind.EVALUATION: lambda name, year, _: T(
        "%(name)s %(year)d년 구매실적 평가", name=name, year=year
    ),
}
SOURCES = {
    "ledger": T("이음장터 구매 기록을 더한 값입니다."),
    "published": T("기관이 펴낸 문서의 값입니다."),
}


def title_of(kind: PublicationKind, name: str, year: int, quarter: int = 0) -> str:
    """성북구 2016년 의무구매 실적."""
    return TITLES[kind](name, year, quarter)


def report_of(publication: Publication, address: str = "", *, english: bool = False) -> Report:
    """A version as people read it; the content is taken as it was, nothing is looked up again."""
    body, content = publication.institution, publication.content
    return content_report(
        content,
        title=title_of(
            publication.kind,
            body.name_en if english else body.name,
            publication.year,
            publication.quarter,
        ),
        subtitle=T(
            "제%(version)d판 · %(day)s 공시",
            version=publication.version,
            day=f"{publication.published_at:%Y-%m-%d}",
        ),
        issuer=body.name_en if english else body.name,
        address=address,
        notes=_reason(publication),
        english=english,
    )


def content_report(
    content: Content,
    *,
    title: str,
    subtitle: str = "",
    issuer: str = "",
    address: str = "",
    notes: tuple[Note, ...] = (),
    english: bool = False,
) -> Report:
    """Any content; results in their own order, others as their facts and tables."""
    if "figures" not in content:
        facts, sections = plain_sections(content)
        return Report(title, subtitle, issuer, facts, notes, sections, address)
    return Report(
        title,
        subtitle,
        issuer,
        headline_facts(content["figures"]),
        (*notes, *coverage_notes(content["figures"]), *_disagreement(content)),
        result_sections(content, english),
        address,
        SOURCES[content["figures"]["source"]],
    )


def headline_facts(figures: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """Target, actual and rate, each said in words when it is not known."""
    actual = won_words(figures["actual_won"])
    if figures["absence"]:
        actual = ABSENCES[figures["absence"]]
    facts: list[tuple[str, str]] = [(T("목표"), won_words(figures["target_won"]))]
    if figures["basis_won"] is not None:
        facts.append((BASES[figures["basis"]], won_words(figures["basis_won"])))
    facts.append((T("인정 실적"), actual))
    if "so_far_won" in figures:
        facts.append((T("누적 실적"), won_words(figures["so_far_won"])))
    elif figures["rate_is"] == "share":
        facts.append((T("구매율"), percent_words(figures["share_percent"])))
        if figures["target_won"] is not None:
            facts.append((T("달성률"), percent_words(figures["achievement_percent"])))
    else:
        facts.append((T("달성률"), percent_words(figures["achievement_percent"])))
    return tuple(facts)


def result_sections(content: Content, english: bool) -> tuple[Section, ...]:
    """What the year's ledger says, then how it was computed."""
    sections: list[Section] = []
    if content["departments"]:
        blocks: list[Block] = [] if content["quarter"] else [quarter_table(content)]
        sections.append(Section(T("기간별 실적"), (*blocks, month_bars(content))))
        sections.append(Section(T("부서별 실적"), (department_table(content, english),)))
        sections.append(Section(T("정정"), tuple(_restated(content))))
    if content.get("printed"):
        sections.append(Section(T("문서에 적힌 수치"), (Facts(_printed(content["printed"])),)))
    sections += _method(content, english)
    if content.get("duties"):
        sections.append(Section(T("다른 법정 제도"), (duty_table(content, english),)))
    return tuple(sections)


def _restated(content: Content) -> list[Block]:
    if not content["restatements"]:
        return [month_table(content), Note(T("마감한 뒤에 고친 달이 없습니다."))]
    return [month_table(content), restatement_table(content)]


def _method(content: Content, english: bool) -> list[Section]:
    rules = content["rules"]
    if not rules:
        words = T("이 해의 기준은 이음장터에 없습니다. 목표와 실적은 문서에 적힌 그대로입니다.")
        return [Section(T("계산 방법"), (Lines((words,)),))]
    blocks: list[Block] = [Facts(rule_words(rules[-1], english))]
    if "result" in rules[-1]:
        extra = [part_table(rules[-1]), refused_table(rules[-1])]
        blocks += [each for each in extra if each is not None]
    sections = [Section(T("계산 방법"), tuple(blocks))]
    if len(rules) > 1:
        before = [Facts(rule_words(each, english)) for each in rules[:-1]]
        both = [version_table(content)] if "result" in rules[-1] else []
        sections.append(Section(T("해 안에 바뀐 기준"), (*both, *before)))
    return sections


def _printed(printed: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    rate = f"{printed['rate']}%" if printed["rate"] else T("적혀 있지 않음")
    return (
        (T("목표"), won_words(printed["target_won"])),
        (T("실적"), won_words(printed["actual_won"])),
        (T("공표한 달성률"), rate),
        (T("출처"), printed["source"] or T("적혀 있지 않음")),
    )


def _disagreement(content: Content) -> tuple[Note, ...]:
    printed = content.get("printed")
    if not printed or not printed["disagrees"]:
        return ()
    words = T(
        "문서에 적힌 비율 %(printed)s%%는 금액으로 계산한 %(computed)s%%와 다릅니다.",
        printed=printed["rate"],
        computed=content["figures"]["achievement_percent"],
    )
    return (Note(words, is_warning=True),)


def _reason(publication: Publication) -> tuple[Note, ...]:
    if publication.version == 1:
        return ()
    return (Note(T("앞선 판을 고친 까닭: %(reason)s", reason=publication.reason)),)
