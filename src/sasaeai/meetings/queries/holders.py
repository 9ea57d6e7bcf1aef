"""Who holds a post on a day: calls, lists and warnings all ask here."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sasaeai.people.models import Tenure


def holders_on(
    post_ids: Collection[UUID], day: date, *, municipality_id: UUID
) -> dict[UUID, Tenure]:
    """The term of each post that runs on `day`, with its person; vacant posts (空席) are left out.

    When two terms overlap, the one that began last counts. One query.
    """
    if not post_ids:
        return {}
    terms = (
        Tenure.objects.filter(municipality_id=municipality_id, post_id__in=post_ids)
        .on(day)
        .select_related("person")
        .order_by("since")
    )
    return {term.post_id: term for term in terms}


@dataclass(frozen=True, slots=True)
class Terms:
    """By post: the term that runs on the day of a meeting, and the one that runs today."""

    on_the_day: dict[UUID, Tenure]
    today: dict[UUID, Tenure]


def terms_for(
    post_ids: Collection[UUID], day: date, *, today: date, municipality_id: UUID
) -> Terms:
    """Terms of posts on two days, with their persons. One query."""
    if not post_ids:
        return Terms({}, {})
    terms = Tenure.objects.filter(municipality_id=municipality_id, post_id__in=post_ids)
    found = list((terms.on(day) | terms.on(today)).select_related("person").order_by("since"))
    return Terms(
        on_the_day={term.post_id: term for term in found if _runs(term, day)},
        today={term.post_id: term for term in found if _runs(term, today)},
    )


def _runs(term: Tenure, day: date) -> bool:
    return term.since <= day and (term.until is None or term.until >= day)


def terms_ending_before(
    post_ids: Collection[UUID], day: date, *, today: date, municipality_id: UUID
) -> list[Tenure]:
    """Terms that run today and end before `day` with nobody following by then, by post."""
    if not post_ids or day <= today:
        return []
    followed = holders_on(post_ids, day, municipality_id=municipality_id)
    terms = (
        Tenure.objects.filter(municipality_id=municipality_id, post_id__in=post_ids, until__lt=day)
        .on(today)
        .select_related("person", "post__organization")
        .order_by("post__position", "since")
    )
    return [term for term in terms if term.post_id not in followed]
