"""Answers and reminders of promises by wire: what a person decides, and the steps of one run."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.issues.access import check_can_handle_trouble, check_can_work_on
from sasaeai.issues.actions.answers import note_printed
from sasaeai.issues.actions.leaving import note_kept_back, queue_text, unqueue_text
from sasaeai.issues.models import Answer
from sasaeai.jobs import actions as jobs
from sasaeai.jobs.models import Job
from sasaeai.kernel import clock
from sasaeai.kernel.errors import NotNow
from sasaeai.kernel.viewer import Viewer
from sasaeai.notices.channels import ways
from sasaeai.notices.queries import texts
from sasaeai.notices.queries.addresses import AddressUsed
from sasaeai.notices.queries.texts import Text
from sasaeai.notices.queries.ways import MISSING, goes_by_wire
from sasaeai.people.enums import Channel

TASK = "sasaeai.notices.tasks.answers.send_texts"


def send_answers(*, answers: Collection[Answer], actor: Viewer, result_path: str = "") -> Job:
    """Have answers sent by e-mail, LINE or FAX, each by its own way; all of one district.

    Refuses (NotNow) when one of them cannot go: then none goes.
    """
    return send_texts(rows=list(answers), actor=actor, result_path=result_path)


def send_texts(*, rows: Collection[Text], actor: Viewer, result_path: str = "") -> Job:
    """Have answers or reminders of one district sent; nothing leaves when one of them cannot."""
    if not rows:
        raise NotNow(_("送るものがありません。先に返答を書いてください。"))
    for row in rows:
        _check_may(actor, row)
    addresses = texts.addresses_of(rows, on=actor.on)
    for row in rows:
        if sentence := hindrance(row, addresses[row.pk]):
            raise NotNow(sentence)
    district = texts.district_of(next(iter(rows)))
    with transaction.atomic():
        for row in rows:
            queue_text(row=row, address=addresses[row.pk].as_json(), actor=actor)
        return jobs.start_job(
            TASK,
            topic=texts.topic_of(district.pk),
            label=_("%(district)sの返答・お知らせの送信") % {"district": district.name},
            actor=actor,
            total=len(rows),
            result_path=result_path,
        )


def take_back_text(*, row: Text, actor: Viewer) -> None:
    """Take back what waits to be sent and has not left (送信をやめる)."""
    _check_may(actor, row)
    unqueue_text(row=row, actor=actor)


def trace_answers(*, answers: Collection[Answer], purpose: str, actor: Viewer) -> None:
    """Write down who took papers of answers out, what for (L-10, L-19); drafts were printed.

    purpose: "answer_letter" | "answer_fax" | "answer_call" | "asking".
    """
    note_printed(answers=list(answers), actor=actor)
    for answer in answers:
        audit.record_export(actor=actor, obj=answer, purpose=purpose, what={"rows": 1})


def hindrance(row: Text, address: AddressUsed) -> str:
    """Why a text cannot go by its channel now, in a sentence; empty when it can."""
    channel = Channel(row.channel)
    if not goes_by_wire(channel):
        return _(
            "%(channel)sは、ここからは送れません。印刷するか、電話や手渡しで伝えてください。"
        ) % {"channel": channel.label}
    if sentence := texts.must_not_say(row, channel):
        return sentence
    if closed := ways.not_set_up(channel):
        return closed
    if not address.by(channel):
        return _("%(who)sの%(lack)s。名簿に入れるか、ほかの届け方を選んでください。") % {
            "who": address.who,
            "lack": MISSING[channel],
        }
    return ""


def settle_interrupted(*, district_id: UUID, actor: Viewer) -> int:
    """Look after texts that a run was sending when it died. Returns how many nobody can know of.

    LINE knows the key of what it took, so it is tried again; else a person asks.
    """
    unsure = 0
    for row in texts.interrupted_texts(district_id, actor.municipality_id):
        safe = ways.resends_safely(row.channel)
        unsure += not safe
        note_kept_back(
            row=row,
            sentence=_(
                "送っている途中で止まりました。届いたかどうか、相手の方に確かめてください。"
            ),
            again=safe,
            actor=actor,
        )
    return unsure


def take_up_waiting_texts(*, now: datetime) -> list[Job]:
    """A job for every district whose texts wait without one: lost work, or a rest that is over."""
    return [
        jobs.start_job(
            TASK,
            topic=texts.topic_of(district_id),
            label=_("返答・お知らせの送信"),
            actor=Viewer.system(municipality_id=municipality_id, on=clock.today()),
        )
        for municipality_id, district_id in texts.districts_to_take_up(now=now)
    ]


def _check_may(actor: Viewer, row: Text) -> None:
    if isinstance(row, Answer):
        check_can_handle_trouble(actor, row.trouble)
    else:
        check_can_work_on(actor, row.action)
