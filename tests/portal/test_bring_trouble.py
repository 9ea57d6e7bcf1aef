"""困りごとを届ける: who holds a reply code brings a trouble without an account."""

from __future__ import annotations

import uuid
from datetime import date

import time_machine
from django.urls import reverse

from sasaeai.issues.actions.bringing import A_DAY
from sasaeai.issues.models import Trouble
from sasaeai.meetings.actions import withdraw_call


def address(call) -> str:
    return reverse("portal:trouble", args=[call.reply_code.replace("-", "")])


def send(bearer, call, **typed) -> str:
    typed.setdefault("text", "坂が滑って集積所まで行けない方がいる")
    return bearer.post(
        address(call), typed | {"once": str(uuid.uuid4())}, follow=True
    ).content.decode()


def test_it_stands_among_the_new_troubles_under_organisation_and_post(world, call, bearer):
    assert "白旗野町会 会長 様" in bearer.get(address(call)).content.decode()
    text = send(bearer, call, answer_channel="phone", answer_to="017-000-0009")
    assert "困りごとを受け取りました" in text
    trouble = Trouble.objects.get()
    assert (trouble.state, trouble.via, trouble.district) == ("new", "form", world.ono)
    assert (trouble.raised_by, trouble.post) == ("白旗野町会 会長", world.posts["chokai"])
    assert (trouble.answer_channel, trouble.answer_to) == ("phone", "017-000-0009")


def test_a_person_in_the_words_is_asked_about_and_nothing_is_lost(call, bearer):
    text = send(bearer, call, text="試山さんの家の雪")
    assert "試山さんの家の雪" in text
    assert "ある方の家の雪" in text
    assert not Trouble.objects.exists()
    send(bearer, call, text="試山さんの家の雪", keep_anyway="on")
    assert Trouble.objects.get().text == "試山さんの家の雪"


def test_empty_and_hostile_words_harm_nothing(call, bearer):
    assert "を入力してください" in send(bearer, call, text=" ")
    assert "文字減らしてください" in send(bearer, call, text="雪" * 2001)
    send(bearer, call, text="<script>alert(1)</script>")
    assert Trouble.objects.count() == 1


def test_twice_pressed_is_once(call, bearer):
    typed = {"text": "坂が滑る", "once": str(uuid.uuid4())}
    for _time in range(2):
        bearer.post(address(call), typed)
    assert Trouble.objects.count() == 1


def test_a_code_brings_few_a_day(call, bearer):
    for number in range(A_DAY):
        send(bearer, call, text=f"困りごと{number}番")
    assert "お電話でお知らせください" in send(bearer, call, text="もう一つ")
    assert Trouble.objects.count() == A_DAY


def test_a_wrong_code_a_withdrawn_call_and_an_old_one_bring_nothing(world, call, bearer):
    assert bearer.get(reverse("portal:trouble", args=["K7M4QX9PA"])).status_code == 404
    with time_machine.travel(date(2027, 12, 1)):
        assert "古くなりました" in send(bearer, call)
    withdraw_call(expected=call, actor=world.viewer("arai"))
    assert "届けられません" in send(bearer, call)
    assert not Trouble.objects.exists()
