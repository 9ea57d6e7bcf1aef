"""A district's own practice as a pattern: its bodies, who hosts and comes, what counts for what."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import is_told_of, visible_bodies
from sasaeai.meetings.enums import BodyKind, MeetingState
from sasaeai.meetings.models import (
    AgendaItem,
    Body,
    BodyHost,
    BodyMember,
    Recognition,
    RecognitionLink,
)
from sasaeai.meetings.queries.bodies import still_meets
from sasaeai.people.models import District
from sasaeai.rollout.models import PatternUse
from sasaeai.rollout.queries.pattern_shape import (
    DISTRICT,
    BodyShape,
    ItemShape,
    PatternShape,
    StepShape,
    shape_of,
)

LAST_MEETINGS = 3
"""Agendas looked at for what a body usually talks about."""
MOST_ITEMS = 6
_KINDS = (BodyKind.SUPPORT, BodyKind.NETWORK, BodyKind.STEERING, BodyKind.OTHER)
_STEPS = (
    StepShape(32, "会場を押さえ、議題と案内の文を確かめる", "地区社協・推進員"),
    StepShape(30, "案内を出す", "地区社協・推進員"),
    StepShape(10, "返信を締め切り、まだの方に電話で聞く", "推進員"),
    StepShape(-14, "記録をまとめ、回覧で知らせる", "推進員"),
)


def own_practice(
    district: District, *, name: str, summary: str, viewer: Viewer
) -> PatternShape | None:
    """How a district meets today, without a name of anybody; None when it has no body.

    Steps, letter and 「向いている地区」 come from the pattern it uses, where it uses one.
    """
    recognitions = _running(district, viewer)
    bodies = _bodies(district, recognitions, viewer)
    if not bodies:
        return None
    keys = _keys(bodies)
    hosts, members = _hosts(bodies), _members(bodies)
    links, items = _links(recognitions), _usual_items(bodies, district.name)
    counts_for = {each.body_id: keys.get(each.counts_for_id, "") for each in recognitions}
    shapes = tuple(
        BodyShape(
            key=keys[body.id],
            kind=body.kind,
            name=body.name.replace(district.name, DISTRICT),
            purpose=body.purpose.replace(district.name, DISTRICT),
            hosts=hosts[body.id],
            members=tuple(members[body.id]),
            titles=tuple(
                (code, "\n".join(titles)) for code, titles in members[body.id].items() if titles
            ),
            links=links[body.id],
            items=items[body.id],
            existing=body.id in counts_for,
            yearly_target=body.yearly_target,
            usual_start=body.usual_start,
            usual_minutes=body.usual_minutes,
            regime=body.usual_regime,
            prepares=keys.get(body.prepares_id, ""),
            counts_for=counts_for.get(body.id, ""),
            first_after_days=-28 if body.prepares_id in keys else 0,
        )
        for body in bodies
    )
    shape = PatternShape(name=name, summary=summary, bodies=shapes, steps=_STEPS)
    return _with_base(shape, district, viewer)


def _with_base(shape: PatternShape, district: District, viewer: Viewer) -> PatternShape:
    use = (
        PatternUse.objects.filter(
            municipality_id=viewer.municipality_id, district=district, removed_at__isnull=True
        )
        .select_related("pattern")
        .first()
    )
    if use is None:
        return shape
    base = shape_of(use.pattern)
    return replace(
        shape,
        suits=base.suits,
        notice_lead=base.notice_lead,
        steps=base.steps or shape.steps,
    )


def _running(district: District, viewer: Viewer) -> list[Recognition]:
    """Recognitions for bodies of the district that run on the viewer's day."""
    found = Recognition.objects.current().filter(
        municipality_id=viewer.municipality_id,
        counts_for__district=district,
        since__lte=viewer.on,
    )
    return [each for each in found.select_related("body") if each.runs_on(viewer.on)]


def _bodies(district: District, recognitions: Sequence[Recognition], viewer: Viewer) -> list[Body]:
    """Bodies of the district that still meet, and those that count for them; no 説明会."""
    own = Body.objects.filter(
        still_meets(viewer.on),
        municipality_id=viewer.municipality_id,
        district=district,
        kind__in=_KINDS,
    )
    bodies = {body.id: body for body in own.order_by("position", "created_at")}
    more = visible_bodies(viewer).filter(
        still_meets(viewer.on),
        pk__in=[each.body_id for each in recognitions if each.body_id not in bodies],
    )
    return [*bodies.values(), *more]


def _keys(bodies: Sequence[Body]) -> dict[UUID, str]:
    """A key for each body: its kind, numbered where there are several of one kind."""
    seen: Counter[str] = Counter()
    keys = {}
    for body in bodies:
        seen[body.kind] += 1
        number = seen[body.kind]
        keys[body.id] = body.kind if number == 1 else f"{body.kind}{number}"
    return keys


def _hosts(bodies: Sequence[Body]) -> dict[UUID, tuple[str, ...]]:
    hosts = BodyHost.objects.filter(municipality_id=bodies[0].municipality_id, body__in=bodies)
    found: dict[UUID, dict[str, None]] = defaultdict(dict)
    rows = hosts.order_by("position").values_list("body_id", "organization__kind__code")
    for body_id, code in rows:
        found[body_id][code] = None
    return defaultdict(tuple, {body_id: tuple(codes) for body_id, codes in found.items()})


def _members(bodies: Sequence[Body]) -> dict[UUID, dict[str, list[str]]]:
    """By body and kind of organisation, the titles called. A title is a post, never a name."""
    members = BodyMember.objects.current().filter(
        municipality_id=bodies[0].municipality_id, body__in=bodies
    )
    rows = members.order_by("post__organization__kind__position", "position").values_list(
        "body_id", "post__organization__kind__code", "post__title"
    )
    found: dict[UUID, dict[str, list[str]]] = defaultdict(dict)
    for body_id, code, title in rows:
        titles = found[body_id].setdefault(code, [])
        if title not in titles and len("\n".join([*titles, title])) <= 200:
            titles.append(title)
    return found


def _links(recognitions: Sequence[Recognition]) -> dict[UUID, tuple[str, ...]]:
    """By body, kinds of organisation whose coordinators carry the news."""
    found: dict[UUID, dict[str, None]] = defaultdict(dict)
    if recognitions:
        links = RecognitionLink.objects.current().filter(
            municipality_id=recognitions[0].municipality_id, recognition__in=recognitions
        )
        for body_id, counts_for_id, code in links.values_list(
            "recognition__body_id", "recognition__counts_for_id", "post__organization__kind__code"
        ):
            found[body_id][code] = None
            found[counts_for_id][code] = None
    return defaultdict(tuple, {body_id: tuple(codes) for body_id, codes in found.items()})


def _usual_items(bodies: Sequence[Body], district: str) -> dict[UUID, tuple[ItemShape, ...]]:
    """Public items that stood on more than one of a body's last agendas, else those of the last."""
    rows = (
        AgendaItem.objects.current()
        .filter(
            is_told_of("meeting__"),
            municipality_id=bodies[0].municipality_id,
            meeting__body__in=bodies,
            meeting__state=MeetingState.HELD,
            is_public=True,
        )
        .order_by("-meeting__starts_at", "position")
        .values_list("meeting__body_id", "meeting_id", "title", "kind", "minutes")
    )
    agendas: dict[UUID, dict[UUID, list[ItemShape]]] = defaultdict(dict)
    for body_id, meeting_id, title, kind, minutes in rows.iterator():
        meetings = agendas[body_id]
        if meeting_id in meetings or len(meetings) < LAST_MEETINGS:
            item = ItemShape(title.replace(district, DISTRICT), kind, minutes or 10)
            meetings.setdefault(meeting_id, []).append(item)
    return defaultdict(
        tuple, {body_id: _usual(list(found.values())) for body_id, found in agendas.items()}
    )


def _usual(agendas: Sequence[Sequence[ItemShape]]) -> tuple[ItemShape, ...]:
    times = Counter(title for agenda in agendas for title in {item.title for item in agenda})
    again = {title for title, count in times.items() if count > 1}
    kept: dict[str, ItemShape] = {}
    for item in (item for agenda in agendas for item in agenda):
        if item.title in again:
            kept.setdefault(item.title, item)
    return tuple(kept.values() or (agendas[0] if agendas else ()))[:MOST_ITEMS]
