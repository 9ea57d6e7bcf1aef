"""Topics that a municipality begins with: the source's five examples and whom each proposes."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from sasaeai.audit import actions as audit
from sasaeai.kernel.errors import NotAllowed
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.models import Topic, TopicCall
from sasaeai.people.models import Municipality, OrganizationKind


@dataclass(frozen=True, slots=True)
class TopicSeed:
    """A topic with an example, and by code the kinds of organisation it calls for, with reasons."""

    code: str
    name: str
    example: str
    calls: tuple[tuple[str, str], ...]


# Source: 青森市「地域支え合い会議について」資料① p. 10, 「話し合う事項（例）」, five examples.
TOPICS = (
    TopicSeed(
        "consultation",
        "困りごとの相談先",
        "だれに相談すればよいかを皆で知っておく",
        (
            ("hokatsu", "高齢の方の相談を受けているため"),
            ("kosodate", "子育ての相談を受けているため"),
            ("sodan", "障がいのある方の相談を受けているため"),
            ("shi_shakyo", "くらしの相談先につなげるため"),
        ),
    ),
    TopicSeed(
        "privacy",
        "個人情報の取扱い",
        "地域ぐるみで支えるとき、何をどこまで伝えてよいか",
        (
            ("gyosei", "個人情報の決まりを説明できるため"),
            ("minjikyo", "見守りの中で住民の事情を知る立場のため"),
        ),
    ),
    TopicSeed(
        "disaster",
        "災害への備え",
        "災害のとき、各地域でどう動くか",
        (
            ("bosai", "自主防災の取組を進めているため"),
            ("chokai", "避難の声かけを町会がしているため"),
            ("gyosei", "市の防災の計画を説明できるため"),
        ),
    ),
    TopicSeed(
        "environment",
        "雪・ごみ",
        "ごみ出しと雪の始末に困る人を手伝う",
        (
            ("chokai", "ごみ集積所と雪の寄せ場を町会が世話しているため"),
            ("gyosei", "収集と除雪を市が受け持っているため"),
            ("volunteer", "ごみ出しと雪かきを手伝えるため"),
        ),
    ),
    TopicSeed(
        "bearers",
        "町会の担い手",
        "役員や当番のなり手が足りない中で町会を続ける",
        (
            ("chokai", "担い手を探している当事者のため"),
            ("pta", "子育て世代に声が届くため"),
            ("volunteer", "手伝いたい人を知っているため"),
        ),
    ),
)


def seed_topics(*, municipality: Municipality, actor: Viewer) -> list[Topic]:
    """Give a municipality the topics it does not have yet. Returns the new ones.

    A topic that is there already stays as the municipality made it; kinds that it does not know
    are passed over. Only the programme itself does this, when a municipality is set up.
    """
    if not actor.is_system or actor.municipality_id != municipality.id:
        raise NotAllowed("はじめの話題は、この市町村を登録するときに入ります。")
    with transaction.atomic():
        kinds = {
            kind.code: kind
            for kind in OrganizationKind.objects.filter(municipality_id=municipality.id)
        }
        there = set(
            Topic.objects.filter(municipality_id=municipality.id).values_list("code", flat=True)
        )
        return [
            _create(municipality, seed, position, kinds, actor)
            for position, seed in enumerate(TOPICS, start=1)
            if seed.code not in there
        ]


def _create(
    municipality: Municipality,
    seed: TopicSeed,
    position: int,
    kinds: dict[str, OrganizationKind],
    actor: Viewer,
) -> Topic:
    topic = Topic.objects.create(
        municipality=municipality,
        code=seed.code,
        name=seed.name,
        example=seed.example,
        position=position,
    )
    TopicCall.objects.bulk_create(
        TopicCall(municipality=municipality, topic=topic, kind=kinds[code], reason=reason)
        for code, reason in seed.calls
        if code in kinds
    )
    audit.record(actor=actor, verb="seed", obj=topic, after={"code": seed.code})
    return topic
