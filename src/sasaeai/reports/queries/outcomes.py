"""What became of the troubles of a 年度 (どうなったか): raised, taken up, acted on, answered, waiting.

A trouble belongs to the 年度 in which it was raised, whenever it is answered, and is counted once.
An issue that goes on in another one (duplicate_of) is followed to it, two steps far.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    Exists,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    UUIDField,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from sasaeai.issues.access import visible_issues, visible_troubles
from sasaeai.issues.enums import AnswerState, IssueStatus, TroubleState
from sasaeai.issues.models import Action, Answer, Escalation, Issue, Trouble
from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.models import Topic
from sasaeai.meetings.queries import topics_of
from sasaeai.people.access import visible_districts
from sasaeai.people.models import District
from sasaeai.reports.queries.outcome_parts import (
    BY_STATE,
    NO_TOPIC,
    WAITS,
    DistrictOutcome,
    Figures,
    IssuePart,
    Outcomes,
    Part,
    TopicOutcome,
    parts_of,
)


@dataclass(frozen=True, slots=True)
class _Tally:
    """Rows of the database added up under one name."""

    counts: Counter[Part]
    days: Counter[int]

    @classmethod
    def empty(cls) -> _Tally:
        return cls(Counter(), Counter())

    def figures(self) -> Figures:
        return Figures(dict(self.counts), tuple(sorted(self.days.elements())))


_Key = tuple[UUID, UUID | None]


def outcomes_of(
    viewer: Viewer, fiscal_year: FiscalYear, *, district: District | None = None
) -> Outcomes:
    """The figures of a 年度, of one district or of all the viewer reads. Five queries."""
    districts = [district] if district else list(visible_districts(viewer))
    topics = list(topics_of(viewer.municipality_id))
    tallies = _tallies(traced(viewer, fiscal_year, district=district), fiscal_year)
    issues = _issues(viewer, fiscal_year, district)
    rows = tuple(
        DistrictOutcome(
            one,
            _summed(tally for (where, _topic), tally in tallies.items() if where == one.id),
            _by_topic({key: tally for key, tally in tallies.items() if key[0] == one.id}, topics),
            _issue_parts(issues.get(one.id, Counter())),
        )
        for one in districts
    )
    return Outcomes(
        fiscal_year,
        rows,
        _summed(tallies.values()),
        _by_topic(tallies, topics),
        _issue_parts(sum(issues.values(), Counter())),
    )


def years_of_troubles(viewer: Viewer) -> tuple[FiscalYear, ...]:
    """Every 年度 from the first trouble the viewer may read to the present one, latest first."""
    present = FiscalYear.of(viewer.on)
    first = visible_troubles(viewer).aggregate(first=Min("raised_on"))["first"]
    begin = min(FiscalYear.of(first), present) if first else present
    return tuple(FiscalYear(year) for year in range(present.year, begin.year - 1, -1))


def traced(
    viewer: Viewer, fiscal_year: FiscalYear, *, district: District | None = None
) -> QuerySet[Trouble]:
    """Troubles raised in a 年度 with what became of them.

    root: the issue in which it goes on; root_topic; told_on: the first day its raiser was told;
    acted: whether anybody promised to do something; waiting: "told", "excused" or a WAIT_… part.
    """
    troubles = visible_troubles(viewer).filter(
        raised_on__gte=fiscal_year.start, raised_on__lte=fiscal_year.end
    )
    if district is not None:
        troubles = troubles.filter(district=district)
    own = Answer.objects.current().filter(
        municipality_id=OuterRef("municipality_id"), trouble_id=OuterRef("pk")
    )
    told = own.filter(state=AnswerState.TOLD).order_by("told_on").values("told_on")[:1]
    return troubles.annotate(
        told_on=Subquery(told),
        excused=Exists(own.filter(state=AnswerState.EXCUSED)),
        root=_of_root("", UUIDField()),
        root_topic=_of_root("__topic", UUIDField()),
        root_status=_of_root("__status", TextField()),
    ).annotate(
        acted=Exists(_promises()),
        waiting=_waiting(),
    )


def outcome_list(
    viewer: Viewer,
    fiscal_year: FiscalYear,
    part: Part,
    *,
    district: District | None = None,
    topic: str = "",
) -> QuerySet[Trouble]:
    """The troubles behind one number, the oldest first. topic: a topic's id, NO_TOPIC, or ""."""
    rows = traced(viewer, fiscal_year, district=district).filter(_condition(part, fiscal_year))
    if topic == NO_TOPIC:
        rows = rows.filter(root_topic__isnull=True)
    elif topic:
        rows = rows.filter(root_topic=UUID(topic))
    return rows.select_related("district", "issue").order_by("raised_on", "created_at", "id")


def issue_list(
    viewer: Viewer, fiscal_year: FiscalYear, part: IssuePart, *, district: District | None = None
) -> QuerySet[Issue]:
    """The issues behind one number, the oldest first."""
    issues = _opened(viewer, fiscal_year, district)
    if part == IssuePart.CLOSED:
        issues = issues.filter(status=IssueStatus.CLOSED)
    elif part == IssuePart.GOING_ON:
        issues = issues.exclude(status=IssueStatus.CLOSED)
    return issues.select_related("district", "topic").order_by("opened_on", "title", "id")


def waited_for(troubles: Sequence[Trouble]) -> dict[UUID, str]:
    """Who is waited for, by trouble: those who promised something, or whom the city was asked at.

    troubles: rows of `outcome_list`. Two queries, however many there are.
    """
    roots = {row.root for row in troubles if row.root}
    if not roots:
        return {}
    scope = {"municipality_id": troubles[0].municipality_id, "issue_id__in": roots}
    names: dict[tuple[str, UUID], list[str]] = defaultdict(list)
    promised = Action.objects.current().filter(**scope, done_on=None)
    for issue_id, who in promised.values_list("issue_id", "who"):
        names[Part.WAIT_ACTION, issue_id].append(who)
    asked = Escalation.objects.current().filter(**scope, answered_on=None)
    for issue_id, who in asked.values_list("issue_id", "asked"):
        names[Part.WAIT_CITY, issue_id].append(who)
    return {
        row.id: "、".join(dict.fromkeys(names.get((row.waiting, row.root), []))) for row in troubles
    }


# ── What the database is asked ───────────────────────────────────────────────────────────────────


def _of_root(path: str, output: TextField | UUIDField) -> Coalesce:
    """A column of the issue in which a trouble's issue goes on."""
    link = "issue__duplicate_of"
    return Coalesce(
        f"{link}__duplicate_of{path}", f"{link}{path}", f"issue{path}", output_field=output
    )


def _promises() -> QuerySet[Action]:
    """Who does what about the issue of a trouble, or did before it was joined to another."""
    return Action.objects.current().filter(
        Q(issue_id=OuterRef("root")) | Q(issue_id=OuterRef("issue_id")),
        municipality_id=OuterRef("municipality_id"),
    )


def _waiting() -> Case:
    asked = Escalation.objects.current().filter(
        municipality_id=OuterRef("municipality_id"), issue_id=OuterRef("root"), answered_on=None
    )
    ended = ~Q(state=TroubleState.TAKEN) | Q(root_status=IssueStatus.CLOSED)
    return Case(
        When(told_on__isnull=False, then=Value(Part.TOLD.value)),
        When(excused=True, then=Value(Part.EXCUSED.value)),
        When(state=TroubleState.NEW, then=Value(Part.WAIT_DECISION.value)),
        When(ended, then=Value(Part.WAIT_ANSWER.value)),
        When(Exists(asked), then=Value(Part.WAIT_CITY.value)),
        When(Exists(_promises().filter(done_on=None)), then=Value(Part.WAIT_ACTION.value)),
        default=Value(Part.WAIT_MEETING.value),
        output_field=TextField(),
    )


def _condition(part: Part, fiscal_year: FiscalYear) -> Q:
    if part in BY_STATE.values():
        return Q(state=next(state for state, name in BY_STATE.items() if name == part))
    if part in WAITS or part in {Part.TOLD, Part.EXCUSED}:
        return Q(waiting=part.value)
    return {
        Part.RAISED: Q(),
        Part.ACTED: Q(acted=True),
        Part.LATER: Q(told_on__gt=fiscal_year.end),
        Part.UNTOLD: ~Q(waiting__in=(Part.TOLD.value, Part.EXCUSED.value)),
    }[part]


def _tallies(rows: QuerySet[Trouble], fiscal_year: FiscalYear) -> dict[_Key, _Tally]:
    """Everything added up by district and topic. Two queries, grouped by the database."""
    found: dict[_Key, _Tally] = defaultdict(_Tally.empty)
    grouped = rows.order_by().values_list("district_id", "root_topic", "state", "acted", "waiting")
    for where, topic, state, acted, waiting, n in grouped.annotate(n=Count("pk")):
        for part in parts_of(state, waiting, acted=acted):
            found[where, topic].counts[part] += n
    answered = rows.filter(told_on__isnull=False).order_by()
    days = answered.values_list("district_id", "root_topic", "raised_on", "told_on")
    for where, topic, raised_on, told_on, n in days.annotate(n=Count("pk")):
        tally = found[where, topic]
        tally.days[_days(raised_on, told_on)] += n
        if told_on > fiscal_year.end:
            tally.counts[Part.LATER] += n
    return found


def _days(raised_on: date, told_on: date) -> int:
    """A day written wrong does not make an answer come before its trouble."""
    return max((told_on - raised_on).days, 0)


def _opened(viewer: Viewer, fiscal_year: FiscalYear, district: District | None) -> QuerySet[Issue]:
    issues = visible_issues(viewer).filter(
        opened_on__gte=fiscal_year.start,
        opened_on__lte=fiscal_year.end,
        duplicate_of__isnull=True,
    )
    return issues.filter(district=district) if district else issues


def _issues(
    viewer: Viewer, fiscal_year: FiscalYear, district: District | None
) -> dict[UUID, Counter[str]]:
    """How many issues of each status were opened in the 年度, by district."""
    found: dict[UUID, Counter[str]] = defaultdict(Counter)
    rows = _opened(viewer, fiscal_year, district).order_by().values_list("district_id", "status")
    for where, status, n in rows.annotate(n=Count("pk")):
        found[where][status] += n
    return found


# ── Adding up ────────────────────────────────────────────────────────────────────────────────────


def _summed(tallies: Iterable[_Tally]) -> Figures:
    total = _Tally.empty()
    for tally in tallies:
        total.counts.update(tally.counts)
        total.days.update(tally.days)
    return total.figures()


def _by_topic(tallies: Mapping[_Key, _Tally], topics: Sequence[Topic]) -> tuple[TopicOutcome, ...]:
    """Topics that occur, in their order; those without a topic last."""
    grouped: dict[UUID | None, list[_Tally]] = defaultdict(list)
    for (_where, topic_id), tally in tallies.items():
        grouped[topic_id].append(tally)
    named = [TopicOutcome(topic, _summed(grouped[topic.id])) for topic in topics]
    rows = [*named, TopicOutcome(None, _summed(grouped[None]))]
    return tuple(row for row in rows if row.figures["raised"])


def _issue_parts(by_status: Counter[str]) -> dict[IssuePart, int]:
    opened = by_status.total()
    closed = by_status[IssueStatus.CLOSED]
    return {
        IssuePart.OPENED: opened,
        IssuePart.CLOSED: closed,
        IssuePart.GOING_ON: opened - closed,
    }
