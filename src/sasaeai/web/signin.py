"""Forms of the sign-in pages: the login library's rules, our words.

Its own labels speak of user names and e-mail; here people have a printed 利用者番号.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sasaeai.kernel.fields import BaseForm

LOGIN_FIELD = "login"


def typed_number(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """The 利用者番号 that an attempt was for, as the throttle counts it: spaces and case aside.

    The library hands it over as `username`, the form as `login`.
    """
    typed = (credentials or {}).get("username") or request.POST.get(LOGIN_FIELD, "")
    return str(typed).strip().lower()[:40]


Words = dict[str, tuple[Any, Any]]

CODE = (
    gettext_lazy("確認の番号"),
    gettext_lazy("認証アプリに出ている6けたの数字です。予備のコードも使えます。"),
)
NEW_PASSWORD = (
    gettext_lazy("新しいパスワード"),
    gettext_lazy("10文字以上にしてください。短い言葉をいくつかつなぐと、覚えやすくなります。"),
)
NEW_PASSWORD_AGAIN = (gettext_lazy("新しいパスワード（もう一度）"), "")
KEY_NAME = (
    gettext_lazy("鍵の名前"),
    gettext_lazy("どの鍵か、あとで分かる名前です。例：事務局のパソコン"),
)


class SpokenForm(BaseForm):
    """Gives the library's fields our labels and hints. Stands first among the bases."""

    words: ClassVar[Words] = {}
    """Field name → (label, hint)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, hint) in self.words.items():
            field = self.fields[name]
            field.label, field.help_text = label, hint
            field.widget.attrs.pop("placeholder", None)  # it would repeat the label
            field.error_messages["required"] = _("「%(label)s」を入力してください。") % {
                "label": label
            }


class LoginForm(SpokenForm, account.LoginForm):
    """利用者番号 and password."""

    words: ClassVar[Words] = {
        LOGIN_FIELD: (
            gettext_lazy("利用者番号"),
            gettext_lazy("「ご利用開始のお知らせ」に書いてある番号です。"),
        ),
        "password": (gettext_lazy("パスワード"), ""),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[LOGIN_FIELD].widget.attrs.update(
            {"autocapitalize": "none", "spellcheck": "false", "autocomplete": "username"}
        )


class ReauthenticateForm(SpokenForm, account.ReauthenticateForm):
    """The password once more, before something that matters."""

    words: ClassVar[Words] = {"password": (gettext_lazy("パスワード"), "")}


class ChangePasswordForm(SpokenForm, account.ChangePasswordForm):
    """A new password, with the old one."""

    words: ClassVar[Words] = {
        "oldpassword": (gettext_lazy("いまのパスワード"), ""),
        "password1": NEW_PASSWORD,
        "password2": NEW_PASSWORD_AGAIN,
    }


class SetPasswordForm(SpokenForm, account.SetPasswordForm):
    """A first password."""

    words: ClassVar[Words] = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD_AGAIN}


class AuthenticateForm(SpokenForm, mfa.AuthenticateForm):
    """The second step of signing in."""

    words: ClassVar[Words] = {"code": CODE}


class ReauthenticateByCodeForm(SpokenForm, mfa.ReauthenticateForm):
    """The second step once more, before something that matters."""

    words: ClassVar[Words] = {"code": CODE}


class ActivateTotpForm(SpokenForm, totp.ActivateTOTPForm):
    """The first number of a new authenticator app."""

    words: ClassVar[Words] = {
        "code": (CODE[0], gettext_lazy("認証アプリに出た6けたの数字を入力してください。"))
    }


class AddPasskeyForm(SpokenForm, webauthn.AddWebAuthnForm):
    """A new passkey or security key (パスキー)."""

    words: ClassVar[Words] = {
        "name": KEY_NAME,
        "passwordless": (
            gettext_lazy("この鍵だけでログインできるようにする"),
            gettext_lazy("利用者番号とパスワードのかわりに、指紋・顔・暗証番号を使います。"),
        ),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["name"] = _("パスキー")


class RenamePasskeyForm(SpokenForm, webauthn.EditWebAuthnForm):
    """Another name for a key."""

    words: ClassVar[Words] = {"name": KEY_NAME}
