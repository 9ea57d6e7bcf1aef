"""Phrases that are said again and again (定型文), for whoever writes the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from sasaeai.kernel.errors import NotFound
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.enums import PhraseKind
from sasaeai.meetings.models import Phrase
from sasaeai.people.models import Municipality

STANDARD: Mapping[PhraseKind, Sequence[str]] = {
    PhraseKind.REMARK: (
        "困っている人が増えている。",
        "ここ数年で様子が変わってきた。",
        "担い手が足りず、続けるのがむずかしい。",
        "どこに相談すればよいか分からない。",
        "町会だけでは手が回らない。",
        "回覧だけでは伝わらない人がいる。",
        "となりの町会ではすでに取り組んでいる。",
        "できるところから少しずつ始めたい。",
        "手伝える人に声をかけてみる。",
        "担当の部署に確かめて、次回お知らせする。",
        "いまある制度やサービスが使える。",
        "個人が分からない形で様子を伝える。",
    ),
    PhraseKind.DECISION: (
        "次回までに様子を調べ、もう一度話し合う。",
        "地区社協が取りまとめ、次回報告する。",
        "町会ごとに話し合い、意見を持ち寄る。",
        "民生委員・児童委員の定例会で話してもらう。",
        "地域包括支援センターにつなぐ。",
        "市の担当課に伝え、返事を次回報告する。",
        "町会の回覧で住民に知らせる。",
        "ちらしを作り、集まりの場で配る。",
        "試しに一か所で始め、結果を次回報告する。",
        "担当を決め、期限までに取り組む。",
        "参加した皆さんで情報を共有した。",
        "今回で話し合いを終わりにする。",
    ),
}
"""What a municipality begins with: as said at such meetings, naming no place and no person."""


def phrases_of(municipality: Municipality | UUID) -> dict[str, list[str]]:
    """The phrases by kind ("remark", "decision"), in their order; each kind is there. One query.

    A municipality that has none of its own, not even removed ones, is offered the standard ones.
    """
    texts: dict[str, list[str]] = {kind.value: [] for kind in PhraseKind}
    rows = list(
        Phrase.objects.filter(municipality_id=getattr(municipality, "id", municipality))
        .order_by("kind", "position")
        .values_list("kind", "text", "removed_at")
    )
    if not rows:
        return {kind.value: list(STANDARD[kind]) for kind in PhraseKind}
    for kind, text, removed_at in rows:
        if removed_at is None:
            texts[kind].append(text)
    return texts


def phrase_rows(viewer: Viewer) -> list[Phrase]:
    """Every phrase of the viewer's municipality, also the removed ones, in order. One query."""
    return list(
        Phrase.objects.filter(municipality_id=viewer.municipality_id).order_by("kind", "position")
    )


def get_visible_phrase(phrase_id: UUID, *, viewer: Viewer) -> Phrase:
    """A phrase of the viewer's municipality; NotFound for others."""
    phrase = Phrase.objects.filter(municipality_id=viewer.municipality_id, id=phrase_id).first()
    if phrase is None:
        raise NotFound(_("この定型文は見つかりません。"))
    return phrase
