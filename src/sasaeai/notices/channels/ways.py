"""Which ways out this site has."""

from __future__ import annotations

from types import ModuleType

from django.utils.translation import gettext as _

from sasaeai.notices.channels import fax_gateway, line, mail
from sasaeai.notices.channels.outgoing import Channel as OutgoingChannel
from sasaeai.people.enums import Channel

_WAYS: dict[Channel, ModuleType] = {
    Channel.EMAIL: mail,
    Channel.FAX: fax_gateway,
    Channel.LINE: line,
}
"""Each offers is_set_up() -> bool, open_channel() -> outgoing.Channel and RESENDS_SAFELY: bool."""


def not_set_up(channel: Channel | str) -> str:
    """Why this way cannot be used yet, in a sentence; empty when it can."""
    way = _WAYS.get(Channel(channel))
    if way is not None and way.is_set_up():
        return ""
    return _(
        "%(channel)sの設定がまだのため、送れません。"
        "市の担当の方に設定を頼むか、ほかの連絡方法を選んでください。"
    ) % {"channel": Channel(channel).label}


def open_channel(channel: Channel | str) -> OutgoingChannel:
    """The way out, for one run. Only where not_set_up says nothing."""
    return _WAYS[Channel(channel)].open_channel()


def resends_safely(channel: Channel | str) -> bool:
    """Whether the other side drops a copy that it already took, known by its key."""
    return bool(_WAYS[Channel(channel)].RESENDS_SAFELY)
