"""What was said before about the same thing is proposed with the words in common."""

from __future__ import annotations

import uuid
from datetime import date

import pytest

from sasaeai.kernel.viewer import Viewer
from sasaeai.search.actions import Entry, put_many
from sasaeai.search.enums import Audience
from sasaeai.search.queries import related

TOWN = uuid.UUID(int=1)
ONO, SHINJO = uuid.UUID(int=11), uuid.UUID(int=12)
TEXTS = {
    "雪": "一人暮らしの高齢者の家の前の雪片付けができない",
    "ごみ": "集積所まで遠く、ゴミを出せない世帯がある",
    "見守り": "夏のあいだ、お年寄りの安否確認をだれがするか",
    "買い物": "店がなくなり、買い物に行けない",
    "回覧": "回覧板が届かない",
}

pytestmark = pytest.mark.django_db


def viewer(**rights) -> Viewer:
    return Viewer(municipality_id=TOWN, name="試 験", on=date(2026, 11, 23), **rights)


def entry(text: str, *, district=ONO, kind="issue", audience=Audience.READERS) -> Entry:
    return Entry(
        municipality_id=TOWN,
        kind=kind,
        object_id=uuid.uuid4(),
        title=text,
        day=date(2026, 7, 1),
        audience=audience,
        district_id=district,
    )


@pytest.fixture
def told() -> dict[str, Entry]:
    entries = {name: entry(text) for name, text in TEXTS.items()}
    put_many(entries.values())
    return entries


@pytest.mark.parametrize(
    ("typed", "expected", "shared"),
    [
        ("独居のお年寄り宅の除雪", "雪", "雪片付け"),
        ("ごみ出しが大変な家がある。集積所が坂の上だ", "ごみ", "集積所"),
        ("老人のみまもりをどうするか", "見守り", "安否確認"),
        ("スーパーが閉まって買物に困っている", "買い物", "買い物"),
    ],
)
def test_the_same_trouble_in_other_words_comes_first_with_the_words_in_common(
    told, typed, expected, shared
):
    found = related(typed, viewer=viewer(sees=frozenset({ONO})), kinds=["issue"])
    assert found[0].object_id == told[expected].object_id
    assert shared in found[0].shared
    assert 0 < found[0].score <= 1


@pytest.mark.parametrize("typed", ["", "😀😀", "困っていることがある", "%'\"*", "温泉旅行の写真"])
def test_nothing_is_proposed_without_a_word_in_common(told, typed):
    assert related(typed, viewer=viewer(sees=frozenset({ONO})), kinds=["issue"]) == []


def test_only_what_the_viewer_may_read_of_the_kinds_and_districts_asked_for():
    put_many(
        [
            entry("雪かきの手伝い", district=SHINJO),
            entry(
                "雪かき道具の貸し出し", district=None, kind="service", audience=Audience.EVERYBODY
            ),
            entry("雪かきの相談", audience=Audience.RUNNERS),
        ]
    )

    def titles(asked, **options) -> set[str]:
        found = related("雪かき", viewer=asked, kinds=["issue", "service"], **options)
        return {each.title for each in found}

    assert titles(viewer(sees=frozenset({ONO}))) == {"雪かき道具の貸し出し"}
    assert titles(viewer(sees=frozenset({ONO}), runs=frozenset({ONO}))) == {
        "雪かき道具の貸し出し",
        "雪かきの相談",
    }
    city = viewer(sees_city=True)
    assert titles(city) == {"雪かき道具の貸し出し", "雪かきの手伝い"}
    assert titles(city, districts=[ONO]) == {"雪かき道具の貸し出し"}


def test_a_row_is_not_proposed_to_itself_and_not_to_another_town(told):
    seer = viewer(sees=frozenset({ONO}))
    found = related(TEXTS["雪"], viewer=seer, kinds=["issue"])
    assert found[0].object_id == told["雪"].object_id
    left = related(TEXTS["雪"], viewer=seer, kinds=["issue"], leaving_out=[told["雪"].object_id])
    assert told["雪"].object_id not in {each.object_id for each in left}
    stranger = Viewer(municipality_id=uuid.UUID(int=2), name="", on=seer.on, sees_city=True)
    assert related(TEXTS["雪"], viewer=stranger, kinds=["issue"]) == []
