"""会議を減らす: pairs with their sentences, asking the hosts, their answers, and who may."""

from __future__ import annotations

import io
from datetime import date, time
from uuid import uuid4

import pypdf
import pytest
from django.urls import reverse

from sasaeai.kernel import clock
from sasaeai.meetings.enums import BodyKind, MeetingState
from sasaeai.meetings.models import Body, BodyHost, Meeting, Recognition
from sasaeai.people.models import Venue
from sasaeai.planning.actions.joining import propose_join, record_host_answer
from sasaeai.planning.models import HostAnswer, JoinProposal
from tests.conftest import DeskClients
from tests.world import TODAY, World

KEYS = ("ohashi", "chokai", "minji")
HOSTS = ("大野地区社会福祉協議会", "大野地域包括支援センター（見本）")


@pytest.fixture
def similar(world: World) -> Body:
    """A network meeting of 大野 with the same people and topic as its support meeting."""
    office = world.add_organization("hokatsu", "大野地域包括支援センター（見本）", world.ono)
    body = Body.objects.create(
        municipality=world.city,
        district=world.ono,
        kind=BodyKind.NETWORK,
        name="大野地区見守り連絡会（見本）",
        usual_start=time(10, 0),
        usual_minutes=60,
        usual_venue=world.venue,
        position=5,
    )
    world.bodies["similar"] = body
    BodyHost.objects.create(municipality=world.city, body=body, organization=office)
    for key, day in (("ono", date(2026, 9, 1)), ("similar", date(2026, 9, 11))):
        meeting = world.add_meeting(
            key, day, state=MeetingState.HELD, held_at=clock.now(), number=1
        )
        world.add_item(meeting, "冬の見回り", topic=world.topics["snow"])
        for post in KEYS:
            world.add_expected(meeting, world.posts[post])
    return body


def pair_url(world: World) -> str:
    return reverse("desk:fewer_pair", args=[world.bodies["similar"].id, world.bodies["ono"].id])


def proposal(world: World, **fields) -> JoinProposal:
    return propose_join(
        **{
            "body": world.bodies["similar"],
            "counts_for": world.bodies["ono"],
            "way": "merge",
            "since": TODAY,
            "actor": world.viewer("arai"),
        }
        | fields
    )


def text(response) -> str:
    assert response.status_code == 200
    return response.content.decode().split("<main")[1].split("</main>")[0]


def test_the_list_says_three_sentences_and_what_is_saved(
    world: World, desk: DeskClients, similar: Body
) -> None:
    html = text(desk.ohashi.get("/planning/fewer/"))
    assert "3人のうち3人が両方に呼ばれています" in html
    assert "統合（みなし）を強くおすすめ" in html
    assert "1年にのべ3回減ります" in html
    assert pair_url(world) in html


def test_the_stranger_sees_nothing_of_another_district(
    world: World, desk: DeskClients, similar: Body
) -> None:
    html = text(desk.shiraishi.get("/planning/fewer/"))
    assert "大野" not in html
    assert desk.shiraishi.get(pair_url(world)).status_code == 404
    assert (
        desk.shiraishi.get("/planning/fewer/", {"district": str(world.ono.id)}).status_code == 404
    )


def test_each_sentence_opens_what_it_counts(world: World, desk: DeskClients, similar: Body) -> None:
    html = text(desk.ohashi.get(pair_url(world)))
    assert html.count("<details") == 3
    assert "白旗野町会 会長　髙﨑 見本" in html
    assert "冬の見回り" in html
    assert "令和8年9月11日" in html


def test_a_hall_without_a_number_of_seats_is_said_once(
    world: World, desk: DeskClients, similar: Body
) -> None:
    Venue.objects.update(capacity=None)
    assert text(desk.ohashi.get(pair_url(world))).count("定員が登録されていません") == 1


def test_the_city_reads_posts_but_no_names_and_cannot_ask(
    world: World, desk: DeskClients, similar: Body
) -> None:
    html = text(desk.ichikawa.get(pair_url(world)))
    assert "白旗野町会 会長" in html
    assert "髙﨑" not in html
    assert "<form" not in html
    assert desk.ichikawa.post(pair_url(world), {"way": "merge"}).status_code == 403


def test_from_the_pair_to_the_recognition_in_the_pages(
    world: World, desk: DeskClients, similar: Body
) -> None:
    sent = {"way": "merge", "since": "2026-12-01", "condition": "推進員が両方に出る"}
    answer = desk.ohashi.post(pair_url(world), sent | {"once": str(uuid4())})
    made = JoinProposal.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == reverse("desk:join", args=[made.id])
    for host in HOSTS:
        url = reverse("desk:join_answer", args=[made.id, world.organizations[host].id])
        assert host in text(desk.ohashi.get(url))
        said = {"agrees": "yes", "said_by": "会長", "answered_on": "2026-11-23"}
        assert desk.ohashi.post(url, said | {"once": str(uuid4())}).status_code == 302
    assert HostAnswer.objects.count() == 2
    assert Recognition.objects.filter(body=similar, counts_for=world.bodies["ono"]).exists()
    html = text(desk.ohashi.get(reverse("desk:join", args=[made.id])))
    assert "決まった" in html
    undo = reverse("desk:join_answer_remove", args=[HostAnswer.objects.all()[0].id])
    desk.ohashi.post(undo, {"once": str(uuid4())})
    assert not Recognition.objects.current().filter(body=similar).exists()


def test_a_no_without_its_reason_keeps_what_was_typed(
    world: World, desk: DeskClients, similar: Body
) -> None:
    made = proposal(world)
    url = reverse("desk:join_answer", args=[made.id, world.organizations[HOSTS[0]].id])
    sent = {"agrees": "no", "said_by": "副会長と会計", "answered_on": "2026-11-23"}
    html = text(desk.arai.post(url, sent | {"once": str(uuid4())}))
    assert "見送るわけを入力してください" in html
    assert "副会長と会計" in html
    assert not HostAnswer.objects.exists()


def test_the_city_reads_the_answers_and_records_none(
    world: World, desk: DeskClients, similar: Body
) -> None:
    made = proposal(world)
    host = world.organizations[HOSTS[0]]
    assert "主催団体" in text(desk.ichikawa.get(reverse("desk:join", args=[made.id])))
    url = reverse("desk:join_answer", args=[made.id, host.id])
    assert desk.ichikawa.get(url).status_code == 403
    assert desk.shiraishi.get(url).status_code == 404


def test_the_paper_has_the_facts_and_a_box_of_each_host(
    world: World, desk: DeskClients, similar: Body
) -> None:
    made = proposal(world, condition="推進員が両方に出る")
    answer = desk.ichikawa.get(reverse("desk:join_paper", args=[made.id]))
    assert answer["Content-Type"] == "application/pdf"
    pages = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    assert len(pages) == 1
    words = pages[0].extract_text().replace("\n", "")
    assert "3人のうち3人が両方に呼ばれています" in words
    assert words.count("反対（見送り）") == 2
    assert "大野地域包括支援センター（見本）" in words
    assert "推進員が両方に出る" in words


def test_the_next_meeting_is_proposed_right_after_the_one_it_follows(
    world: World, desk: DeskClients, similar: Body
) -> None:
    made = proposal(world, way="back_to_back")
    for host in HOSTS:
        record_host_answer(
            proposal=made,
            organization=world.organizations[host],
            agrees=True,
            said_by="会長",
            answered_on=TODAY,
            actor=world.viewer("arai"),
        )
    world.add_meeting("ono", date(2026, 12, 22))
    html = text(desk.ohashi.get(reverse("desk:meeting_prepare", args=[similar.id])))
    assert "続けて開くことになっています" in html
    assert 'value="14:40"' in html
    assert 'value="15:40"' in html


def test_the_pages_take_few_queries_with_many_bodies(
    world: World, desk: DeskClients, similar: Body, django_assert_max_num_queries
) -> None:
    for number in range(40):
        Body.objects.create(
            municipality=world.city,
            district=world.ono,
            kind=BodyKind.OTHER,
            name=f"見本の会{number}",
            usual_minutes=60,
        )
    desk.arai.get("/planning/fewer/")
    with django_assert_max_num_queries(15):
        desk.arai.get("/planning/fewer/")
    with django_assert_max_num_queries(15):
        desk.arai.get(pair_url(world))
    assert Meeting.objects.count() == 2
