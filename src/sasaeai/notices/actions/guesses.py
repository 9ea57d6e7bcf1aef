"""Wrong reply codes are counted, so that guessing takes longer than the codes live.

No address is kept: a row holds a keyed hash of it, and goes after an hour.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

from django.db.models import Count, Q, QuerySet
from django.utils.crypto import salted_hmac

from sasaeai.kernel import clock
from sasaeai.kernel.reply_code import ReplyCodeError, parse_reply_code
from sasaeai.notices.models import WrongCode

WINDOW = timedelta(minutes=10)
MOST_TRIES = 10
"""Wrong codes from one source within the window; then it waits."""
MOST_SLIPS = 60
"""Texts that can be no code, from one source: thirty people in a hall type from paper behind one
address. Nobody gets anywhere with them, so they may be many; a machine sends more."""
FLOOD, TRIES_IN_FLOOD = 300, 2
"""Once so many came from everywhere, a source waits after two."""
CEILING = 3000
"""Once so many came from everywhere, everybody waits."""
KEPT = timedelta(hours=1)
"""Longer than the window, and short enough that counting all of them stays quick in a flood."""
_SALT = "sasaeai.notices.wrong-code"
_HOME_NETWORK = 64


def source_of(address: str) -> str:
    """A keyed hash of where a request came from; of an IPv6 address only the home network counts."""
    try:
        known = ip_address(address)
    except ValueError:
        return _keyed(address)
    if isinstance(known, IPv6Address):
        if known.ipv4_mapped is None:
            return _keyed(f"v6/{int(known) >> (128 - _HOME_NETWORK)}")
        return _keyed(str(known.ipv4_mapped))
    return _keyed(str(known))


def _keyed(address: str) -> str:
    return salted_hmac(_SALT, address, algorithm="sha256").hexdigest()


def must_wait(source: str) -> bool:
    """Whether a source tried too many wrong codes lately. Two queries."""
    recent = _recent()
    own = recent.filter(source=source).aggregate(
        tried=Count("pk", filter=Q(is_mistyped=False)),
        slips=Count("pk", filter=Q(is_mistyped=True)),
    )
    if own["tried"] >= MOST_TRIES or own["slips"] >= MOST_SLIPS:
        return True
    everywhere = recent.filter(is_mistyped=False).count()
    return everywhere >= CEILING or (everywhere >= FLOOD and own["tried"] >= TRIES_IN_FLOOD)


def note_wrong_code(source: str, code: str) -> None:
    """Count a wrong code. No audit row: nobody is known, and nothing of a town changed."""
    is_mistyped = _is_mistyped(code)
    if is_mistyped and _recent().filter(is_mistyped=True).count() >= CEILING:
        return  # a flood of nonsense fills no table
    WrongCode.objects.create(source=source, tried_at=clock.now(), is_mistyped=is_mistyped)


def _recent() -> QuerySet[WrongCode]:
    return WrongCode.objects.filter(tried_at__gt=clock.now() - WINDOW)


def _is_mistyped(code: str) -> bool:
    """Whether a text is no code for anybody. Who guesses knows that without asking."""
    try:
        parse_reply_code(code)
    except ReplyCodeError:
        return True
    return False


def forget_wrong_codes(*, now: datetime) -> int:
    """Drop what no longer counts; returns how many rows went."""
    gone, _by_table = WrongCode.objects.filter(tried_at__lt=now - KEPT).delete()
    return gone
