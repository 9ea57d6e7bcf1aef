"""名簿 as the coordinator, the officer, the city and a stranger meet it."""

from __future__ import annotations

import re
import uuid
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sasaeai.people.forms import (
    EditOrganizationForm,
    EditPersonForm,
    organization_values,
    person_values,
)
from sasaeai.people.models import District, Organization, OrganizationKind, Person, Tenure, Venue
from tests.world import World


def html_of(client, path, **query):
    answer = client.get(path, query)
    assert answer.status_code == 200
    return answer.content.decode()


def posted(form) -> dict[str, object]:
    """A form exactly as the page offers it."""
    values: dict[str, object] = {"once": str(uuid.uuid4())}
    for field in form:
        value = field.value()
        if isinstance(value, list | tuple):
            values[field.html_name] = [str(each) for each in value]
        elif value is not None and value is not False:
            values[field.html_name] = str(value)
    return values


def person_form(person: Person, **changes: str) -> dict[str, object]:
    form = EditPersonForm(initial=person_values(person), version=person.version)
    return posted(form) | changes


def organization_form(
    organization: Organization, districts: list[District], **changes: str
) -> dict[str, object]:
    form = EditOrganizationForm(
        kinds=OrganizationKind.objects.all(),
        districts=District.objects.all(),
        initial=organization_values(organization, districts),
        version=organization.version,
    )
    return posted(form) | {"kind": str(organization.kind_id)} | changes


@pytest.fixture
def chokai(world: World) -> Organization:
    return world.organizations["白旗野町会"]


@pytest.fixture
def chair(world: World) -> Person:
    person = world.posts["chokai"].tenures.get().person
    person.address, person.tel, person.needs = "青森市見本町1-1", "017-000-7777", "車いす"
    person.save()
    return person


def of(thing, what="organizations") -> str:
    return f"/register/{what}/{thing.id}/"


def test_the_register_shows_posts_holders_and_vacancies(desk, chokai):
    html = html_of(desk.ohashi, "/register/")
    assert "白旗野町会" in html
    assert "髙﨑 見本" in html
    assert "空席の役職が1件あります" in html
    assert "全部で" in html
    assert "新城地区社会福祉協議会" not in html
    assert html.count("<h1>") == 1


def test_everybody_sees_what_is_theirs(world, desk, chokai, chair):
    assert desk.shiraishi.get(of(chokai)).status_code == 404
    assert desk.shiraishi.get(of(chair, "people")).status_code == 404
    for name in ("arai", "ohashi"):
        assert "017-000-7777" in html_of(getattr(desk, name), of(chair, "people"))
    city = html_of(desk.ichikawa, of(chair, "people"))
    assert "髙﨑 見本" in city
    assert "白旗野町会" in city
    for secret in ("017-000-7777", "見本町1-1", "車いす"):
        assert secret not in city
    assert "だけが見られます" in city
    assert "017-000-0000" in html_of(desk.ichikawa, of(chokai))


def test_the_city_reads_and_is_told_who_edits(world, desk, chokai, chair):
    paths = [
        "/register/organizations/new/",
        f"{of(chokai)}edit/",
        f"{of(chokai)}posts/new/",
        f"{of(chair, 'people')}edit/",
        f"{of(world.posts['vacant'], 'posts')}appoint/",
        f"{of(world.venue, 'venues')}edit/",
    ]
    for path in paths:
        for answer in (desk.ichikawa.get(path), desk.ichikawa.post(path, {})):
            assert answer.status_code == 403
            assert "地区社協の役員か" in answer.content.decode()
    assert "直す</a>" not in html_of(desk.ichikawa, of(chokai))


def test_a_stranger_changes_nothing(world, desk, chokai, chair):
    term = world.posts["chokai"].tenures.get()
    paths = [
        f"{of(chokai)}edit/",
        f"{of(chokai)}posts/new/",
        f"{of(chair, 'people')}edit/",
        f"{of(world.posts['chokai'], 'posts')}edit/",
        f"{of(world.posts['chokai'], 'posts')}appoint/",
        f"{of(term, 'terms')}end/",
        f"{of(term, 'terms')}undo/",
        f"{of(term, 'terms')}reopen/",
    ]
    for path in paths:
        assert desk.shiraishi.post(path, {}).status_code == 404
    assert desk.shiraishi.post(f"{of(world.venue, 'venues')}remove/").status_code == 403
    assert Tenure.objects.filter(pk=term.pk, until=None).exists()


def test_an_organisation_a_post_and_its_holder_in_three_forms(world, desk):
    sent = {
        "once": str(uuid.uuid4()),
        "kind": str(world.kinds["iryo"].id),
        "name": "見本内科",
        "districts": [str(world.ono.id)],
        "tel": "０１７ー０００ー５５５５",
    }
    answer = desk.ohashi.post("/register/organizations/new/", sent)
    made = Organization.objects.get(name="見本内科")
    assert answer["Location"] == of(made)
    desk.ohashi.post("/register/organizations/new/", sent)
    assert Organization.objects.filter(name="見本内科").count() == 1
    assert made.tel == "017-000-5555"
    answer = desk.ohashi.post(f"{of(made)}posts/new/", {"title": "院長", "role": "none"})
    page = answer["Location"]
    form = html_of(desk.ohashi, page)
    assert "いまは空席です" in form
    assert 'value="4"' in form
    answer = desk.ohashi.post(
        page, {"name": "院長 見本", "channel": "post", "since": "令和8年4月1日"}, follow=True
    )
    html = answer.content.decode()
    assert "院長 見本さんの就任（院長）を登録しました" in html
    assert "元に戻す" in html


def test_a_successor_ends_the_term_before_and_one_press_takes_it_back(world, desk, chokai):
    page = f"{of(world.posts['chokai'], 'posts')}appoint/"
    found = html_of(desk.ohashi, page, q="みほん たみこ")
    assert "見本 民子（大野地区民生委員児童委員協議会 会長）" in found
    successor = world.posts["minji"].tenures.get().person
    answer = desk.ohashi.post(
        f"{page}?q=みほん",
        {"person": str(successor.id), "since": "2026-12-01", "channel": "post"},
        follow=True,
    )
    html = answer.content.decode()
    assert "髙﨑 見本さんの任期は、その前の日で終わりにしました" in html
    assert Tenure.objects.get(person__name="髙﨑 見本").until == date(2026, 11, 30)
    undo = re.search(
        r'<form class="post-button" method="post" action="([^"]+/undo/)">(.*?)</form>', html, re.S
    )
    carried = dict(re.findall(r'name="(\w+)" value="([^"]*)"', undo[2]))
    answer = desk.ohashi.post(undo[1], carried, follow=True)
    assert "就任を取り消しました" in answer.content.decode()
    assert Tenure.objects.get(post=world.posts["chokai"]).until is None


def test_a_name_that_is_there_is_offered_before_it_is_doubled(world, desk):
    page = f"{of(world.posts['vacant'], 'posts')}appoint/"
    sent = {"name": "見本 民子", "since": "2026-04-01", "channel": "post", "person": "new"}
    html = desk.ohashi.post(page, sent).content.decode()
    assert "すでに名簿にいます" in html
    assert "別の人として登録する" in html
    assert "大野地区民生委員児童委員協議会 会長" in html
    desk.ohashi.post(page, sent | {"is_another": "on"})
    assert Person.objects.filter(name="見本 民子").count() == 2


def test_a_refused_appointment_leaves_no_person_behind(world, desk):
    page = f"{of(world.posts['chokai'], 'posts')}appoint/"
    sent = {"name": "新人 見本", "since": "2025-04-01", "channel": "post", "address": "見本町9"}
    html = desk.ohashi.post(page, sent).content.decode()
    assert "先にその任期を取り消して" in html
    assert "新人 見本" in html
    assert "見本町9" in html
    assert not Person.objects.filter(name="新人 見本").exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "「氏名」を入力してください"),
        ({"name": "あ" * 61}, "60文字まで"),
        ({"tel": "1234"}, "市外局番から"),
        ({"postal_code": "03"}, "7けた"),
        ({"email": "だれか"}, "メールアドレスを確かめて"),
        ({"kana": "TAKASAKI"}, "ひらがなかカタカナ"),
        ({"channel": "fax"}, "FAX番号を入力"),
        ({"note": "あ" * 10_001}, "10,001文字"),
    ],
)
def test_a_mistake_is_named_and_nothing_typed_is_lost(desk, chair, changes, sentence):
    path = f"{of(chair, 'people')}edit/"
    html = desk.arai.post(path, person_form(chair, needs="筆談をお願いします") | changes)
    assert sentence in html.content.decode()
    assert "筆談をお願いします" in html.content.decode()
    assert Person.objects.get(pk=chair.pk).needs == "車いす"


def test_two_editors_see_both_texts_and_the_second_save_counts(desk, chokai, world):
    path = f"{of(chokai)}edit/"
    mine = organization_form(chokai, [world.ono], address="わたしの所在地")
    theirs = organization_form(chokai, [world.ono], address="大橋の所在地")
    assert desk.ohashi.post(path, theirs).status_code == 302
    html = desk.arai.post(path, mine).content.decode()
    assert "大橋の所在地" in html
    assert "わたしの所在地" in html
    desk.arai.post(path, mine | {"base_version": "2"})
    assert Organization.objects.get(pk=chokai.pk).address == "わたしの所在地"


def test_hostile_names_stay_names(desk, world, chokai, chair):
    name = "<script>alert(1)</script>=1+1"
    desk.arai.post(f"{of(chair, 'people')}edit/", person_form(chair, name=name))
    desk.arai.post(f"{of(chokai)}edit/", organization_form(chokai, [world.ono], name=name))
    for path in ("/register/", of(chokai), of(chair, "people"), "/search/?q=alert"):
        html = html_of(desk.arai, path)
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert(1)&lt;/script&gt;=1+1" in html


def test_an_end_that_does_not_exist_is_refused(desk, world):
    term = world.posts["chokai"].tenures.get()
    path = f"{of(term, 'terms')}end/"
    assert "2月は28日まで" in desk.arai.post(path, {"until": "令和9年2月30日"}).content.decode()
    answer = desk.arai.post(path, {"until": "令和9年3月31日"}, follow=True)
    assert "令和7年4月1日から令和9年3月31日まで" in answer.content.decode()
    assert "元に戻す" in answer.content.decode()
    desk.arai.post(f"{of(term, 'terms')}reopen/", {"until": ""})
    assert Tenure.objects.get(pk=term.pk).until is None


def test_posts_with_rights_of_the_city_offer_no_change(desk, world):
    office = world.organizations["青森市 福祉部"]
    html = html_of(desk.arai, of(office))
    assert "システムの管理者に頼んで" in html
    assert "次の人を登録する" not in html
    path = f"{of(world.posts['ichikawa'], 'posts')}appoint/"
    assert desk.arai.get(path).status_code == 403


def test_the_way_to_reach_a_post_is_kept_and_shown(desk, world, chokai):
    post = world.posts["chokai"]
    path = f"{of(post, 'posts')}edit/"
    assert "その人の希望どおり" in html_of(desk.ohashi, path)
    sent = {"title": "会長", "role": "none", "channel": "fax", "base_version": "1"}
    assert desk.shiraishi.post(path, sent).status_code in {403, 404}
    answer = desk.ohashi.post(path, sent, follow=True)
    assert "連絡はFAX" in answer.content.decode()
    wrong = desk.ohashi.post(path, sent | {"channel": "のろし", "base_version": "2"})
    assert wrong.context["form"].errors["channel"]
    post.refresh_from_db()
    assert post.channel == "fax"


def test_halls_are_listed_added_taken_out_and_put_back(desk, world):
    assert "大野市民センター" in html_of(desk.shiraishi, "/register/venues/")
    sent = {"name": "新城集会所（見本）", "district": str(world.shinjo.id), "capacity": "４０"}
    answer = desk.shiraishi.post("/register/venues/new/", sent, follow=True)
    assert "40人" in answer.content.decode()
    hall = Venue.objects.get(name=sent["name"])
    assert desk.ohashi.post(f"{of(hall, 'venues')}remove/").status_code == 403
    answer = desk.shiraishi.post(f"{of(hall, 'venues')}remove/", follow=True)
    assert "一覧から外しました" in answer.content.decode()
    desk.shiraishi.post(f"{of(hall, 'venues')}restore/")
    assert Venue.objects.get(pk=hall.pk).removed_at is None
    bad = desk.shiraishi.post("/register/venues/new/", sent | {"name": "別", "capacity": "0"})
    assert "1以上の数字" in bad.content.decode()


def test_an_empty_register_leads_by_the_hand(desk, world):
    html = html_of(desk.arai, "/register/", q="ありえない団体")
    assert "あてはまる団体はありません" in html
    Organization.objects.update(ended_on=date(2026, 1, 1))
    html = html_of(desk.arai, "/register/")
    assert "まだ団体がありません" in html
    assert "最初の団体を加える" in html


@pytest.mark.parametrize("path", ["/register/", "/register/venues/"])
def test_a_page_asks_as_often_for_thirty_as_for_three(desk, world, path):
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            html_of(desk.arai, path)
        return len(queries)

    html_of(desk.arai, path)
    few = asked()
    for number in range(20):
        organization = world.add_organization("chokai", f"第{number}町会", world.ono)
        world.add_post(organization, "会長", f"番号 {number}")
        Venue.objects.create(municipality=world.city, name=f"会場{number}", district=world.ono)
    assert asked() == few
    assert few <= 15


def test_the_page_of_an_organisation_asks_no_more_for_many_posts(desk, world, chokai):
    html_of(desk.arai, of(chokai))
    with CaptureQueriesContext(connection) as few:
        html_of(desk.arai, of(chokai))
    for number in range(20):
        world.add_post(chokai, f"班長{number}", f"班長 {number}")
    with CaptureQueriesContext(connection) as many:
        html_of(desk.arai, of(chokai))
    assert len(many) == len(few)
    assert len(few) <= 15
