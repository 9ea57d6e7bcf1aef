"""Two issues that are one: the one that ends is linked to the one that goes on, and taken apart."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.issues.access import check_can_work_on, check_current
from sasaeai.issues.actions.path import REASON_LIMIT, write_entry
from sasaeai.issues.actions.search_entry import index_issue
from sasaeai.issues.enums import IssueStatus
from sasaeai.issues.models import Issue, PutForward
from sasaeai.issues.queries.put_forward import free_rows, is_free
from sasaeai.kernel.errors import InvalidInput, NotNow
from sasaeai.kernel.viewer import Viewer

_FIELDS = ("status", "closed_on", "closed_reason", "duplicate_of")


def merge_issue(*, issue: Issue, into: Issue, reason: str, actor: Viewer) -> Issue:
    """Let an issue go on in another one (同じ課題にまとめる); it ends, and its path stays readable.

    Nobody who raised it has to be told first: their troubles are answered from the issue that goes
    on. Where it waits before a body, that one waits from now on. InvalidInput names `into` or
    `reason`; `unmerge_issue` takes it apart again.
    """
    check_can_work_on(actor, issue)
    _check_reason(reason)
    _check_pair(issue, into)
    with transaction.atomic():
        # In one order whichever way round two people merge, so that neither waits for the other.
        pair = Issue.objects.select_for_update(of=("self",)).select_related("district")
        rows = {row.pk: row for row in pair.filter(pk__in=(issue.pk, into.pk)).order_by("pk")}
        locked, target = rows[issue.pk], rows[into.pk]
        if locked.duplicate_of_id == target.pk:
            return locked
        _check_still_apart(locked, target)
        before = audit.snapshot(locked, _FIELDS)
        locked.status = IssueStatus.CLOSED
        locked.closed_on = actor.on
        locked.closed_reason = reason.strip()
        locked.duplicate_of = target
        locked.version += 1
        locked.save(update_fields=[*_FIELDS, "version"])
        index_issue(locked)
        _hand_over(locked, target, actor)
        write_entry(locked, f"「{target.title}」にまとめました。{reason.strip()}", actor)
        write_entry(target, f"「{locked.title}」をまとめました。{reason.strip()}", actor)
        audit.record(
            actor=actor,
            verb="merge",
            obj=locked,
            before=before,
            after=audit.snapshot(locked, _FIELDS),
        )
    return locked


def unmerge_issue(*, issue: Issue, actor: Viewer) -> Issue:
    """Let an issue that was merged by mistake go on by itself, where it stood before."""
    check_can_work_on(actor, issue)
    with transaction.atomic():
        rows = Issue.objects.select_for_update(of=("self",))
        locked = rows.select_related("district", "duplicate_of__district").get(pk=issue.pk)
        check_current(locked)
        target = locked.duplicate_of
        if target is None:
            return locked
        before = audit.snapshot(locked, _FIELDS)
        locked.status = _status_before(locked)
        locked.closed_on, locked.closed_reason, locked.duplicate_of = None, "", None
        locked.version += 1
        locked.save(update_fields=[*_FIELDS, "version"])
        index_issue(locked)
        write_entry(locked, f"「{target.title}」にまとめたのを、元に戻しました。", actor)
        write_entry(target, f"「{locked.title}」は、別の課題に戻しました。", actor)
        audit.record(
            actor=actor,
            verb="unmerge",
            obj=locked,
            before=before,
            after=audit.snapshot(locked, _FIELDS),
        )
    return locked


def _hand_over(issue: Issue, into: Issue, actor: Viewer) -> None:
    """What waits for the agenda of a body waits as the issue that goes on, once."""
    waiting = PutForward.objects.current().select_for_update(of=("self",))
    for put in waiting.filter(is_free(), municipality_id=issue.municipality_id, issue=issue):
        if free_rows(into, put.to_body).exists():
            continue
        before = audit.snapshot(put, ["issue"])
        put.issue = into
        put.save(update_fields=["issue"])
        audit.record(
            actor=actor,
            verb="follow",
            obj=put,
            before=before,
            after=audit.snapshot(put, ["issue"]),
        )


def _status_before(issue: Issue) -> str:
    """Where the issue stood before it was merged: its last entry that is not an end."""
    entries = issue.entries.filter(municipality_id=issue.municipality_id)
    last = entries.exclude(status=IssueStatus.CLOSED).order_by("-created_at").first()
    return last.status if last is not None else IssueStatus.OPEN


def _check_reason(reason: str) -> None:
    if not reason.strip():
        sentence = _("どうして同じ課題だと分かるかを入力してください。例：同じ集積所の話だった")
    elif len(reason.strip()) > REASON_LIMIT:
        sentence = _("%(limit)s文字までです。短くしてください。") % {"limit": REASON_LIMIT}
    else:
        return
    raise InvalidInput(sentence, {"reason": sentence})


def _check_pair(issue: Issue, into: Issue) -> None:
    if issue.pk == into.pk:
        sentence = _("同じ課題です。まとめる先には、ほかの課題を選んでください。")
    elif issue.district_id != into.district_id:
        sentence = _(
            "ほかの地区の課題にはまとめられません。"
            "地区をまたいで伝えるときは、申し送りか市への照会を使ってください。"
        )
    else:
        return
    raise InvalidInput(sentence, {"into": sentence})


def _check_still_apart(issue: Issue, into: Issue) -> None:
    """Raise for what an earlier merge, an end or a removal makes impossible."""
    check_current(issue)
    check_current(into)
    if into.duplicate_of_id == issue.pk:
        sentence = _(
            "「%(into)s」は、この課題にまとめてあります。"
            "逆にするときは、先にそちらで「まとめたのを元に戻す」を押してください。"
        )
    elif into.duplicate_of_id is not None:
        sentence = _(
            "「%(into)s」は、ほかの課題にまとめてあります。その続きの課題を選んでください。"
        )
    elif into.status == IssueStatus.CLOSED:
        sentence = _(
            "「%(into)s」は終結しています。先にそちらをもう一度取り上げてからまとめてください。"
        )
    elif Issue.objects.filter(
        municipality_id=issue.municipality_id, duplicate_of__duplicate_of=issue
    ).exists():  # what goes on elsewhere is followed two steps far
        sentence = _(
            "この課題には、まとめた課題がいくつも続いています。"
            "「%(into)s」のほうを、この課題にまとめてください。"
        )
    elif issue.status == IssueStatus.CLOSED:
        raise NotNow(
            _(
                "この課題は終結しています。まとめるときは、先に「もう一度取り上げる」を押してください。"
            )
        )
    else:
        return
    words = sentence % {"into": into.title}
    raise InvalidInput(words, {"into": words})
