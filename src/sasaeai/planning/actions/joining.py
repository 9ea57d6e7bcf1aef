"""Holding fewer meetings: asking both hosts, keeping what each says, and what comes of it."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput, NotNow
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.actions.recognition import recognize_body, remove_recognition
from sasaeai.meetings.models import Body
from sasaeai.people.models import Organization
from sasaeai.planning.access import check_can_join
from sasaeai.planning.enums import JoinState, JoinWay
from sasaeai.planning.models import BackToBack, HostAnswer, JoinProposal
from sasaeai.planning.queries.joins import coordinators_of, hosts_asked
from sasaeai.planning.queries.overlap import pair_of

WAYS = (JoinWay.MERGE, JoinWay.BACK_TO_BACK)
"""What may be proposed: 強くおすすめ is a word of the figures, 別々のまま needs no proposal."""
_SETTLED = ["state", "settled_on", "declined_reason", "recognition"]


def propose_join(
    *, body: Body, counts_for: Body, way: str, since: date, condition: str = "", actor: Viewer
) -> JoinProposal:
    """Ask the hosts of two bodies whether one gathering can stand for both, or one day.

    way: of `WAYS`. The figures are taken now and kept with the proposal. Whoever runs both
    districts may; refused while the same is asked, is decided, or when a body has no host.
    """
    check_can_join(actor, body, counts_for)
    pair = pair_of(body.id, counts_for.id, viewer=actor)
    _check_proposal(body, counts_for, way, tied=pair.tie is not None)
    kept = [sentence.as_kept() for sentence in (*pair.sentences, *pair.meaning(way))]
    with transaction.atomic():
        Body.objects.select_for_update().get(pk=counts_for.pk)
        _check_not_asked(body, counts_for)
        proposal = JoinProposal.objects.create(
            municipality_id=body.municipality_id,
            body=body,
            counts_for=counts_for,
            advice=pair.word,
            way=way,
            facts=kept,
            condition=condition,
            since=since,
            asked_on=actor.on,
            asked_by_name=actor.name,
        )
        audit.record(
            actor=actor,
            verb="create",
            obj=proposal,
            after=audit.snapshot(proposal, ["way", "since", "condition", "advice"]),
        )
    return proposal


def remove_proposal(*, proposal: JoinProposal, actor: Viewer) -> JoinProposal:
    """Take a proposal back. One that was decided is undone by its answers first."""
    return _set_removed(proposal, actor, removed=True)


def restore_proposal(*, proposal: JoinProposal, actor: Viewer) -> JoinProposal:
    """Put a proposal back. Refused while the same is asked again."""
    return _set_removed(proposal, actor, removed=False)


def record_host_answer(
    *,
    proposal: JoinProposal,
    organization: Organization,
    agrees: bool,
    said_by: str,
    answered_on: date,
    note: str = "",
    actor: Viewer,
) -> HostAnswer:
    """Write down what a host said, who said it and when; then settle the proposal.

    A no needs its reason and settles at once; it takes effect when a host of each body agreed.
    """
    check_can_join(actor, proposal.body, proposal.counts_for)
    with transaction.atomic():
        row = _locked(proposal)
        _check_answer(
            row, organization, agrees=agrees, note=note, answered_on=answered_on, actor=actor
        )
        answer = HostAnswer.objects.create(
            municipality_id=row.municipality_id,
            proposal=row,
            organization=organization,
            agrees=agrees,
            said_by=said_by,
            answered_on=answered_on,
            note=note,
            keyed_by_name=actor.name,
        )
        audit.record(
            actor=actor,
            verb="answer",
            obj=row,
            after=audit.snapshot(answer, ["organization", "agrees", "said_by", "answered_on"]),
        )
        _settle(row, answer, actor)
    return answer


def remove_host_answer(*, answer: HostAnswer, actor: Viewer) -> HostAnswer:
    """Take an answer back; what came of it goes too: the recognition, or the pair."""
    proposal = answer.proposal
    check_can_join(actor, proposal.body, proposal.counts_for)
    with transaction.atomic():
        row = _locked(proposal)
        if answer.removed_at is not None:
            return answer
        answer.removed_at = clock.now()
        answer.save(update_fields=["removed_at"])
        audit.record(actor=actor, verb="take back answer", obj=row)
        _unsettle(row, actor)
    return answer


def restore_host_answer(*, answer: HostAnswer, actor: Viewer) -> HostAnswer:
    """Put an answer back and settle again. Refused when the host said something else since."""
    proposal = answer.proposal
    check_can_join(actor, proposal.body, proposal.counts_for)
    with transaction.atomic():
        row = _locked(proposal)
        if answer.removed_at is None:
            return answer
        _check_answer(
            row,
            answer.organization,
            agrees=answer.agrees,
            note=answer.note,
            answered_on=answer.answered_on,
            actor=actor,
        )
        answer.removed_at = None
        answer.save(update_fields=["removed_at"])
        audit.record(actor=actor, verb="restore answer", obj=row)
        _settle(row, answer, actor)
    return answer


def end_pair(*, pair: BackToBack, until: date, actor: Viewer) -> BackToBack:
    """No longer hold two bodies back to back after a day. Meetings held so stay as they were."""
    check_can_join(actor, pair.first, pair.second)
    if until < pair.since:
        sentence = _("終わりの日は、始まりの日以後にしてください。")
        raise InvalidInput(sentence, {"until": sentence})
    with transaction.atomic():
        row = BackToBack.objects.select_for_update().get(pk=pair.pk)
        before = audit.snapshot(row, ["until"])
        row.until = until
        row.save(update_fields=["until"])
        audit.record(
            actor=actor, verb="end", obj=row, before=before, after=audit.snapshot(row, ["until"])
        )
    return row


def continue_pair(*, pair: BackToBack, actor: Viewer) -> BackToBack:
    """Take the end of a pair back."""
    check_can_join(actor, pair.first, pair.second)
    with transaction.atomic():
        row = BackToBack.objects.select_for_update().get(pk=pair.pk)
        _check_not_tied(row)
        row.until = None
        row.save(update_fields=["until"])
        audit.record(actor=actor, verb="continue", obj=row)
    return row


# ── What comes of it ─────────────────────────────────────────────────────────────────────────────


def _settle(proposal: JoinProposal, answer: HostAnswer, actor: Viewer) -> None:
    """Decide a proposal whose hosts have spoken. answer: what was said last."""
    if not answer.agrees:
        proposal.state = JoinState.DECLINED
        proposal.declined_reason = answer.note
    elif _each_body_agrees(proposal, actor):
        proposal.state = JoinState.ACCEPTED
        if proposal.way == JoinWay.BACK_TO_BACK:
            _make_pair(proposal, actor)
        else:
            proposal.recognition = recognize_body(
                body=proposal.body,
                counts_for=proposal.counts_for,
                since=proposal.since,
                decided_at=_("両方の主催団体の合意"),
                decided_on=answer.answered_on,
                condition=proposal.condition,
                links=coordinators_of(proposal.counts_for, on=actor.on),
                actor=actor,
            )
    else:
        return
    proposal.settled_on = answer.answered_on
    _save(proposal, "settle", actor)


def _unsettle(proposal: JoinProposal, actor: Viewer) -> None:
    """Back to asking, when what was decided no longer rests on an answer of each."""
    if proposal.state == JoinState.ASKED:
        return
    if proposal.state == JoinState.ACCEPTED and _each_body_agrees(proposal, actor):
        return
    _check_not_asked(proposal.body, proposal.counts_for, but=proposal)
    if proposal.recognition is not None:
        remove_recognition(recognition=proposal.recognition, actor=actor)
        proposal.recognition = None
    for pair in BackToBack.objects.current().filter(
        municipality_id=proposal.municipality_id, proposal=proposal
    ):
        pair.removed_at = clock.now()
        pair.save(update_fields=["removed_at"])
        audit.record(actor=actor, verb="untie", obj=pair)
    proposal.state, proposal.settled_on, proposal.declined_reason = JoinState.ASKED, None, ""
    _save(proposal, "unsettle", actor)


def _each_body_agrees(proposal: JoinProposal, actor: Viewer) -> bool:
    """Whether a host of each body has said yes; one that hosts both speaks for both."""
    agreed = {
        body
        for line in hosts_asked(proposal, on=actor.on)
        if line.answer is not None and line.answer.agrees
        for body in line.bodies
    }
    return agreed >= {proposal.body, proposal.counts_for}


def _make_pair(proposal: JoinProposal, actor: Viewer) -> None:
    """Tie two bodies, the larger one first. A tie that had ended stays in the past: this is another.

    What this proposal had tied before its answer was taken back comes back as it was.
    """
    earlier = BackToBack.objects.filter(
        municipality_id=proposal.municipality_id,
        first=proposal.counts_for,
        second=proposal.body,
    )
    gone = earlier.filter(proposal=proposal, removed_at__isnull=False).order_by("-removed_at")
    pair = gone.first() or BackToBack(
        municipality_id=proposal.municipality_id,
        first=proposal.counts_for,
        second=proposal.body,
        since=proposal.since,
        proposal=proposal,
    )
    _check_not_tied(pair)
    pair.removed_at = None
    pair.save()
    after = audit.snapshot(pair, ["since", "until", "proposal"])
    audit.record(actor=actor, verb="tie", obj=pair, after=after)


def _save(proposal: JoinProposal, verb: str, actor: Viewer) -> None:
    proposal.version += 1
    proposal.save(update_fields=[*_SETTLED, "version"])
    audit.record(actor=actor, verb=verb, obj=proposal, after=audit.snapshot(proposal, _SETTLED))


def _set_removed(proposal: JoinProposal, actor: Viewer, *, removed: bool) -> JoinProposal:
    check_can_join(actor, proposal.body, proposal.counts_for)
    with transaction.atomic():
        row = _locked(proposal)
        if (row.removed_at is not None) == removed:
            return row
        _check_removal(row, removed=removed)
        row.removed_at = clock.now() if removed else None
        row.save(update_fields=["removed_at"])
        audit.record(actor=actor, verb="remove" if removed else "restore", obj=row)
    return row


def _locked(proposal: JoinProposal) -> JoinProposal:
    """The row as it is now, alone; both bodies with it."""
    JoinProposal.objects.select_for_update().get(pk=proposal.pk)
    return JoinProposal.objects.select_related(
        "body__district", "counts_for__district", "recognition__counts_for__district"
    ).get(pk=proposal.pk)


# ── What stands against it ───────────────────────────────────────────────────────────────────────


def _check_removal(row: JoinProposal, *, removed: bool) -> None:
    if removed and row.state == JoinState.ACCEPTED:
        raise NotNow(
            _(
                "この提案はもう決まっています。取りやめるときは、先に団体の答えを取り消してください。"
            )
        )
    if not removed and row.state == JoinState.ASKED:
        _check_not_asked(row.body, row.counts_for, but=row)


def _check_proposal(body: Body, counts_for: Body, way: str, *, tied: bool) -> None:
    if way not in WAYS:
        sentence = _("進め方を一覧から選んでください。")
        raise InvalidInput(sentence, {"way": sentence})
    if tied:
        raise NotNow(_("この二つの会議は、もう一つにするか、続けて開くことになっています。"))
    for each in (body, counts_for):
        if not any(host.organization.ended_on is None for host in each.hosts.all()):
            raise NotNow(
                _(
                    "「%(body)s」には、たずねられる主催団体がありません。"
                    "先に、会議体のページで主催する団体を選んでください。"
                )
                % {"body": each.name}
            )


def _check_not_asked(body: Body, counts_for: Body, but: JoinProposal | None = None) -> None:
    asked = JoinProposal.objects.current().filter(
        municipality_id=body.municipality_id,
        body__in=[body, counts_for],
        counts_for__in=[body, counts_for],
        state=JoinState.ASKED,
    )
    if asked.exclude(pk=but.pk if but else None).exists():
        raise NotNow(
            _(
                "この二つの会議のことは、もう主催団体に確かめています。その提案のページを見てください。"
            )
        )


def _check_not_tied(pair: BackToBack) -> None:
    """Raise while the two are tied on a day of this pair, or after it, by another."""
    others = BackToBack.objects.current().filter(
        Q(until__isnull=True) | Q(until__gte=pair.since),
        municipality_id=pair.municipality_id,
        first=pair.first_id,
        second=pair.second_id,
    )
    if others.exclude(pk=pair.pk).exists():
        raise NotNow(
            _(
                "この二つの会議は、その日にはもう続けて開くことになっています。"
                "先に、二つの会議を比べるページで、いまの「続けて開催」を終えてください。"
            )
        )


def _check_is_asked(proposal: JoinProposal) -> None:
    if proposal.removed_at is not None:
        raise NotNow(_("この提案は取りやめになっています。先に元に戻してください。"))
    if proposal.state != JoinState.ASKED:
        raise NotNow(
            _("この提案はもう終わっています。変えるときは、先に答えを取り消してください。")
        )


def _check_answer(
    proposal: JoinProposal,
    organization: Organization,
    *,
    agrees: bool,
    note: str,
    answered_on: date,
    actor: Viewer,
) -> None:
    lines = {line.organization: line for line in hosts_asked(proposal, on=actor.on)}
    if organization not in lines:
        raise InvalidInput(_("主催する団体を選んでください。"), {})
    if lines[organization].has_ended:
        raise NotNow(
            _("%(host)sは活動を終えています。もう一方の主催団体にたずねてください。")
            % {"host": organization.name}
        )
    if lines[organization].answer is not None:
        raise NotNow(
            _(
                "%(host)sの答えは、もう記録しています。違うときは、先にその答えを取り消してください。"
            )
            % {"host": organization.name}
        )
    _check_is_asked(proposal)
    fields = {}
    if not agrees and not note:
        fields["note"] = _("見送るわけを入力してください。次に考えるときの手がかりになります。")
    if answered_on > actor.on:
        fields["answered_on"] = _("答えた日は、きょうまでの日にしてください。")
    if fields:
        raise InvalidInput(next(iter(fields.values())), fields)
