"""What raisers are owed and were told: of one issue, of a district, and a month later."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from sasaeai.issues.access import visible_troubles
from sasaeai.issues.enums import SETTLED_ANSWERS, AnswerState, IssueStatus, TroubleState
from sasaeai.issues.models import Answer, Escalation, Issue, Trouble
from sasaeai.issues.queries.duplicates import goes_on_in
from sasaeai.issues.queries.reach import Reach, reach_raisers
from sasaeai.kernel.codes import plain_code
from sasaeai.kernel.errors import NotFound
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.models import District

PAGE_SIZE = 30
CITY_ANSWER_LENGTH = 400
"""So much of the city's answer is proposed for the raiser; the whole stands at the issue."""


@dataclass(frozen=True, slots=True)
class Owed:
    """One raiser: what they said, where they are reached, what they were told or will be.

    answers: the latest first.
    """

    trouble: Trouble
    reach: Reach
    answers: tuple[Answer, ...]

    @property
    def is_told(self) -> bool:
        return any(answer.state in SETTLED_ANSWERS for answer in self.answers)

    @property
    def draft(self) -> Answer | None:
        """The answer that is not told yet."""
        open_ones = (a for a in self.answers if a.state not in SETTLED_ANSWERS)
        return next(open_ones, None)

    @property
    def told(self) -> tuple[Answer, ...]:
        return tuple(answer for answer in self.answers if answer.state in SETTLED_ANSWERS)

    @property
    def misses_the_end(self) -> bool:
        """The issue ended after this raiser was last told: they heard of the way only."""
        issue = goes_on_in(self.trouble.issue)
        if issue is None or issue.closed_on is None or self.draft is not None:
            return False
        days = [answer.told_on for answer in self.told if answer.told_on is not None]
        excused = any(answer.state == AnswerState.EXCUSED for answer in self.told)
        return bool(days) and not excused and max(days) < issue.closed_on


def troubles_of(issue: Issue) -> QuerySet[Trouble]:
    """Troubles that are part of an issue, of its duplicates, and of theirs."""
    return Trouble.objects.current().filter(
        Q(issue=issue) | Q(issue__duplicate_of=issue) | Q(issue__duplicate_of__duplicate_of=issue),
        municipality_id=issue.municipality_id,
    )


def untold_raisers(issue: Issue) -> list[Trouble]:
    """Troubles of an issue (and of its duplicates) whose raiser was told nothing. One query."""
    rows = without_answer(troubles_of(issue))
    return list(with_raisers(rows).order_by("raised_on", "created_at"))


def without_answer(troubles: QuerySet[Trouble]) -> QuerySet[Trouble]:
    """Troubles of which nobody was told or excused."""
    return troubles.exclude(Exists(_settled()))


def with_raisers(troubles: QuerySet[Trouble]) -> QuerySet[Trouble]:
    """Troubles with all that `reach_raisers` looks at."""
    return troubles.select_related(
        "district",
        "issue__duplicate_of__duplicate_of",
        "organization",
        "post__organization",
        "expected__organization",
        "expected__post__organization",
        "expected__person",
    )


def raisers_of(issue: Issue, *, viewer: Viewer) -> list[Owed]:
    """Everybody who raised an issue, those who were told nothing first. Three queries."""
    rows = with_raisers(troubles_of(issue)).order_by("raised_on", "created_at")
    owed = _owed(rows, viewer)
    return sorted(owed, key=lambda one: one.is_told)


def raiser_of(trouble: Trouble, *, viewer: Viewer) -> Owed:
    """Whoever raised one trouble, and what they were told. Four queries."""
    rows = with_raisers(Trouble.objects.filter(municipality_id=trouble.municipality_id))
    return _owed([rows.get(pk=trouble.pk)], viewer)[0]


def list_owed(
    viewer: Viewer, *, district: District | None = None, show: str = ""
) -> QuerySet[Trouble]:
    """Troubles by whether their raiser was told: those whose answer is due first.

    show: "" for what is owed an answer now (decided, or its issue closed), "open" for all untold,
    "told" for the others, "all". `is_told` and `is_due` stand on each row.
    """
    rows = with_raisers(visible_troubles(viewer))
    if district is not None:
        rows = rows.filter(district=district)
    decided = Q(state__in=(TroubleState.SETTLED, TroubleState.ANSWERED, TroubleState.REFERRED))
    rows = rows.annotate(is_told=Exists(_settled())).annotate(
        place=Case(
            When(Q(is_told=False) & (decided | _has_ended()), then=Value(0)),
            When(is_told=False, then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        )
    )
    wanted = {"": Q(place=0), "open": Q(is_told=False), "told": Q(is_told=True)}
    rows = rows.filter(wanted[show]) if show in wanted else rows
    return rows.order_by("place", "raised_on", "created_at", "id")


def owed_now(viewer: Viewer, district_ids: Collection[UUID]) -> QuerySet[Trouble]:
    """Troubles of some districts whose raiser is to be answered now; the oldest first."""
    return list_owed(viewer).filter(district_id__in=district_ids)


def to_ask_now(viewer: Viewer, district_ids: Collection[UUID]) -> QuerySet[Answer]:
    """Answers of some districts of which it is to be asked now whether they helped."""
    return to_ask(viewer).filter(trouble__district_id__in=district_ids)


def owed_page(troubles: QuerySet[Trouble], number: str | int | None) -> Page[Trouble]:
    """One page of a list; a number that does not exist gives the nearest page."""
    return Paginator(troubles, PAGE_SIZE).get_page(number)


def owed_rows(troubles: Iterable[Trouble], *, viewer: Viewer) -> list[Owed]:
    """What is owed to the raisers of the troubles, in their order. Three queries."""
    return _owed(troubles, viewer)


def get_visible_answer(answer_id: UUID, *, viewer: Viewer, removed: bool = False) -> Answer:
    """An answer with its trouble; `removed` also finds one that was taken back."""
    answers = Answer.objects.filter(
        municipality_id=viewer.municipality_id,
        pk=answer_id,
        trouble__in=visible_troubles(viewer),
    )
    if not removed:
        answers = answers.filter(removed_at=None)
    answer = answers.select_related("trouble__district", "trouble__issue").first()
    if answer is None:
        raise NotFound(_("この返答は見つかりません。"))
    return answer


def to_ask(viewer: Viewer, *, district: District | None = None) -> QuerySet[Answer]:
    """Answers told a month ago whose raiser was not asked whether it helped; the oldest first."""
    rows = Answer.objects.current().filter(
        municipality_id=viewer.municipality_id,
        state=AnswerState.TOLD,
        ask_on__lte=viewer.on,
        helped="",
        trouble__in=visible_troubles(viewer),
    )
    if district is not None:
        rows = rows.filter(trouble__district=district)
    links = ("district", "issue", "organization", "post__organization")
    calls = ("expected__organization", "expected__post__organization", "expected__person")
    return rows.select_related(*(f"trouble__{link}" for link in (*links, *calls))).order_by(
        F("ask_on").asc(), "created_at", "id"
    )


def answers_by_number(number: str, *, viewer: Viewer) -> list[Answer]:
    """Told answers by the number on their card, 「3F2A-91BC」: the first digits of the id."""
    digits = plain_code(number).replace("-", "").lower()
    if not re.fullmatch("[0-9a-f]{8}", digits):
        return []
    first, last = UUID(digits + "0" * 24), UUID(digits + "f" * 24)
    rows = Answer.objects.current().filter(
        municipality_id=viewer.municipality_id,
        pk__range=(first, last),
        trouble__in=visible_troubles(viewer),
    )
    return list(rows.select_related("trouble__district", "trouble__issue"))


def answers_page(answers: QuerySet[Answer], number: str | int | None) -> Page[Answer]:
    """One page of a list; a number that does not exist gives the nearest page."""
    return Paginator(answers, PAGE_SIZE).get_page(number)


def proposed_words(trouble: Trouble) -> str:
    """What an answer may begin with: what came of the issue, what the city said, or why it is none.

    At most one query.
    Japanese whatever the page's language is: it goes on papers.
    """
    said = {
        TroubleState.SETTLED: f"お寄せいただいた困りごとは、次のようにいたしました。{trouble.settled_reason}",
        TroubleState.REFERRED: f"お寄せいただいた困りごとは、{trouble.referred_to}につなぎました。",
    }.get(TroubleState(trouble.state), "")
    issue = goes_on_in(trouble.issue)
    if issue is None:
        return said
    if issue.status == IssueStatus.CLOSED:
        return (
            f"お寄せいただいた困りごとは、地域の課題「{issue.title}」として話し合いました。"
            f"{issue.closed_reason}"
        )
    city = _city_answer(issue)
    return (
        f"お寄せいただいた困りごとは、地域の課題「{issue.title}」として取り上げ、"
        f"{_STANDING[IssueStatus(issue.status)]}"
        + (f"\n{city.asked}からの返答：{city.answer[:CITY_ANSWER_LENGTH]}" if city else "")
    )


_STANDING = {
    IssueStatus.OPEN: "話し合いを続けています。",
    IssueStatus.ACTING: "取組を進めています。",
    IssueStatus.WAITING: "関係するところの返答を待っています。",
}


def _has_ended() -> Q:
    """The issue of a trouble came to its end: a duplicate only with the one in which it goes on."""
    link, ended = "issue__duplicate_of", Q()
    for path in ("issue", link, f"{link}__duplicate_of"):
        last = Q(**{f"{path}__status": IssueStatus.CLOSED, f"{path}__duplicate_of": None})
        ended |= Q(**{f"{path}__isnull": False}) & last
    return ended


def _settled() -> QuerySet[Answer]:
    return Answer.objects.current().filter(
        municipality_id=OuterRef("municipality_id"),
        trouble_id=OuterRef("pk"),
        state__in=SETTLED_ANSWERS,
    )


def _owed(troubles: Iterable[Trouble], viewer: Viewer) -> list[Owed]:
    rows = list(troubles)
    if not rows:
        return []
    answers: dict[UUID, list[Answer]] = defaultdict(list)
    found = Answer.objects.current().filter(
        municipality_id=rows[0].municipality_id, trouble__in=rows
    )
    for answer in found.order_by("-created_at"):
        answers[answer.trouble_id].append(answer)
    reach = reach_raisers(rows, on=viewer.on)
    return [Owed(row, reach[row.pk], tuple(answers[row.pk])) for row in rows]


def _city_answer(issue: Issue) -> Escalation | None:
    """The latest question about an issue that was answered. One query."""
    found = Escalation.objects.current().filter(
        municipality_id=issue.municipality_id, issue=issue, answered_on__isnull=False
    )
    return found.order_by("-answered_on", "-created_at").first()
