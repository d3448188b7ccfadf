"""A year as it stands this moment, in a number of statements that does not grow."""

from __future__ import annotations

from dataclasses import dataclass

from marketplace.procurement.disclosure import DisclosedYear
from marketplace.procurement.models import Publication, PublicationKind
from marketplace.procurement.publishing.content import Content
from marketplace.procurement.publishing.known_year import known_year
from marketplace.procurement.publishing.publications import list_in_force
from marketplace.procurement.publishing.results import begin_tally, results_content, tally_year

# Judging more than this in front of somebody who waits is too slow: then the newest published
# version says what the rules and duties make of the year, and the page says so.
MOST_JUDGED = 3_000


@dataclass(frozen=True, slots=True)
class LiveYear:
    """The year's content now, and what was published of it; `judged_in` where duties come from."""

    disclosed: DisclosedYear
    content: Content
    publications: list[Publication]
    judged_in: Publication | None = None


def live_year(institution_id: int, year: int) -> LiveYear:
    """Everything a year's page shows; raises YearNotDisclosed."""
    known = known_year(institution_id, year)
    publications = list_in_force(institution_id, year)
    if known.record_count <= MOST_JUDGED:
        tally = tally_year(known) if known.record_count else begin_tally(known)
        return LiveYear(known.disclosed, results_content(known, tally), publications)
    content = results_content(known, begin_tally(known))
    judged = next((each for each in publications if each.kind is PublicationKind.RESULTS), None)
    return LiveYear(known.disclosed, _judged_before(content, judged), publications, judged)


def _judged_before(content: Content, published: Publication | None) -> Content:
    """What rules and duties made of the year when it was last published."""
    if published is None or "duties" not in published.content:
        without = [{k: v for k, v in rule.items() if k != "result"} for rule in content["rules"]]
        return {**content, "rules": without, "duties": []}
    return {
        **content,
        "rules": published.content["rules"],
        "duties": published.content["duties"],
    }
