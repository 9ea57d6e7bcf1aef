"""The city says which words are found by each other."""

from __future__ import annotations

import pytest

from sasaeai.search.models import SynonymGroup


def test_the_city_adds_changes_takes_out_and_puts_back(world, desk):
    city = desk.ichikawa
    assert "はじめから入っている" in city.get("/search/words/").content.decode()
    made = city.post("/search/words/new/", {"words": "見回り\n巡視\n 巡視 "}, follow=True)
    assert "見回り・巡視" in made.content.decode()
    # The usual groups are kept beside it.
    assert SynonymGroup.objects.count() > 100
    group = SynonymGroup.objects.get(words="見回り\n巡視")
    edit = f"/search/words/{group.id}/edit/"
    city.post(edit, {"words": "見回り\nパトロール", "base_version": 1})
    group.refresh_from_db()
    assert group.members == ("見回り", "パトロール")
    stale = city.post(edit, {"words": "見回り\n夜回り", "base_version": 1}).content.decode()
    assert "ほかの人が先に保存しました" in stale
    city.post(f"/search/words/{group.id}/remove/")
    group.refresh_from_db()
    assert group.removed_at is not None
    city.post(f"/search/words/{group.id}/restore/")
    group.refresh_from_db()
    assert group.removed_at is None


def test_keeping_the_usual_words_twice_keeps_them_once(world, desk):
    for _ in range(2):
        desk.ichikawa.post("/search/words/keep/")
    words = list(SynonymGroup.objects.values_list("words", flat=True))
    assert len(words) == len(set(words)) > 100


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("", "入力してください"),
        ("除雪", "2つ以上"),
        ("ゴミ\nごみ", "2つ以上"),
        ("\n".join(f"語{number}" for number in range(13)), "1組は12語まで"),
        (f"除雪\n{'長' * 31}", "1語は30文字まで"),
        ("除雪\n！？", "記号だけ"),
    ],
)
def test_words_that_help_nobody_are_refused_with_the_reason(world, desk, words, sentence):
    html = desk.ichikawa.post("/search/words/new/", {"words": words}).content.decode()
    assert sentence in html
    assert not SynonymGroup.objects.exists()


def test_who_runs_one_district_does_not_change_the_words_of_all(world, desk):
    for client in (desk.arai, desk.ohashi):
        assert client.get("/search/words/").status_code == 403
        assert client.post("/search/words/new/", {"words": "一\n二"}).status_code == 403
