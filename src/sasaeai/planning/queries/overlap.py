"""Pairs of bodies that are alike, and where each pair stands (会議を減らす)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import combinations
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from sasaeai.kernel.errors import NotFound
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import visible_bodies
from sasaeai.meetings.enums import BodyKind
from sasaeai.meetings.models import Body, Recognition
from sasaeai.people.models import District
from sasaeai.planning.access import visible_pairs, visible_proposals
from sasaeai.planning.core.overlap import SAME_PEOPLE_PAIR, Advice, Facts, advise, compare
from sasaeai.planning.enums import JoinState, JoinWay
from sasaeai.planning.models import BackToBack, JoinProposal
from sasaeai.planning.queries.looks import Called, Item, Look, looks_of
from sasaeai.planning.queries.sentences import (
    Sentence,
    obstacle_words,
    room_sentence,
    saved_sentences,
    three_sentences,
)

REST = timedelta(days=365)
"""How long a pair is left alone after a no, unless its figures change."""

_Ids = frozenset[UUID]


class Standing(StrEnum):
    """Where a pair stands. The lists of the page follow this order."""

    ASKED = "asked"
    PROPOSED = "proposed"
    DECLINED = "declined"
    JOINED = "joined"
    SEPARATE = "separate"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two bodies side by side. one: whose meetings would count; other: for which they would count.

    proposal: what is asked, or was declined; tie: what already joins them.
    """

    one: Look
    other: Look
    facts: Facts
    advice: Advice
    standing: Standing
    proposal: JoinProposal | None = None
    tie: Recognition | BackToBack | None = None

    @property
    def word(self) -> JoinWay:
        """What is advised."""
        return JoinWay(self.advice.word.value)

    @property
    def is_back_to_back(self) -> bool:
        """Whether the two are held on one day already, one after the other."""
        return isinstance(self.tie, BackToBack)

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The three facts."""
        return three_sentences(self.facts, self.one, self.other)

    @property
    def further(self) -> tuple[Sentence, ...]:
        """The hall, what is saved, and what it costs whom."""
        way = self.word
        if self.tie is not None:
            way = JoinWay.BACK_TO_BACK if self.is_back_to_back else JoinWay.MERGE
        return self.meaning(way)

    def meaning(self, way: str) -> tuple[Sentence, ...]:
        """The hall, what one of the two ways saves, and what it costs whom."""
        return (room_sentence(self.facts), *saved_sentences(self.facts, way))

    @property
    def obstacles(self) -> list[str]:
        """Why it is not advised more strongly."""
        return obstacle_words(self.advice.obstacles)

    @property
    def in_both(self) -> list[Called]:
        """Those called to both, in the order of the body that would count."""
        others = {person.key for person in self.other.called}
        return [person for person in self.one.called if person.key in others]

    @property
    def only_one(self) -> list[Called]:
        """Those called to the first body only."""
        return _but(self.one, self.other)

    @property
    def only_other(self) -> list[Called]:
        """Those called to the second body only."""
        return _but(self.other, self.one)

    @property
    def items(self) -> list[tuple[Item, bool]]:
        """The agenda that was counted, and whether the other body treats the category too."""
        topics = self.facts.topics
        of, than = (self.one, self.other) if topics and topics.of_first else (self.other, self.one)
        treated = {item.topic_id for item in than.items}
        return [(item, item.topic_id in treated) for item in of.items]


def _but(these: Look, those: Look) -> list[Called]:
    others = {person.key for person in those.called}
    return [person for person in these.called if person.key not in others]


def pairs_found(viewer: Viewer, *, district: District | None = None) -> list[Pair]:
    """Every pair of a district's bodies, and pairs over its border that are alike, by district.

    Bodies of one district are always compared; of two districts where every second is called to
    both. A 幹事会 is not compared with what it prepares, nor a briefing (説明会) with anything.
    Nine queries, however many bodies there are.
    """
    bodies = _bodies(viewer)
    looks = looks_of(bodies, viewer=viewer)
    found = _Found.of(viewer)
    pairs = []
    for one, other in _candidates(bodies, looks):
        if district and district.id not in {one.district_id, other.district_id}:
            continue
        pairs.append(_pair(looks[one.id], looks[other.id], found, viewer))
    order = {body.id: place for place, body in enumerate(bodies)}
    rank = list(Standing)
    return sorted(
        pairs,
        key=lambda pair: (
            rank.index(pair.standing),
            order[pair.other.body.id],
            order[pair.one.body.id],
        ),
    )


def pair_of(body_id: UUID, other_id: UUID, *, viewer: Viewer) -> Pair:
    """Two bodies the viewer may read, whichever comes first. NotFound for strangers."""
    bodies = [body for body in _bodies(viewer, every=True) if body.id in {body_id, other_id}]
    if len(bodies) != 2:
        raise NotFound(_("この会議体の組は見つかりません。"))
    looks = looks_of(bodies, viewer=viewer)
    one, other = _ordered(*bodies, looks)
    return _pair(looks[one.id], looks[other.id], _Found.of(viewer), viewer)


def _bodies(viewer: Viewer, *, every: bool = False) -> list[Body]:
    bodies = visible_bodies(viewer).select_related("district", "usual_venue")
    if not every:
        bodies = bodies.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=viewer.on)).exclude(
            kind=BodyKind.BRIEFING
        )
    return list(bodies)


def _candidates(bodies: Sequence[Body], looks: dict[UUID, Look]) -> list[tuple[Body, Body]]:
    by_id = {body.id: body for body in bodies}
    by_district: dict[UUID, list[Body]] = defaultdict(list)
    for body in bodies:
        by_district[body.district_id].append(body)
    found = [pair for of in by_district.values() for pair in combinations(of, 2)]
    for (first, second), both in _called_to_both(looks).items():
        smaller = min(len(looks[first].called), len(looks[second].called))
        one, other = by_id[first], by_id[second]
        if one.district_id != other.district_id and both / smaller >= SAME_PEOPLE_PAIR:
            found.append((one, other))
    return [
        _ordered(one, other, looks)
        for one, other in found
        if other.id != one.prepares_id and one.id != other.prepares_id
    ]


def _called_to_both(looks: dict[UUID, Look]) -> Counter[tuple[UUID, UUID]]:
    """How many are called to each two bodies; pairs that share nobody are not there."""
    bodies: dict[Hashable, list[UUID]] = defaultdict(list)
    for body_id, look in looks.items():
        for person in look.called:
            bodies[person.key].append(body_id)
    return Counter(pair for of in bodies.values() for pair in combinations(sorted(of), 2))


def _ordered(one: Body, other: Body, looks: dict[UUID, Look]) -> tuple[Body, Body]:
    """The body that would count first, then the one it would count for: 支え合い会議, or the larger."""

    def weight(body: Body) -> tuple[bool, int, int]:
        return (body.kind == BodyKind.SUPPORT, len(looks[body.id].called), -body.position)

    return (one, other) if weight(one) <= weight(other) else (other, one)


@dataclass(frozen=True, slots=True)
class _Found:
    """What already ties two bodies, and what was asked of them, by the ids of both."""

    ties: dict[_Ids, Recognition | BackToBack]
    proposals: dict[_Ids, JoinProposal]

    @classmethod
    def of(cls, viewer: Viewer) -> _Found:
        """Three queries."""
        ties: dict[_Ids, Recognition | BackToBack] = {}
        pairs = visible_pairs(viewer).filter(Q(until__isnull=True) | Q(until__gte=viewer.on))
        for pair in pairs.select_related("first", "second"):
            ties[frozenset({pair.first_id, pair.second_id})] = pair
        recognitions = Recognition.objects.current().filter(
            Q(until__isnull=True) | Q(until__gte=viewer.on),
            municipality_id=viewer.municipality_id,
            counts_for__in=visible_bodies(viewer),
        )
        for recognition in recognitions.select_related("body", "counts_for"):
            ties[frozenset({recognition.body_id, recognition.counts_for_id})] = recognition
        proposals = visible_proposals(viewer).filter(removed_at__isnull=True)
        latest = {
            frozenset({proposal.body_id, proposal.counts_for_id}): proposal
            for proposal in proposals.order_by("asked_on", "created_at")
        }
        return cls(ties, latest)


def _pair(one: Look, other: Look, found: _Found, viewer: Viewer) -> Pair:
    facts = compare(one.side, other.side)
    advice = advise(facts)
    ids = frozenset({one.body.id, other.body.id})
    tie, proposal = found.ties.get(ids), found.proposals.get(ids)
    standing = _standing(JoinWay(advice.word.value), tie, proposal)
    if standing == Standing.DECLINED and proposal:
        now = {s.key: list(s.numbers) for s in three_sentences(facts, one, other)}
        if not rests(proposal, now, viewer):
            standing = _standing(JoinWay(advice.word.value), None, None)
    return Pair(one, other, facts, advice, standing, proposal, tie)


def rests(proposal: JoinProposal, now: dict[str, list[int]], viewer: Viewer) -> bool:
    """Whether a declined pair is left alone: for a year, while people and topics are the same."""
    settled = proposal.settled_on or proposal.asked_on
    if viewer.on >= settled + REST:
        return False
    then = {fact["key"]: fact["numbers"] for fact in proposal.facts}
    return all(then.get(key) == now[key] for key in ("people", "topics"))


def _standing(
    word: JoinWay, tie: Recognition | BackToBack | None, proposal: JoinProposal | None
) -> Standing:
    if tie is not None:
        return Standing.JOINED
    if proposal is not None and proposal.state == JoinState.ASKED:
        return Standing.ASKED
    if proposal is not None and proposal.state == JoinState.DECLINED:
        return Standing.DECLINED
    return Standing.SEPARATE if word == JoinWay.SEPARATE else Standing.PROPOSED
