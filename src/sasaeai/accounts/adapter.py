"""How the login library behaves here."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come from posts (名簿), so nobody signs up alone."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _(
            "利用者番号かパスワードがちがいます。もう一度確かめて入力してください。"
            "続けて5回まちがえると、15分ほどログインできなくなります。"
        ),
        "too_many_login_attempts": _(
            "まちがいが続いたため、いまはログインできません。15分ほど待ってから、もう一度ためしてください。"
        ),
        "enter_current_password": _("いまのパスワードがちがいます。もう一度入力してください。"),
        "incorrect_password": _("パスワードがちがいます。もう一度入力してください。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
