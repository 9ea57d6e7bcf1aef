"""How the login library behaves here."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come from posts (名簿), so nobody signs up alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
