"""The sentences that the finding of personal data is measured by are what their README says."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.one_database

FOLDER = Path(__file__).parents[2] / "bench" / "personal"
KINDS = {"name", "phone", "mail", "birth", "age", "address", "illness", "combination"}
# Of these the part that nobody has tuned on holds so many.
LEAST = {
    "name": 120,
    "phone": 15,
    "mail": 10,
    "birth": 10,
    "age": 25,
    "address": 20,
    "illness": 25,
    "combination": 25,
}
# Begins of numbers that no telephone company has given out.
UNASSIGNED = ("000", "017000", "0120000", "0700000", "0800000", "0900000", "81900000")
NUMBER = re.compile(r"(?<![\d〒])0\d{1,4}[-() ]{0,2}\d{1,4}[-() ]{0,2}\d{4}(?!\d)")
MAIL = re.compile(r"[\w.+-]+@([\w.-]+)", re.ASCII)


def written(file: str) -> list[dict]:
    lines = (FOLDER / file).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def halved() -> list[dict]:
    return written("sentences.jsonl")


def fresh() -> list[dict]:
    return written("fresh.jsonl")


def sentences() -> list[dict]:
    return halved() + fresh()


def register() -> list[dict]:
    return json.loads((FOLDER / "register.json").read_text(encoding="utf-8"))


def unseen(sentence: dict) -> bool:
    return int(hashlib.sha256(sentence["id"].encode()).hexdigest()[-1], 16) % 2 == 0


def folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def occurrences(text: str, found: str) -> list[int]:
    return [at for at in range(len(text)) if text.startswith(found, at)]


def test_each_sentence_has_its_own_id_and_words() -> None:
    ids = Counter(sentence["id"] for sentence in sentences())
    texts = Counter("".join(folded(sentence["text"]).split()) for sentence in sentences())
    assert [one for one, times in (ids + texts).items() if times > 1] == []


@pytest.mark.parametrize(("part", "least"), [(halved, 400), (fresh, 260)])
def test_there_are_many_and_about_half_hold_nothing(
    part: Callable[[], list[dict]], least: int
) -> None:
    empty = sum(not sentence["spans"] for sentence in part())
    assert len(part()) >= least
    assert 0.45 <= empty / len(part()) <= 0.65


def test_the_fresh_ones_hold_enough_of_each_kind() -> None:
    there = Counter(span["kind"] for sentence in fresh() for span in sentence["spans"])
    assert {kind: there[kind] for kind in LEAST if there[kind] < LEAST[kind]} == {}


def test_about_half_of_the_fresh_names_are_of_people_in_the_register() -> None:
    names = known = 0
    for sentence in fresh():
        names += sum(span["kind"] == "name" for span in sentence["spans"])
        known += len(sentence.get("register", []))
    assert 0.4 <= known / names <= 0.6
    assert {one for sentence in fresh() for one in sentence.get("register", [])} == {
        person["name"] for person in register()
    }


def test_the_ids_tell_the_file() -> None:
    assert all(re.fullmatch(r"p\d{3}", sentence["id"]) for sentence in halved())
    assert [sentence["id"] for sentence in fresh()] == [
        f"f{number:03}" for number in range(1, len(fresh()) + 1)
    ]


def test_a_line_holds_what_it_may() -> None:
    for sentence in sentences():
        assert sentence["text"].strip() == sentence["text"] != "", sentence
        assert {"id", "text", "spans"} <= set(sentence), sentence
        assert set(sentence) <= {"id", "text", "spans", "register", "note"}, sentence
        assert all(set(span) == {"kind", "found", "nth"} for span in sentence["spans"]), sentence


def test_each_span_is_in_its_sentence_once() -> None:
    for sentence in sentences():
        spans = [(span["kind"], span["found"], span["nth"]) for span in sentence["spans"]]
        assert len(set(spans)) == len(spans), sentence
        for kind, found, nth in spans:
            assert kind in KINDS, sentence
            assert found.strip() == found != "", sentence
            assert 0 <= nth < len(occurrences(sentence["text"], found)), sentence


def test_each_half_is_about_half_and_holds_each_kind() -> None:
    halves = {True: [], False: []}
    for sentence in halved():
        halves[unseen(sentence)].append(sentence)
    assert 0.45 <= len(halves[True]) / len(halved()) <= 0.55
    for half in halves.values():
        assert {span["kind"] for sentence in half for span in sentence["spans"]} == KINDS
        assert any(not sentence["spans"] for sentence in half)


def test_who_is_said_to_be_in_the_register_is() -> None:
    names = [person["name"] for person in register()]
    assert len(names) == len(set(names)) >= 25
    for person in register():
        assert len(person["name"].split(" ")) == len(person["kana"].split(" ")) >= 2, person
    for sentence in sentences():
        assert set(sentence.get("register", [])) <= set(names), sentence
        people = sum(span["kind"] == "name" for span in sentence["spans"])
        assert len(sentence.get("register", [])) <= people, sentence


def test_nobody_can_be_rung_up() -> None:
    for sentence in sentences():
        phones = [span["found"] for span in sentence["spans"] if span["kind"] == "phone"]
        for number in phones + NUMBER.findall(folded(sentence["text"])):
            digits = re.sub(r"[^0-9]", "", folded(number))
            assert digits.startswith(UNASSIGNED), sentence


def test_nobody_can_be_written_to() -> None:
    for sentence in sentences():
        mails = [folded(span["found"]) for span in sentence["spans"] if span["kind"] == "mail"]
        assert all(MAIL.fullmatch(mail) for mail in mails), sentence
        for domain in MAIL.findall(folded(sentence["text"])):
            assert domain.lower() in {"example.jp", "example.com"}, sentence
