"""From an empty database to the first sign-in."""

from __future__ import annotations

import pytest
from django.test import Client

from sasaeai.accounts.models import Account
from sasaeai.accounts.queries import viewer_for
from sasaeai.cli.main import main
from sasaeai.meetings.models import Topic
from sasaeai.people.models import District, Municipality

WORDS = [
    "begin", "--lg-code", "022012", "--city", "青森市", "--district", "大野地区", "--district",
    "新城地区", "--council", "青森市社会福祉協議会", "--person", "仮名 髙子", "--login", "a-001",
]  # fmt: skip


@pytest.mark.django_db
def test_the_first_coordinator_signs_in_and_is_led_by_the_hand(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(WORDS) == 0
    password = capsys.readouterr().out.split("パスワード: ")[1].split()[0]

    viewer = viewer_for(Account.objects.get(login_id="a-001"))
    assert viewer.runs == frozenset(District.objects.values_list("id", flat=True))
    assert Topic.objects.count() >= 5
    browser = Client()
    answer = browser.post("/accounts/login/", {"login": "a-001", "password": password}, follow=True)
    assert "はじめての会議まで" in answer.content.decode()


@pytest.mark.django_db
def test_a_wrong_code_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*WORDS[:2], "022013", *WORDS[3:]]) == 1
    assert "コード" in capsys.readouterr().err
    assert not Municipality.objects.exists()


@pytest.mark.django_db
def test_a_municipality_is_entered_once(capsys: pytest.CaptureFixture[str]) -> None:
    main(WORDS)
    assert main(WORDS) == 1
    assert "すでに登録されています" in capsys.readouterr().err
    assert Municipality.objects.count() == 1
