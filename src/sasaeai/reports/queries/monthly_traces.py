"""What a coordinator keyed in a month, read from the trail of writes: nobody writes it down twice.

Each write is told on the day it was made, under the kind of work it was as far as that is known (a
trouble that came by telephone is a call). What was taken back since is left out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import TextField, UUIDField, Value
from django.utils.translation import gettext_lazy as _

from sasaeai.audit.models import Entry
from sasaeai.directory.models import Service, ServiceCheck
from sasaeai.issues.enums import TroubleVia
from sasaeai.issues.models import Action, Answer, Escalation, Issue, Trouble
from sasaeai.kernel import clock
from sasaeai.meetings.access import is_told_of
from sasaeai.meetings.models import Meeting
from sasaeai.notices.enums import ReplyVia
from sasaeai.notices.models import Reply
from sasaeai.people.enums import Channel
from sasaeai.planning.enums import ActivityKind
from sasaeai.rollout.models import DistrictStage, StageOpinion

_BY_WAY = {
    TroubleVia.PHONE: ActivityKind.CALL,
    TroubleVia.VISIT: ActivityKind.VISIT,
    ReplyVia.PHONE: ActivityKind.CALL,
    Channel.PHONE: ActivityKind.CALL,
    Channel.HAND: ActivityKind.VISIT,
}


@dataclass(frozen=True, slots=True)
class _Source:
    """A table whose rows' writes are told. district, way: the columns that say where and how.

    told: by verb, the kind of work (None: as the way says) and what it is called.
    meeting: the way from a row to its meeting ("expected__meeting__"), None where there is none.
    """

    model: Any
    told: dict[str, tuple[ActivityKind | None, Any]]
    district: str = ""
    way: str = ""
    meeting: str | None = None

    @property
    def label(self) -> str:
        return self.model._meta.label_lower


_DECIDED = (ActivityKind.OFFICE, _("困りごとの扱いを決めた"))
_SOURCES = (
    _Source(
        Trouble,
        {
            "raise": (None, _("困りごとを聞いた")),
            **dict.fromkeys(("settle", "answer", "refer", "take"), _DECIDED),
        },
        "district_id",
        "via",
    ),
    _Source(
        Answer,
        {
            "tell": (None, _("困りごとの返答を伝えた")),
            "ask": (ActivityKind.CALL, _("役に立ったかを聞いた")),
        },
        "trouble__district_id",
        "channel",
    ),
    _Source(
        Issue,
        dict.fromkeys(("open", "move", "close"), (ActivityKind.OFFICE, _("課題を進めた"))),
        "district_id",
    ),
    _Source(
        Action,
        {
            "add": (ActivityKind.OFFICE, _("取組の分担を書いた")),
            "finish": (ActivityKind.OFFICE, _("取組の結果を書いた")),
        },
        "district_id",
    ),
    _Source(
        Escalation,
        {"escalate": (ActivityKind.OFFICE, _("市へたずねた"))},
        "issue__district_id",
    ),
    _Source(
        Reply,
        dict.fromkeys(("reply", "confirm"), (None, _("出欠の返事を受けた"))),
        "expected__meeting__body__district_id",
        "via",
        "expected__meeting__",
    ),
    _Source(
        Meeting,
        {"create": (ActivityKind.OFFICE, _("会議を計画した"))},
        "body__district_id",
        meeting="",
    ),
    _Source(
        Service,
        {
            "create": (ActivityKind.SURVEY, _("相談先を一覧に加えた")),
            "verify": (ActivityKind.SURVEY, _("相談先を確かめた")),
        },
    ),
    _Source(
        ServiceCheck,
        {
            "ask": (ActivityKind.SURVEY, _("確認票を出した")),
            "answer": (ActivityKind.SURVEY, _("確認票の答えを入れた")),
        },
    ),
    _Source(
        DistrictStage,
        dict.fromkeys(("edit", "skip"), (ActivityKind.OFFICE, _("展開の段階を記録した"))),
        "district_id",
    ),
    _Source(
        StageOpinion,
        {"create": (ActivityKind.OFFICE, _("地区から出た意見を記録した"))},
        "record__district_id",
    ),
)


class Trace(NamedTuple):
    """The same work for the same district on one day. times: how often."""

    on: date
    kind: ActivityKind
    what: str
    district_id: UUID | None
    times: int


class _Write(NamedTuple):
    verb: str
    object_id: UUID
    at: datetime


def traces_of(
    municipality_id: UUID, accounts: Collection[UUID], first: date, last: date
) -> list[Trace]:
    """What these accounts keyed from a day to a day, early to late.

    One query, and one more for each kind of thing that was written.
    """
    writes = _writes(municipality_id, accounts, first, last)
    counted: Counter[tuple[date, ActivityKind, str, UUID | None]] = Counter()
    for source in _SOURCES:
        mine = writes.get(source.label, [])
        if not mine:
            continue
        places = _places(source, municipality_id, {write.object_id for write in mine})
        for write in mine:
            if write.object_id not in places:
                continue
            district_id, way = places[write.object_id]
            kind, what = source.told[write.verb]
            kind = kind or _BY_WAY.get(way, ActivityKind.OFFICE)
            counted[clock.to_tokyo(write.at).date(), kind, str(what), district_id] += 1
    rows = (Trace(*key, times) for key, times in counted.items())
    return sorted(rows, key=lambda row: (row.on, row.kind, row.what, str(row.district_id)))


def _writes(
    municipality_id: UUID, accounts: Collection[UUID], first: date, last: date
) -> dict[str, list[_Write]]:
    entries = Entry.objects.filter(
        municipality_id=municipality_id,
        actor_id__in=accounts,
        at__gte=clock.at(first, time(0)),
        at__lt=clock.at(last + timedelta(days=1), time(0)),
        object_type__in=[source.label for source in _SOURCES],
        verb__in={verb for source in _SOURCES for verb in source.told},
    )
    told = {source.label: source.told for source in _SOURCES}
    found: dict[str, list[_Write]] = defaultdict(list)
    for label, *write in entries.order_by("at").values_list(
        "object_type", "verb", "object_id", "at"
    ):
        if write[0] in told[label]:
            found[label].append(_Write(*write))
    return found


def _places(
    source: _Source, municipality_id: UUID, ids: Iterable[UUID]
) -> dict[UUID, tuple[UUID | None, str]]:
    """Where and how, of those rows that still stand. Nobody reads of a support council (L-03)."""
    rows = source.model.objects.filter(municipality_id=municipality_id, pk__in=set(ids))
    if any(field.name == "removed_at" for field in source.model._meta.get_fields()):
        rows = rows.filter(removed_at__isnull=True)
    if source.meeting is not None:
        rows = rows.filter(is_told_of(source.meeting))
    columns = (source.district or Value(None, UUIDField()), source.way or Value("", TextField()))
    return {key: (where, way) for key, where, way in rows.values_list("pk", *columns)}
