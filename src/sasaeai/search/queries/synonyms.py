"""Which words are looked for as one."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from sasaeai.kernel.errors import NotFound
from sasaeai.kernel.text import fold, is_kana
from sasaeai.kernel.viewer import Viewer
from sasaeai.kernel.words import words_of
from sasaeai.search.models import SynonymGroup
from sasaeai.search.queries.default_groups import GROUPS


@dataclass(frozen=True, slots=True)
class Synonyms:
    """The groups of a municipality; by_key: from a way of writing to the words of its groups.

    in_kana: finds those of them in the search key of a text that are kana alone and long enough to
    be nothing else.
    """

    by_key: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    in_kana: re.Pattern[str] | None = None

    def of(self, key: str) -> tuple[str, ...]:
        """The other words of the groups that a search key belongs to; none for an unknown word."""
        return self.by_key.get(key, ())


def synonyms_of(municipality_id: UUID) -> Synonyms:
    """The groups of a municipality; the usual ones until it has its own."""
    rows = SynonymGroup.objects.filter(municipality_id=municipality_id)
    kept = list(rows.values_list("words", "removed_at"))
    if not kept:
        return _synonyms(GROUPS)
    return _synonyms(tuple(tuple(words.splitlines()) for words, gone in kept if gone is None))


def current_groups(viewer: Viewer) -> list[SynonymGroup]:
    """The groups of the viewer's municipality as they are edited, by their first word."""
    groups = SynonymGroup.objects.current().filter(municipality_id=viewer.municipality_id)
    return list(groups.order_by("words", "id"))


def get_group(group_id: UUID, *, viewer: Viewer) -> SynonymGroup:
    """One group, taken out or not. Raises NotFound."""
    row = SynonymGroup.objects.filter(municipality_id=viewer.municipality_id, pk=group_id).first()
    if row is None:
        raise NotFound("no such group")
    return row


def usual_groups() -> list[str]:
    """The usual groups as one line each, for who has none of its own yet."""
    return ["・".join(group) for group in GROUPS]


@functools.lru_cache(64)
def _synonyms(groups: tuple[tuple[str, ...], ...]) -> Synonyms:
    found: dict[str, dict[str, None]] = {}
    for group in groups:
        for key in _keys(group):
            found.setdefault(key, {}).update(dict.fromkeys(group))
    by_key = {key: tuple(words) for key, words in found.items()}
    kana = sorted((key for key in by_key if len(key) > 3 and is_kana(key)), key=len, reverse=True)
    return Synonyms(by_key, re.compile("|".join(map(re.escape, kana))) if kana else None)


def _keys(group: Iterable[str]) -> Iterator[str]:
    """Each word as it is typed and in its normal form, so that 雪掻き asks like 雪かき."""
    for word in group:
        yield from _word_keys(word)


@functools.lru_cache(8_192)
def _word_keys(word: str) -> tuple[str, ...]:
    normal = "".join(each.form for each in words_of(word))
    return tuple({fold(word), normal} - {""})
