"""Wrong reply codes are counted, so that guessing takes longer than the codes live.

No address is kept: a row holds a keyed hash of it, and goes after an hour.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

from django.utils.crypto import salted_hmac

from sasaeai.kernel import clock
from sasaeai.notices.models import WrongCode

WINDOW = timedelta(minutes=10)
MOST_TRIES = 10
"""Wrong codes from one source within the window; then it waits."""
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
    """Whether a source tried too many wrong codes lately. Two counts over one index."""
    since = clock.now() - WINDOW
    recent = WrongCode.objects.filter(tried_at__gt=since)
    tried = recent.filter(source=source).count()
    if tried >= MOST_TRIES:
        return True
    everywhere = recent.count()
    return everywhere >= CEILING or (everywhere >= FLOOD and tried >= TRIES_IN_FLOOD)


def note_wrong_code(source: str) -> None:
    """Count a wrong code. No audit row: nobody is known, and nothing of a town changed."""
    WrongCode.objects.create(source=source, tried_at=clock.now())


def forget_wrong_codes(*, now: datetime) -> int:
    """Drop what no longer counts; returns how many rows went."""
    gone, _by_table = WrongCode.objects.filter(tried_at__lt=now - KEPT).delete()
    return gone
