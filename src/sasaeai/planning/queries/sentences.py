"""The facts of two bodies in sentences that a chair can check against a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from sasaeai.meetings.models import Body
from sasaeai.planning.core.overlap import EVENING_FROM, Facts, Obstacle
from sasaeai.planning.enums import JoinWay
from sasaeai.planning.queries.looks import Look


@dataclass(frozen=True, slots=True)
class Sentence:
    """One fact. key: what it is of; numbers: its figures, to see later whether they changed."""

    key: str
    text: str
    numbers: tuple[int, ...] = ()

    def as_kept(self) -> dict[str, Any]:
        """As it is kept with a proposal."""
        return {"key": self.key, "text": self.text, "numbers": list(self.numbers)}


def three_sentences(facts: Facts, one: Look, other: Look) -> tuple[Sentence, ...]:
    """The same people, the same topics, the same rhythm. one: the body that would count."""
    return (_people(facts, one, other), _topics(facts, one, other), _rhythm(facts, one, other))


def room_sentence(facts: Facts) -> Sentence:
    """Whether a hall holds everybody of both."""
    words = {"people": facts.people.union, "seats": facts.seats}
    if facts.room_holds is None:
        text = _("会場の定員が登録されていません。両方の%(people)d人が入れるか確かめてください。")
    elif facts.room_holds:
        text = _("両方の%(people)d人が入れる会場があります（定員%(seats)d人）。")
    else:
        text = _("両方で%(people)d人なので、いちばん広い会場（定員%(seats)d人）に入りきれません。")
    return Sentence("room", text % words, (facts.people.union, facts.seats or 0))


def saved_sentences(facts: Facts, way: str) -> tuple[Sentence, ...]:
    """What one way instead of two saves in a year, and what it costs whom."""
    words = {
        "trips": facts.trips_saved,
        "both": facts.people.both,
        "times": facts.times,
        "one": facts.people_in_one,
        "minutes": facts.minutes,
    }
    if way == JoinWay.BACK_TO_BACK:
        saved = _(
            "続けて開くと、会場への行き来が1年にのべ%(trips)d回減ります"
            "（両方に呼ばれる%(both)d人が、年%(times)d回）。"
        )
        cost = _(
            "その代わり、両方に呼ばれる%(both)d人は、その日の会議が%(minutes)d分ほど長くなり、"
            "片方の会議は開く日と時刻が変わります。"
        )
    else:
        saved = _(
            "一つにすると、会場への行き来が1年にのべ%(trips)d回減ります"
            "（両方に呼ばれる%(both)d人が、年%(times)d回）。"
        )
        cost = _(
            "その代わり、片方だけに呼ばれる%(one)d人は、自分の用でない話のあいだも席にいます"
            "（1回%(minutes)d分まで、年%(times)d回）。"
        )
    return (
        Sentence("saved", saved % words, (facts.trips_saved, facts.times)),
        Sentence("cost", cost % words, (facts.people_in_one, facts.minutes)),
    )


def obstacle_words(obstacles: tuple[Obstacle, ...]) -> list[str]:
    """Why it is not advised more strongly. What the hall holds is said by `room_sentence`."""
    words = {
        Obstacle.NEVER_MET: _("この1年に、どちらも開かれたわけではありません。"),
        Obstacle.FEW_SHARED: _("両方に呼ばれる人が、少ないほうの名簿の7割に届きません。"),
        Obstacle.OTHER_TOPICS: _("話し合うことの半分以上が違います。"),
        Obstacle.TOPICS_UNKNOWN: _("議題の分類が選ばれていないので、話題を比べられません。"),
        Obstacle.OTHER_HOURS: _("昼の会議と夜の会議です。昼に来られない人がいるかもしれません。"),
        Obstacle.HOURS_UNKNOWN: _("いつもの開始時刻が登録されていません。"),
    }
    return [words[obstacle] for obstacle in obstacles if obstacle in words]


def _people(facts: Facts, one: Look, other: Look) -> Sentence:
    small, large = sorted((one, other), key=lambda look: len(look.called))
    words = {
        "small": small.body.name,
        "large": large.body.name,
        "all": facts.people.smaller,
        "both": facts.people.both,
    }
    text = _(
        "%(all)d人のうち%(both)d人が両方に呼ばれています"
        "（「%(small)s」に呼ばれる%(all)d人のうち、「%(large)s」にも呼ばれる人）。"
    )
    return Sentence("people", text % words, (facts.people.both, facts.people.smaller))


def _topics(facts: Facts, one: Look, other: Look) -> Sentence:
    if facts.topics is None:
        return Sentence(
            "topics", _("分類を選んだ議題がまだないので、話し合うことが同じかは比べられません。")
        )
    of, than = (one, other) if facts.topics.of_first else (other, one)
    words = {
        "of": of.body.name,
        "than": than.body.name,
        "shared": facts.topics.shared,
        "items": facts.topics.items,
    }
    if facts.topics.shared:
        text = _(
            "「%(of)s」の最近の議題%(items)d件のうち%(shared)d件は、"
            "「%(than)s」でも話し合っている話題です。"
        )
    else:
        text = _(
            "「%(of)s」の最近の議題%(items)d件のうち、"
            "「%(than)s」でも話し合っている話題はありません。"
        )
    return Sentence("topics", text % words, (facts.topics.shared, facts.topics.items))


def _rhythm(facts: Facts, one: Look, other: Look) -> Sentence:
    words = {
        "days": facts.days_apart,
        "one": one.body.name,
        "other": other.body.name,
        "first": _hour(one),
        "second": _hour(other),
    }
    if facts.days_apart is None:
        near = _("この1年に両方が開かれたことがないので、間隔は比べられません。")
    else:
        near = _("二つの会議は、いちばん近い組どうしで%(days)d日ほど離れて開かれています。") % words
    if facts.hours_fit is None:
        hours = _("いつもの開始時刻が分かりません。")
    elif facts.hours_fit and (one.side.start or EVENING_FROM) < EVENING_FROM:
        hours = _("開始は%(first)sと%(second)sで、どちらも昼間です。") % words
    elif facts.hours_fit:
        hours = _("開始は%(first)sと%(second)sで、どちらも夕方からです。") % words
    else:
        hours = _("開始は%(first)sと%(second)sで、昼と夜に分かれています。") % words
    return Sentence("rhythm", near + hours, (facts.days_apart or 0, int(bool(facts.hours_fit))))


def _hour(look: Look) -> str:
    start = look.side.start
    return f"{start:%H:%M}" if start else "—"


def body_line(body: Body) -> str:
    """A body with its district, as a list of pairs names it."""
    return _("%(body)s（%(district)s）") % {"body": body.name, "district": body.district.name}
