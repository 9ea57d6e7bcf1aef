"""Sentences about cards: why something is no entry, and what a body says in a volunteer's words."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from sasaeai.hall.core import bodies
from sasaeai.hall.core.bodies import BadBody, Body, Fault
from sasaeai.kernel.display import long_date
from sasaeai.meetings.enums import ItemKind, Outcome, PresenceStatus, RemarkKind


def why_no_entry(error: BadBody) -> str:
    """Why something a device sent is not taken."""
    words = {"at": error.at, "limit": f"{error.limit:,}"}
    if error.fault == Fault.TOO_LONG:
        return _("%(limit)s文字を超えています。二つに分けて書いてください。") % words
    if error.fault in {Fault.UNKNOWN_KIND, Fault.UNKNOWN_KEY}:
        return _(
            "この端末の画面が古いか、新しすぎます（%(at)s）。"
            "ネットワークのあるところで画面を開き直してから、もう一度送ってください。"
        ) % {"at": error.at or "kind"}
    return _(
        "記録として読めないものが含まれています（%(at)s）。"
        "書いた文は端末に残っています。書き写して、消してください。"
    ) % {"at": error.at or "entry"}


def told(kind: str, body: Body) -> list[str]:
    """What a body says, in lines for a reader; the first says the most."""
    if bodies.is_gone(kind, body):
        return [_("取り消す（記録に残さない）")]
    lines = {
        bodies.PRESENCE: _presence,
        bodies.REMARK: _remark,
        bodies.OUTCOME: _outcome,
        bodies.PROMISE: _promise,
        bodies.ITEM: _item,
        bodies.CLOCK: _clock,
        bodies.TROUBLE: _trouble,
        bodies.NOTE: lambda said: [said["text"]],
    }[kind](body)
    return [line for line in lines if line] or [_("（何も書いていない）")]


def _presence(body: Body) -> list[str]:
    name = f"{body['organization_name']} {body['post_title']} {body['person_name']}".strip()
    with_them = _("同行者%(n)s人") % {"n": body["companions"]} if body["companions"] else ""
    return [str(PresenceStatus(body["status"]).label), name, with_them]


def _remark(body: Body) -> list[str]:
    return [f"{RemarkKind(body['kind']).mark} {body['text']}", body["group"]]


def _outcome(body: Body) -> list[str]:
    return [str(Outcome(body["outcome"]).label) if body["outcome"] else "", body["text"]]


def _promise(body: Body) -> list[str]:
    due = body["due_on"]
    until = _("%(day)sまでに") % {"day": long_date(date.fromisoformat(due))} if due else ""
    return [body["what"], body["who"], until]


def _item(body: Body) -> list[str]:
    minutes = body["minutes"]
    return [
        body["title"],
        str(ItemKind(body["kind"]).label),
        _("%(n)s分") % {"n": minutes} if minutes else "",
    ]


def _clock(body: Body) -> list[str]:
    return [
        _("%(minutes)s分%(seconds)s秒")
        % {"minutes": body["seconds"] // 60, "seconds": body["seconds"] % 60}
    ]


def _trouble(body: Body) -> list[str]:
    return [body["text"], body["raised_by"]]
