"""The open page of minutes: what replaced what, larger letters, kana above kanji; L-17 path by path."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from sasaeai.kernel.errors import NotNow
from sasaeai.minutes import actions
from sasaeai.minutes.enums import PublicState
from sasaeai.minutes.models import Circular, PublicVersion
from tests.conftest import ReadingClient
from tests.minutes.conftest import approve, circular_values, hold, publish
from tests.world import World

CITY = "/open/022012/"


@pytest.fixture
def drafted(world: World) -> PublicVersion:
    arai = world.viewer("arai")
    minutes = approve(world, actions.compose_minutes(meeting=hold(world), actor=arai))
    return actions.draft_public_version(minutes=minutes, actor=arai)


def make_circular(world: World, public: PublicVersion) -> Circular:
    values: Any = {"base_version": 0} | circular_values()
    return actions.save_circular(public=public, actor=world.viewer("arai"), **values)


def submitted(world: World, public: PublicVersion) -> PublicVersion:
    return actions.submit_public_version(
        public=public, base_version=public.version, actor=world.viewer("arai")
    )


def page_of(public: PublicVersion, asked: str = "") -> Any:
    return Client().get(f"{CITY}minutes/{public.id}/{asked}")


# ── Only what a second person approved (L-17) ────────────────────────────────────────────────────


@pytest.mark.parametrize("state", [PublicState.DRAFT, PublicState.SUBMITTED])
def test_before_approval_no_path_leads_out(
    world: World, drafted: PublicVersion, state: PublicState
) -> None:
    public = drafted if state == PublicState.DRAFT else submitted(world, drafted)
    assert public.state == state
    with pytest.raises(NotNow, match="承認された公開版"):
        make_circular(world, public)
    assert page_of(public).status_code == 404
    assert Client().get(f"{CITY}minutes/{public.id}.json").status_code == 404
    assert Client().get(f"{CITY}minutes.json").json()["items"] == []
    assert str(public.id) not in Client().get(f"{CITY}minutes.csv").content.decode()
    assert str(public.id) not in Client().get(CITY).content.decode()


def test_after_approval_all_three_are_there(world: World, drafted: PublicVersion) -> None:
    public = publish(world, drafted)
    assert make_circular(world, public).public_version == public
    assert page_of(public).status_code == 200
    assert len(Client().get(f"{CITY}minutes.json").json()["items"]) == 1


def test_after_withdrawing_no_words_are_left_anywhere(world: World, drafted: PublicVersion) -> None:
    public = publish(world, drafted)
    circular = make_circular(world, public)
    actions.mark_circular_printed(circular=circular, actor=world.viewer("arai"))
    actions.withdraw_public_version(
        public=public, reason="番地が入っていた", actor=world.viewer("ohashi")
    )
    gone = page_of(public)
    assert gone.status_code == 410
    text = gone.content.decode()
    assert "この文の回覧は令和8年11月23日(月)に印刷済みです" in text
    assert "寄せ場" not in text
    assert "番地" not in text
    trace = Client().get(f"{CITY}minutes/{public.id}.json").json()
    assert trace["circulars_printed_on"] == ["2026-11-23"]
    assert trace["replaced_on"] is None
    with pytest.raises(NotNow):
        make_circular(world, public)


def test_what_replaced_what_stands_on_both_pages(world: World, drafted: PublicVersion) -> None:
    old = publish(world, drafted)
    actions.mark_circular_printed(circular=make_circular(world, old), actor=world.viewer("arai"))
    actions.withdraw_public_version(public=old, reason="直すため", actor=world.viewer("ohashi"))
    new = publish(
        world,
        actions.draft_public_version(minutes=old.minutes, actor=world.viewer("arai")),
    )
    before, after = page_of(old).content.decode(), page_of(new).content.decode()
    assert "直した会議録に替わりました" in before
    assert f"{CITY}minutes/{new.id}/" in before
    assert "前の文は令和8年11月23日(月)に取り下げられました" in after
    assert "前の文の回覧は令和8年11月23日(月)に印刷されています" in after
    assert "直すため" not in before + after


# ── Ways to read it ──────────────────────────────────────────────────────────────────────────────


def test_kana_stand_above_kanji_when_asked_for(
    world: World, bearer: ReadingClient, drafted: PublicVersion
) -> None:
    public = publish(world, drafted)
    plain = bearer.get(f"{CITY}minutes/{public.id}/").content.decode()
    assert "<ruby>" not in plain
    assert "ふりがなを付ける" in plain
    read = bearer.get(f"{CITY}minutes/{public.id}/?furigana=1").content.decode()
    assert "<ruby>地図<rp>（</rp><rt>ちず</rt><rp>）</rp></ruby>" in read
    assert "ふりがなを外す" in read


def test_readings_put_right_on_the_circular_are_used_on_the_page(
    world: World, drafted: PublicVersion
) -> None:
    public = publish(world, drafted)
    circular = make_circular(world, public)
    actions.set_circular_readings(
        circular=circular,
        base_version=circular.version,
        readings={"地図": "まっぷ"},
        actor=world.viewer("arai"),
    )
    assert "<rt>まっぷ</rt>" in page_of(public, "?furigana=1").content.decode()


def test_hostile_words_stay_words_with_kana_too(world: World, drafted: PublicVersion) -> None:
    actions.edit_public_version(
        public=drafted,
        base_version=drafted.version,
        lead="<script>alert('雪')</script>",
        sections={},
        actor=world.viewer("arai"),
    )
    drafted.refresh_from_db()
    public = publish(world, drafted)
    for asked in ("", "?furigana=1", "?furigana=<script>&size='"):
        text = page_of(public, asked).content.decode()
        assert "<script>alert" not in text
        assert "&lt;script&gt;" in text


def test_large_letters_and_kana_go_together(
    world: World, bearer: ReadingClient, drafted: PublicVersion
) -> None:
    public = publish(world, drafted)
    text = bearer.get(f"{CITY}minutes/{public.id}/?furigana=1&size=large").content.decode()
    assert "open-large" in text
    assert "open-ruby" in text
    assert "ふつうの大きさの字にする" in text
    assert page_of(public, "?size=large")["ETag"] != page_of(public)["ETag"]


@pytest.mark.parametrize(
    ("words", "is_called_plain"),
    [("雪の日は、道をあけてください。", True), ("参集範囲を周知する。", False)],
)
def test_only_a_plain_text_is_called_plain(
    world: World, drafted: PublicVersion, words: str, is_called_plain: bool
) -> None:
    sections = {str(row.item_id): actions.SectionEdit("omit", "") for row in drafted.sections.all()}
    actions.edit_public_version(
        public=drafted,
        base_version=drafted.version,
        lead=words,
        sections=sections,
        actor=world.viewer("arai"),
    )
    drafted.refresh_from_db()
    text = page_of(publish(world, drafted)).content.decode()
    assert ('<span class="tag">やさしい日本語</span>' in text) is is_called_plain
