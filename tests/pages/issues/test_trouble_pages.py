"""届いた困りごと, as the coordinator, the officer, the city and a stranger meet them."""

from __future__ import annotations

import uuid

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from sasaeai.directory.models import Service
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


def _new(desk, world, **values):
    typed = {
        "district": str(world.ono.id),
        "text": "坂が滑る",
        "raised_by": "白旗野町会 会長",
        "via": "form",
        "raised_on_era": "R",
        "raised_on_year": "8",
        "raised_on_month": "11",
        "raised_on_day": "20",
    }
    desk.ohashi.post(reverse("desk:trouble_new"), typed | values)
    return Trouble.objects.get()


def test_who_raised_it_is_known_to_the_register_when_it_is_named_so(desk, world):
    trouble = _new(desk, world, raised_by="白旗野町会　会長", answer_channel="fax")
    assert trouble.post == world.posts["chokai"]
    assert trouble.organization == world.organizations["白旗野町会"]
    assert (trouble.via, trouble.answer_channel) == ("form", "fax")


def test_somebody_outside_the_register_raises_it_too(desk, world):
    trouble = _new(desk, world, raised_by="見本商店街")
    assert (trouble.organization, trouble.post) == (None, None)


def test_it_is_answered_at_once_without_an_issue_and_taken_back(desk, world):
    trouble = _new(desk, world)
    address = reverse("desk:trouble_answer", args=[trouble.id])
    assert "「答え」を入力してください" in desk.ohashi.post(address, {}).content.decode()
    text = desk.ohashi.post(
        address, {"answer-text": "砂箱を置きました。"}, follow=True
    ).content.decode()
    assert "砂箱を置きました。" in text
    trouble.refresh_from_db()
    assert trouble.state == "answered"
    desk.ohashi.post(reverse("desk:trouble_reconsider", args=[trouble.id]))
    trouble.refresh_from_db()
    assert trouble.state == "new"
    assert not trouble.answers.filter(removed_at=None).exists()


def test_it_is_handed_on_and_says_to_whom(desk, world):
    trouble = _new(desk, world)
    address = reverse("desk:trouble_refer", args=[trouble.id])
    assert "「つないだ先」を入力してください" in desk.ohashi.post(address, {}).content.decode()
    text = desk.ohashi.post(
        address, {"refer-referred_to": "新城地域包括支援センター"}, follow=True
    ).content.decode()
    assert "つないだ先：新城地域包括支援センター" in text


def test_the_sheet_of_a_district_warns_of_names_and_is_closed_to_strangers(desk, world):
    address = reverse("desk:trouble_sheet", args=[world.ono.id, "pdf"])
    assert desk.ohashi.get(address).content.startswith(b"%PDF")
    word = reverse("desk:trouble_sheet", args=[world.ono.id, "docx"])
    assert desk.ohashi.get(word).content.startswith(b"PK")
    assert desk.shiraishi.get(address).status_code == 404


def test_of_very_many_issues_the_one_to_join_is_found_by_words(desk, world):
    trouble = _new(desk, world)
    for number in range(110):
        title = "昔の坂の話" if number == 0 else f"課題{number}"
        day = TODAY.replace(year=2020) if number == 0 else TODAY
        actions.open_issue(
            district=world.ono, title=title, opened_on=day, actor=world.viewer("arai")
        )
    address = reverse("desk:trouble_take", args=[trouble.id])
    old = Issue.objects.get(title="昔の坂の話")
    option = f'<option value="{old.id}"'
    assert option not in desk.ohashi.get(address).content.decode()
    assert option in desk.ohashi.get(address, {"q": "坂"}).content.decode()
    typed = {"issue": str(old.id), "q": "坂"}
    desk.ohashi.post(reverse("desk:trouble_join", args=[trouble.id]), typed)
    trouble.refresh_from_db()
    assert trouble.issue == old


def _typed(world: World, **further: str) -> dict[str, str]:
    return {
        "district": str(world.ono.id),
        "text": "82歳の方が、雪かきで転びそうになった。",
        "raised_by": "白旗野町会 会長",
        "via": "phone",
        "raised_on": "2026-11-23",
    } | further


def test_of_several_districts_none_is_taken_by_chance(world: World, desk: DeskClients) -> None:
    new = reverse("desk:trouble_new")
    html = desk.arai.post(new, _typed(world, district="", keep_anyway="on")).content.decode()
    assert "「地区」を選んでください" in html
    assert not Trouble.objects.exists()
    filled = desk.arai.get(new, {"district": str(world.ono.id)}).context["form"]
    assert filled["district"].value() == str(world.ono.id)


def test_the_coarser_words_are_kept_by_one_button(world: World, desk: DeskClients) -> None:
    new = reverse("desk:trouble_new")
    warned = desk.arai.post(new, _typed(world)).content.decode()
    assert 'name="say_coarser"' in warned
    assert "言いかえて保存する" in warned
    desk.arai.post(new, _typed(world, say_coarser="on"))
    assert Trouble.objects.get().text == "80代の方が、雪かきで転びそうになった。"


def test_an_issue_alike_is_joined_from_the_trouble_itself(
    world: World, desk: DeskClients, trouble: Trouble
) -> None:
    issue = actions.open_issue(
        district=world.ono, title="ごみ集積所の雪", actor=world.viewer("arai")
    )
    html = desk.ohashi.get(url("trouble", trouble)).content.decode()
    assert "この課題につなげる" in html
    assert str(issue.id) in html
    assert "この課題につなげる" not in desk.ichikawa.get(url("trouble", trouble)).content.decode()
    desk.ohashi.post(url("trouble_join", trouble), {"issue": str(issue.id), "q": "ごみ集積所の雪"})
    trouble.refresh_from_db()
    assert trouble.issue == issue


def test_the_answer_at_once_begins_with_the_service_introduced(
    world: World, desk: DeskClients, trouble: Trouble
) -> None:
    service = Service.objects.create(
        municipality=world.ono.municipality, name="雪かき応援隊", kind="snow", tel="017-000-1106"
    )
    desk.ohashi.post(url("trouble_introduce", trouble), {"service": str(service.id)})
    form = desk.ohashi.get(url("trouble", trouble)).context["answer_form"]
    assert form["text"].value().splitlines()[1:] == ["・雪かき応援隊", "　電話 017-000-1106"]


def test_an_issue_is_named_by_the_first_sentence(
    world: World, desk: DeskClients, trouble: Trouble
) -> None:
    trouble.text = "集積所が遠い。冬は歩けない。"
    trouble.save(update_fields=["text"])
    form = desk.arai.get(url("trouble_take", trouble)).context["form"]
    assert form["title"].value() == "集積所が遠い"


def test_the_navigation_says_that_troubles_belong_to_issues(desk: DeskClients) -> None:
    page = BeautifulSoup(desk.ohashi.get(reverse("desk:troubles")).content, "html.parser")
    current = page.select(".navigation a[aria-current]")
    assert [link.text.strip() for link in current] == ["課題"]
