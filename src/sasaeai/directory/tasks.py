"""Tables with many rows, carried out while nobody waits."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _
from django_tasks import task

from sasaeai.accounts.models import Account
from sasaeai.accounts.queries import viewer_for
from sasaeai.directory.actions import carry_out_import, import_topic
from sasaeai.directory.models import ServiceImport
from sasaeai.jobs.actions import advance, carrying_out, fail, finish, start_job
from sasaeai.jobs.models import Job
from sasaeai.kernel.errors import DomainError
from sasaeai.kernel.viewer import Viewer


def import_later(*, table: ServiceImport, rows: int, actor: Viewer, result_path: str) -> Job:
    """Have a table carried out in the background, with the rights of who put it in."""
    return start_job(
        carry_out_table,
        topic=import_topic(table),
        label=_("相談先を取り込んでいます"),
        actor=actor,
        total=rows,
        result_path=result_path,
    )


@task()
def carry_out_table(job_id: str) -> None:
    """Carry out the table of a job; broken off, it begins again and changes nothing twice."""
    with carrying_out(job_id) as job:
        table = ServiceImport.objects.get(pk=UUID(job.topic.partition(":")[2]))
        if table.done_at is not None:
            return
        try:
            actor = viewer_for(Account.objects.get(pk=table.put_in_by))
            carry_out_import(
                table=table,
                actor=actor,
                told=lambda done, total: advance(job, done=done, total=total),
            )
        except DomainError as error:
            fail(job, message=error.message)
        else:
            finish(job, message=import_sentence(table))


def import_sentence(table: ServiceImport) -> str:
    """「新しく12件入れ、3件直しました。40件は同じでした。2件は入れられませんでした。」"""
    rows = table.rows
    told = [
        _("新しく%(new)d件入れ、%(changed)d件直しました。")
        % {"new": rows["new"], "changed": rows["changed"]}
    ]
    if rows["same"]:
        told.append(_("%(n)d件は同じでした。") % {"n": rows["same"]})
    if rows["refused"]:
        told.append(_("%(n)d件は入れられませんでした。") % {"n": rows["refused"]})
    return "".join(told)
