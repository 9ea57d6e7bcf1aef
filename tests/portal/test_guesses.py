"""Guessing a code: slow, and learns nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from sasaeai.kernel import clock
from sasaeai.notices.actions.guesses import (
    CEILING,
    FLOOD,
    MOST_SLIPS,
    MOST_TRIES,
    forget_wrong_codes,
    source_of,
)
from sasaeai.notices.models import WrongCode
from tests.conftest import ReadingClient

WRONG = "/r/222222222/"


def page_of(call) -> str:
    return reverse("portal:reply", args=[call.reply_code.replace("-", "")])


def tried_elsewhere(count: int, *, is_mistyped: bool = False) -> None:
    WrongCode.objects.bulk_create(
        WrongCode(source=f"elsewhere {number}", tried_at=clock.now(), is_mistyped=is_mistyped)
        for number in range(count)
    )


def test_a_flood_is_stopped_and_the_database_does_not_grow(bearer, call):
    codes = [bearer.get(WRONG).status_code for _try in range(MOST_TRIES + 20)]
    assert codes == [404] * MOST_TRIES + [429] * 20
    assert WrongCode.objects.count() == MOST_TRIES
    # Past the limit a right code is not looked up either, or guessing would go on.
    waiting = bearer.get(page_of(call))
    assert (waiting.status_code, waiting["Retry-After"]) == (429, "600")
    assert "お電話ください" in waiting.content.decode()


def test_the_wait_ends(bearer, call):
    for _try in range(MOST_TRIES):
        bearer.get(WRONG)
    WrongCode.objects.update(tried_at=clock.now() - timedelta(minutes=11))
    assert bearer.get(page_of(call)).status_code == 200


def test_right_codes_never_count(bearer, call):
    for _try in range(MOST_TRIES + 5):
        assert bearer.get(page_of(call)).status_code == 200
    assert not WrongCode.objects.exists()


def test_somebody_elsewhere_is_not_kept_waiting(bearer, call):
    for _try in range(MOST_TRIES):
        bearer.get(WRONG, REMOTE_ADDR="203.0.113.5")
    assert bearer.get(page_of(call), REMOTE_ADDR="203.0.113.5").status_code == 429
    assert bearer.get(page_of(call), REMOTE_ADDR="203.0.113.6").status_code == 200


def test_a_flood_from_everywhere_leaves_two_tries(bearer, call):
    tried_elsewhere(FLOOD)
    assert [bearer.get(WRONG).status_code for _try in range(3)] == [404, 404, 429]
    other = ReadingClient(REMOTE_ADDR="203.0.113.6")
    assert other.get(page_of(call)).status_code == 200


def test_at_the_ceiling_everybody_waits(bearer, call):
    tried_elsewhere(CEILING)
    assert bearer.get(page_of(call)).status_code == 429


def test_a_made_up_forwarding_header_is_no_new_source(bearer, settings):
    settings.TRUSTED_PROXIES = 0
    answers = {
        bearer.get(WRONG, headers={"X-Forwarded-For": f"198.51.100.{number}"}).status_code
        for number in range(MOST_TRIES + 1)
    }
    assert answers == {404, 429}


def test_behind_a_proxy_the_last_address_counts(bearer, settings):
    settings.TRUSTED_PROXIES = 1
    for number in range(MOST_TRIES):
        bearer.get(WRONG, headers={"X-Forwarded-For": f"198.51.100.{number}, 203.0.113.5"})
    refused = bearer.get(WRONG, headers={"X-Forwarded-For": "8.8.8.8, 203.0.113.5"})
    assert refused.status_code == 429
    assert bearer.get(WRONG, headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 404


def test_behind_a_proxy_that_names_ports_a_new_port_is_no_new_source(bearer, settings):
    settings.TRUSTED_PROXIES = 1
    for address in ("203.0.113.5:{}", "[2001:db8:1:2::1]:{}"):
        answers = [
            bearer.get(WRONG, headers={"X-Forwarded-For": address.format(port)}).status_code
            for port in range(40_000, 40_000 + MOST_TRIES + 1)
        ]
        assert answers == [404] * MOST_TRIES + [429]


def test_a_hall_full_of_people_who_mistype_keeps_nobody_waiting(bearer, call):
    one_letter_off = page_of(call)[:-2] + ("3/" if page_of(call)[-2] != "3" else "4/")
    for _person in range(30):
        assert bearer.get(one_letter_off).status_code == 404
    assert bearer.get(page_of(call)).status_code == 200


def test_a_machine_that_sends_nonsense_waits_too(bearer, call):
    codes = [bearer.get("/r/", {"code": "nonsense"}).status_code for _try in range(MOST_SLIPS + 5)]
    assert codes == [404] * MOST_SLIPS + [429] * 5
    assert bearer.get(page_of(call)).status_code == 429


def test_nonsense_from_everywhere_locks_nobody_out_and_fills_no_table(bearer, call):
    tried_elsewhere(CEILING, is_mistyped=True)
    assert bearer.get("/r/nonsense/").status_code == 404
    assert WrongCode.objects.count() == CEILING
    assert bearer.get(page_of(call)).status_code == 200


def test_every_place_that_takes_a_code_counts(bearer):
    bearer.get("/r/", {"code": "222-222-222"})
    bearer.get("/r/nonsense/")
    bearer.get("/d/222222222/")
    bearer.post("/r/222222222/", {"answer": "attend"})
    assert WrongCode.objects.count() == 4
    bearer.get("/r/")
    assert WrongCode.objects.count() == 4


def test_no_address_is_kept_and_a_home_is_one_source():
    kept = source_of("203.0.113.5")
    assert "203.0.113.5" not in kept
    assert len(kept) == 64
    assert source_of("::ffff:203.0.113.5") == kept
    assert source_of("2001:db8:1:2::1") == source_of("2001:db8:1:2:ffff::9")
    assert source_of("2001:db8:1:2::1") != source_of("2001:db8:1:3::1")
    assert source_of("") != kept


@pytest.mark.django_db
def test_old_rows_are_forgotten():
    tried_elsewhere(3)
    assert forget_wrong_codes(now=clock.now()) == 0
    assert forget_wrong_codes(now=clock.now() + timedelta(hours=2)) == 3
