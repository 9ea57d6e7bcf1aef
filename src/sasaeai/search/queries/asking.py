"""From the words of a search box to one condition that both databases answer alike.

Words parted by spaces must all be there. A word is there when its normal forms are, or its letters
in twos, or those of a word that means the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Func
from django.db.models.expressions import Combinable
from django.db.models.sql.compiler import SQLCompiler

from sasaeai.kernel.text import fold
from sasaeai.kernel.words import Word, folded_places, pairs, runs_of, words_of
from sasaeai.search.queries.synonyms import Synonyms


@dataclass(frozen=True, slots=True)
class Every:
    """All parts are there; a part is a term, or a group of them."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One of the parts is there."""

    parts: tuple[Part, ...]


Part = str | Every | Either


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: the condition, None when it holds no word, and what to mark in what is found.

    spelled: of each word of the box its ways of writing and those of its synonyms, as search keys.
    forms: normal forms of the words asked for.
    """

    condition: Part | None
    spelled: tuple[frozenset[str], ...]
    forms: frozenset[str]


def ask(words: Iterable[str], synonyms: Synonyms) -> Asked:
    """The question that the words of a search box make together."""
    spelled: list[frozenset[str]] = []
    asked: list[Part] = []
    for word in words:
        ways: set[str] = set()
        condition = _word(word, synonyms, ways)
        if condition is not None:
            asked.append(condition)
            spelled.append(frozenset(ways - {""}))
    forms = {form for ways in spelled for word in ways for form in _forms_to_mark(word)}
    return Asked(Every(tuple(asked)) if asked else None, tuple(spelled), frozenset(forms))


def any_of(terms: Iterable[str]) -> Part | None:
    """The question for rows with at least one of some terms."""
    parts = tuple(dict.fromkeys(terms))
    return Either(parts) if parts else None


def pieces_of(text: str, synonyms: Synonyms) -> list[tuple[str, tuple[str, ...]]]:
    """A text as the words to look for, each with the other words of its groups.

    The longest word of a group wins (一人暮らしの高齢者 is two), and an ending stays with its word.
    """
    found: list[tuple[str, tuple[str, ...]]] = []
    for part, others in _kana_words(text, synonyms):
        found.extend([(part, others)] if others else _by_words(part, synonyms))
    return found


def _kana_words(text: str, synonyms: Synonyms) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The words of groups in kana, which a dictionary may cut wrongly (老人・のみ・まもり), and the rest."""
    if synonyms.in_kana is None:
        yield text, ()
        return
    key, origin = folded_places(text)
    place = 0
    for hit in synonyms.in_kana.finditer(key):
        start, end = origin[hit.start()], origin[hit.end()]
        yield text[place:start], ()
        yield text[start:end], synonyms.of(hit.group())
        place = end
    yield text[place:], ()


def _by_words(text: str, synonyms: Synonyms) -> Iterator[tuple[str, tuple[str, ...]]]:
    words = words_of(text)
    place = 0
    while place < len(words):
        end, others = _longest(text, words, place, synonyms)
        if not others:
            while end < len(words) and words[end].is_suffix and _touch(words, end):
                end += 1
        yield text[words[place].start : words[end - 1].end], others
        place = end


def _longest(
    text: str, words: list[Word], place: int, synonyms: Synonyms
) -> tuple[int, tuple[str, ...]]:
    for end in range(min(place + 6, len(words)), place, -1):
        part = words[place:end]
        if others := (
            synonyms.of(fold(text[part[0].start : part[-1].end]))
            or synonyms.of("".join(word.form for word in part))
        ):
            return end, others
    return place + 1, ()


def _touch(words: list[Word], place: int) -> bool:
    return words[place - 1].end == words[place].start


def _word(word: str, synonyms: Synonyms, spelled: set[str]) -> Part | None:
    whole = _spelling(word)
    if whole is None:
        return None
    spelled.add(fold(word))
    if others := synonyms.of(fold(word)):
        return _either([whole, *_spellings(others, spelled)])
    pieces = pieces_of(word, synonyms)
    parts = []
    for piece, others in pieces:
        spelled.add(fold(piece))
        ways = [_spelling(piece), *_spellings(others, spelled)]
        parts.append(_either([way for way in ways if way is not None]))
    return _either([whole, Every(tuple(parts))]) if parts else whole


def _spellings(words: Iterable[str], spelled: set[str]) -> Iterator[Part]:
    for word in words:
        if (found := _spelling(word)) is not None:
            spelled.add(fold(word))
            yield found


def _spelling(word: str) -> Part | None:
    """One way of writing: by its normal forms, or by its letters."""
    letters = tuple(dict.fromkeys(pair for run in runs_of(word) for pair in pairs(run)))
    forms = tuple(dict.fromkeys(each.form for each in words_of(word)))
    ways: list[Part] = [Every(terms) for terms in (forms, letters) if terms]
    return _either(ways) if ways else None


def _either(parts: list[Part]) -> Part:
    single = list(dict.fromkeys(parts))
    return single[0] if len(single) == 1 else Either(tuple(single))


def _forms_to_mark(word: str) -> list[str]:
    """The normal form of one word; a word made of several is marked by its letters alone."""
    forms = [each.form for each in words_of(word)]
    return forms if len(forms) == 1 else []


#: So many hits are sorted; of more, the newest are read one by one until there are enough.
FEW = 2_000
# PostgreSQL guesses how many rows hold a word and guesses wrong: for a rare one it reads the whole
# table backwards, for a common one it sorts all. So it is made to look first.
_NEWEST = """
    WITH few AS MATERIALIZED (
        SELECT id FROM search_searchentry WHERE words @@ %s::tsquery LIMIT %s)
    SELECT id FROM few WHERE (SELECT count(*) FROM few) <= %s
    UNION ALL
    (SELECT id FROM search_searchentry
        WHERE (SELECT count(*) FROM few) > %s AND words @@ %s::tsquery
        ORDER BY id DESC LIMIT %s)"""


class Holds(Func):
    """Whether a row's terms meet a condition and it is one of the newest that do.

    scope: for whom it must be. is_wide: whether nearly every row is; then PostgreSQL does not look it
    up for few rows, and the columns of the query have the last word.
    """

    output_field = BooleanField()

    def __init__(self, condition: Part, *, scope: Part, is_wide: bool, newest: int) -> None:
        super().__init__()
        self.condition = Every((condition, scope))
        self.first = condition if is_wide else self.condition
        self.newest = newest

    def as_sqlite(self, compiler: SQLCompiler, connection: Any, **extra: Any) -> tuple[str, list]:
        table = compiler.query.get_initial_alias()
        inner = (
            "SELECT rowid FROM search_words WHERE search_words MATCH %s "
            "ORDER BY rowid DESC LIMIT %s"
        )
        return f"{table}.id IN ({inner})", [_fts5(self.condition), self.newest]

    def as_postgresql(
        self, compiler: SQLCompiler, connection: Any, **extra: Any
    ) -> tuple[str, list]:
        table = compiler.query.get_initial_alias()
        first, asked = _tsquery(self.first), _tsquery(self.condition)
        return f"{table}.id = ANY(ARRAY({_NEWEST}))", [first, FEW + 1, FEW, FEW, asked, self.newest]


class Plain(Func):
    """A column that SQLite may not look up by an index: the word index comes first."""

    arity = 1
    template = "%(expressions)s"

    def __init__(self, *expressions: Combinable | str, **extra: Any) -> None:
        super().__init__(*expressions, **extra)

    def as_sqlite(self, compiler: SQLCompiler, connection: Any, **extra: Any) -> tuple[str, list]:
        return self.as_sql(compiler, connection, template="+%(expressions)s", **extra)


def _fts5(part: Part) -> str:
    return _written(part, " AND ", " OR ", '"{}"')


def _tsquery(part: Part) -> str:
    return _written(part, " & ", " | ", "'{}'")


def _written(part: Part, every: str, either: str, quote: str) -> str:
    """Terms hold letters and digits only, so that nothing in them can end a quotation."""
    if isinstance(part, str):
        return quote.format(part)
    sign = every if isinstance(part, Every) else either
    return "(" + sign.join(_written(each, every, either, quote) for each in part.parts) + ")"
