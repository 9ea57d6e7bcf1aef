"""届いた困りごと, as the coordinator, the officer, the city and a stranger meet them."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse

from sasaeai.issues import actions
from sasaeai.issues.models import Issue, Trouble
from tests.conftest import DeskClients
from tests.world import TODAY, World


@pytest.fixture
def trouble(world: World) -> Trouble:
    return actions.raise_trouble(
        district=world.ono,
        text="ごみ集積所が<b>雪</b>で埋まる\n毎年です",
        raised_by="白旗野町会 会長",
        via="slip",
        raised_on=TODAY,
        actor=world.viewer("arai"),
    )


def url(name: str, trouble: Trouble) -> str:
    return reverse(f"desk:{name}", args=[trouble.id])


@pytest.mark.parametrize("name", ["arai", "ohashi", "ichikawa"])
def test_who_may_read_finds_it_and_only_who_runs_the_district_decides(
    desk: DeskClients, trouble: Trouble, name: str
) -> None:
    client = getattr(desk, name)
    assert "ごみ集積所が&lt;b&gt;雪" in client.get(reverse("desk:troubles")).content.decode()
    html = client.get(url("trouble", trouble)).content.decode()
    assert ("課題にする</a>" in html) == (name != "ichikawa")
    settled = client.post(url("trouble_settle", trouble), {"reason": "市につないだ"})
    assert settled.status_code == (403 if name == "ichikawa" else 302)


def test_a_stranger_finds_nothing(desk: DeskClients, trouble: Trouble) -> None:
    assert "ごみ集積所" not in desk.shiraishi.get(reverse("desk:troubles")).content.decode()
    for name in ("trouble", "trouble_edit", "trouble_take"):
        assert desk.shiraishi.get(url(name, trouble)).status_code == 404
    for name in ("trouble_settle", "trouble_join", "trouble_withdraw", "trouble_reconsider"):
        assert desk.shiraishi.post(url(name, trouble), {"reason": "x"}).status_code == 404


def test_it_becomes_an_issue_that_arrives_filled_in(desk: DeskClients, trouble: Trouble) -> None:
    page = desk.arai.get(url("trouble_take", trouble))
    form = page.context["form"]
    assert form["title"].value() == "ごみ集積所が<b>雪</b>で埋まる"
    assert "白旗野町会 会長から届いた困りごと" in form["text"].value()
    sent = {
        "district": str(trouble.district_id),
        "title": "雪の寄せ場",
        "text": form["text"].value(),
        "once": str(uuid.uuid4()),
    }
    for _ in range(2):
        answer = desk.arai.post(url("trouble_take", trouble), sent)
    issue = Issue.objects.get()
    assert answer["Location"] == reverse("desk:issue", args=[issue.id])
    trouble.refresh_from_db()
    assert trouble.issue == issue
    desk.arai.post(reverse("desk:issue_withdraw", args=[issue.id]))
    trouble.refresh_from_db()
    assert trouble.state == "new"


def test_it_joins_an_open_issue_and_comes_back(
    world: World, desk: DeskClients, trouble: Trouble
) -> None:
    issue = actions.open_issue(district=world.ono, title="雪の寄せ場", actor=world.viewer("arai"))
    desk.arai.post(url("trouble_join", trouble), {"issue": str(issue.id)})
    trouble.refresh_from_db()
    assert trouble.issue == issue
    desk.arai.post(url("trouble_reconsider", trouble))
    trouble.refresh_from_db()
    assert trouble.state == "new"
    other = desk.arai.post(url("trouble_join", trouble), {"issue": "x"}, follow=True)
    assert "つなげる課題を一覧から選んでください" in other.content.decode()


def test_without_a_reason_it_is_not_settled(desk: DeskClients, trouble: Trouble) -> None:
    html = desk.arai.post(url("trouble_settle", trouble), {"reason": ""}).content.decode()
    assert "「課題にしないわけ」を入力してください" in html


def test_a_trouble_by_telephone_is_written_down_and_taken_back(
    world: World, desk: DeskClients
) -> None:
    new = reverse("desk:trouble_new")
    assert "住民の氏名・番地・病名は書きません" in desk.ohashi.get(new).content.decode()
    sent = {
        "district": str(world.ono.id),
        "text": "バス停のベンチがこわれている",
        "raised_by": "白旗野町会 会長",
        "via": "phone",
        "raised_on": "2026-11-23",
    }
    html = desk.ohashi.post(new, sent, follow=True).content.decode()
    trouble = Trouble.objects.get()
    assert url("trouble_withdraw", trouble) in html
    desk.ohashi.post(url("trouble_withdraw", trouble))
    assert desk.ohashi.get(url("trouble", trouble)).status_code == 404
    desk.ohashi.post(url("trouble_restore", trouble))
    assert desk.ohashi.get(url("trouble", trouble)).status_code == 200


def test_the_list_does_not_ask_more_for_more(
    world: World, desk: DeskClients, trouble: Trouble, django_assert_max_num_queries
) -> None:
    for number in range(30):
        actions.raise_trouble(
            district=world.ono,
            text=f"困りごと{number}",
            raised_by="白旗野町会",
            via="phone",
            raised_on=TODAY,
            actor=world.viewer("arai"),
        )
    desk.arai.get(reverse("desk:troubles"))
    with django_assert_max_num_queries(9):
        desk.arai.get(reverse("desk:troubles"))
