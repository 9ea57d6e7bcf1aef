"""Signing in, being locked out, leaving; the pages of the second factor."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse

from sasaeai.kernel import clock
from tests.world import PASSWORD, World

SIGNED_IN = "_auth_user_id"


def sign_in(client: Client, login_id: str, password: str = PASSWORD, **extra: str):
    return client.post(reverse("account_login"), {"login": login_id, "password": password}, **extra)


@pytest.fixture
def arai(world: World) -> Client:
    """A browser in which 新井 signed in and has just given the password once more."""
    client = Client()
    sign_in(client, world.accounts["arai"].login_id)
    assert SIGNED_IN in client.session
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def totp_code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_a_printed_number_and_a_password_open_the_desk(world: World) -> None:
    response = sign_in(Client(), world.accounts["arai"].login_id)

    assert response.status_code == 302
    assert response["Location"] == "/"


def test_the_door_asks_for_the_number_not_for_a_mail_address(client: Client, db: None) -> None:
    page = client.get(reverse("account_login")).content.decode()

    assert "利用者番号" in page
    assert "メール" not in page
    assert "担当の地域支え合い推進員か市社協" in page


def test_a_wrong_password_says_what_to_do_and_keeps_the_number(world: World) -> None:
    login_id = world.accounts["arai"].login_id

    page = sign_in(Client(), login_id, "wrong").content.decode()

    assert "利用者番号かパスワードがちがいます" in page
    assert f'value="{login_id}"' in page
    assert 'id="error-summary"' in page


def test_five_wrong_passwords_lock_that_number_and_no_other(world: World) -> None:
    arai, ohashi = world.accounts["arai"].login_id, world.accounts["ohashi"].login_id
    for typed in (arai, f" {arai} ", arai.upper(), arai, arai):
        last = sign_in(Client(), typed, "wrong")
    cache.clear()  # what the login library itself remembers for a while

    right_but_late = sign_in(Client(), arai)
    from_elsewhere = sign_in(Client(), arai, REMOTE_ADDR="203.0.113.9")

    assert last.status_code == 429
    assert "15分ほど待って" in last.content.decode()
    assert right_but_late.status_code == 429
    assert from_elsewhere.status_code == 302
    assert sign_in(Client(), ohashi).status_code == 302


def test_the_lock_opens_after_a_quarter_of_an_hour(world: World) -> None:
    login_id = world.accounts["arai"].login_id
    for _attempt in range(5):
        sign_in(Client(), login_id, "wrong")

    cache.clear()
    with time_machine.travel(clock.now() + timedelta(minutes=16)):
        assert sign_in(Client(), login_id).status_code == 302


def test_the_door_never_leads_to_another_site(world: World) -> None:
    response = Client().post(
        reverse("account_login") + "?next=https://evil.example/",
        {"login": world.accounts["arai"].login_id, "password": PASSWORD},
    )

    assert response["Location"] == "/"


def test_signing_out_needs_a_click_and_ends_the_session(arai: Client) -> None:
    arai.get(reverse("account_logout"))
    assert SIGNED_IN in arai.session

    arai.post(reverse("account_logout"))

    assert SIGNED_IN not in arai.session


def test_nobody_signs_up_alone(client: Client, world: World) -> None:
    page = client.get(reverse("account_signup"))
    sent = client.post(reverse("account_signup"), {"username": "x", "password1": PASSWORD})

    assert "このページからは申し込めません" in page.content.decode()
    assert "このページからは申し込めません" in sent.content.decode()


@pytest.mark.parametrize("name", ["account_email", "account_reset_password"])
def test_pages_that_need_a_mail_address_do_not_exist(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_the_password_is_changed_only_with_the_old_one(arai: Client, world: World) -> None:
    address = reverse("account_change_password")
    new = {"password1": "ao-mori-2027-haru", "password2": "ao-mori-2027-haru"}

    refused = arai.post(address, {"oldpassword": "wrong", **new})
    arai.post(address, {"oldpassword": PASSWORD, **new})

    assert "いまのパスワードがちがいます" in refused.content.decode()
    account = world.accounts["arai"]
    account.refresh_from_db()
    assert account.check_password("ao-mori-2027-haru")


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("mfa_index", "2段階認証"),
        ("mfa_activate_totp", "QRコード"),
        ("mfa_add_webauthn", "鍵の名前"),
        ("mfa_list_webauthn", "登録しているパスキーはありません"),
        ("account_change_password", "いまのパスワード"),
    ],
)
def test_each_page_of_the_sign_in_settings_opens(arai: Client, name: str, word: str) -> None:
    response = arai.get(reverse(name))

    assert response.status_code == 200
    assert word in response.content.decode()


def test_a_screen_left_open_does_not_change_the_second_factor(world: World) -> None:
    client = Client()
    sign_in(client, world.accounts["arai"].login_id)

    response = client.get(reverse("mfa_activate_totp"))

    assert response["Location"].startswith(reverse("account_reauthenticate"))
    assert "ご本人の確認" in client.get(response["Location"]).content.decode()


def test_an_authenticator_app_is_set_up_and_asked_for(arai: Client, world: World) -> None:
    page = arai.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    arai.post(reverse("mfa_activate_totp"), {"code": totp_code(secret)})
    account = world.accounts["arai"]
    codes = arai.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert len(re.findall(r"<li>[0-9a-z]{8}</li>", codes)) == 10
    stored = Authenticator.objects.get(user=account, type=Authenticator.Type.TOTP)
    assert stored is not None

    other = Client()
    halfway = sign_in(other, account.login_id)
    assert halfway["Location"] == reverse("mfa_authenticate")
    assert SIGNED_IN not in other.session
    wrong = other.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert 'id="error-summary"' in wrong.content.decode()
    cache.clear()  # a number is accepted once; the same half minute is allowed to serve again here
    other.post(reverse("mfa_authenticate"), {"code": totp_code(secret)})
    assert SIGNED_IN in other.session


def test_the_code_to_scan_names_the_account(arai: Client, world: World) -> None:
    form = arai.get(reverse("mfa_activate_totp")).context["form"]

    from allauth.mfa.adapter import get_adapter  # noqa: PLC0415

    address = urlsplit(get_adapter().build_totp_url(world.accounts["arai"], form.secret))
    assert parse_qs(address.query)["issuer"] == ["支え合い"]


def test_the_address_for_passkeys_hands_out_a_fresh_challenge(client: Client, db: None) -> None:
    address = reverse("mfa_login_webauthn")
    first, second = (
        client.get(address, headers={"accept": "application/json"}).json() for _ in range(2)
    )

    challenge = "publicKey"
    assert (
        first["request_options"][challenge]["challenge"]
        != second["request_options"][challenge]["challenge"]
    )
