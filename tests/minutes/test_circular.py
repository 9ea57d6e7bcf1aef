"""A circular says what the approved public version says, and nothing else (L-17)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sasaeai.kernel.errors import InvalidInput, NotAllowed, NotNow, StaleEdit
from sasaeai.minutes import actions
from sasaeai.minutes.models import Circular, PublicVersion
from sasaeai.minutes.queries.public import propose_circular, short_words
from tests.minutes.conftest import circular_values
from tests.world import World


def save(world: World, public: PublicVersion, who: str = "arai", **changes: Any) -> Circular:
    values = {"base_version": 0} | circular_values(**changes)
    return actions.save_circular(public=public, actor=world.viewer(who), **values)  # type: ignore[arg-type]


def test_no_circular_from_a_draft_or_before_approval(world: World, public: PublicVersion) -> None:
    with pytest.raises(NotNow, match="承認された公開版"):
        save(world, public)
    submitted = actions.submit_public_version(
        public=public, base_version=public.version, actor=world.viewer("arai")
    )
    with pytest.raises(NotNow, match="承認された公開版"):
        save(world, submitted)
    assert not Circular.objects.exists()


def test_the_proposal_holds_public_items_only_in_short_words(
    world: World, published: PublicVersion
) -> None:
    draft = propose_circular(published.minutes.meeting, published)
    assert "■ 雪かきの助け合い" in draft.body
    assert "・寄せ場の地図を作る。" in draft.body
    assert "決まった" not in draft.body
    assert "寄せ場が足りない" not in draft.body
    assert "見守り" not in draft.body
    assert "内輪" not in draft.body
    assert draft.issuer == "大野地区社会福祉協議会"
    assert "017-000-0000" in draft.contact
    assert draft.return_by == date(2026, 12, 7)


def test_the_proposal_can_be_saved_as_it_is(world: World, published: PublicVersion) -> None:
    draft = propose_circular(published.minutes.meeting, published)
    saved = actions.save_circular(
        public=published,
        base_version=0,
        issued_on=draft.issued_on,
        title=draft.title,
        lead=draft.lead,
        body=draft.body,
        issuer=draft.issuer,
        contact=draft.contact,
        return_to=draft.return_to,
        return_by=draft.return_by,
        actor=world.viewer("arai"),
    )
    assert saved.body == draft.body


def test_words_that_nobody_approved_need_a_second_look(
    world: World, published: PublicVersion
) -> None:
    added = "■ 雪かきの助け合い\n・寄せ場の地図を作る。\n・山田さん宅の前は毎朝ふさがります。"
    with pytest.raises(InvalidInput) as caught:
        save(world, published, body=added)
    assert "山田さん宅" in caught.value.fields["is_checked"]
    assert save(world, published, body=added, is_checked=True).body == added


def test_printing_is_noted_and_can_be_taken_back(world: World, published: PublicVersion) -> None:
    arai = world.viewer("arai")
    circular = save(world, published)
    assert actions.mark_circular_printed(circular=circular, actor=arai).printed_at is not None
    assert actions.unmark_circular_printed(circular=circular, actor=arai).printed_at is None


def test_a_changed_circular_counts_as_unprinted(world: World, published: PublicVersion) -> None:
    circular = actions.mark_circular_printed(
        circular=save(world, published), actor=world.viewer("arai")
    )
    same = save(world, published, base_version=circular.version)
    assert same.printed_at is not None
    changed = save(world, published, base_version=circular.version, title="直した題")
    assert changed.printed_at is None
    assert Circular.objects.count() == 1


def test_a_circular_of_a_withdrawn_version_is_not_printed(
    world: World, published: PublicVersion
) -> None:
    circular = save(world, published)
    actions.withdraw_public_version(
        public=published, reason="直すため", actor=world.viewer("ohashi")
    )
    circular.refresh_from_db()
    with pytest.raises(NotNow, match="取り下げ"):
        actions.mark_circular_printed(circular=circular, actor=world.viewer("arai"))
    published.refresh_from_db()
    with pytest.raises(NotNow):
        save(world, published, base_version=circular.version)


def test_two_editors_see_both_texts(world: World, published: PublicVersion) -> None:
    save(world, published, who="ohashi")
    with pytest.raises(StaleEdit) as caught:
        save(world, published, title="新井の題")
    assert caught.value.yours == {"title": "新井の題"}
    assert caught.value.version == 1


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", "", "「題」を入力"),
        ("body", "", "「本文」を入力"),
        ("issuer", "", "「発行者」を入力"),
        ("contact", "", "「問い合わせ先」を入力"),
        ("title", "題" * 121, "1文字減らして"),
        ("body", "文" * 10_001, "7,001文字減らして"),
        ("return_by", date(2026, 11, 22), "発行日より前"),
    ],
)
def test_values_that_cannot_be_printed_are_refused_with_a_sentence(
    world: World, published: PublicVersion, field: str, value: object, sentence: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        save(world, published, **{field: value}, is_checked=True)
    assert sentence in caught.value.fields[field]


@pytest.mark.parametrize("who", ["shiraishi", "ichikawa"])
def test_readers_and_strangers_make_no_circular(
    world: World, published: PublicVersion, who: str
) -> None:
    with pytest.raises(NotAllowed):
        save(world, published, who=who)


def test_long_discussions_are_cut_at_a_sentence() -> None:
    words = short_words("○ " + "とても長い意見です。" * 40)
    assert len(words) <= 160
    assert words.endswith("。")
