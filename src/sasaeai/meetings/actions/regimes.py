"""Choosing a regime, changing it, and acknowledging the secrecy of a support council."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput, NotAllowed, NotNow
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import check_can_run, may_take_back, own_terms
from sasaeai.meetings.enums import Regime
from sasaeai.meetings.models import Acknowledgement, Expected, Meeting
from sasaeai.meetings.queries.regimes import (
    changes_between,
    has_council,
    has_texts,
    is_begun,
    secrecy_words,
)
from sasaeai.people.models import Municipality, Tenure


def regime_refusal(regime: str, city: Municipality, *, standing: str = "") -> str:
    """Why a regime cannot be chosen in a municipality, a sentence; empty where it can (L-01, L-03)."""
    if regime not in Regime.values:
        return _("この会議での個人情報の取扱いを選んでください。")
    if Regime(regime).is_for_called_only and regime != standing and not has_council(city):
        return _(
            "支援会議は、市が要綱の名前と始めた日を登録すると選べます。"
            "登録は、市の担当者が「支援会議の要綱」のページでします。"
        )
    return ""


def check_regime_change(meeting: Meeting, regime: str, *, is_meant: bool, actor: Viewer) -> None:
    """Raise when a meeting that was begun may not change to a regime, or not at the first look.

    What was said behind the doors of a support council stays there, and nothing that others have
    read already is put behind them (`is_begun`). Towards more openness of an agenda a second look
    is asked for: InvalidInput on `regime_meant` says what changes.
    """
    if regime == meeting.regime:
        return
    old, new = Regime(meeting.regime), Regime(regime)
    if old.is_for_called_only != new.is_for_called_only and is_begun(meeting, maker=actor):
        sentence = _(
            "議題・資料・声かけ・案内・守秘の確認などがある会議は、支援会議に変えることも、"
            "支援会議からほかの取扱いに変えることもできません。新しい会議を準備してください。"
        )
        raise InvalidInput(sentence, {"regime": sentence})
    if new.reach > old.reach and not is_meant and has_texts(meeting):
        changes = "".join(changes_between(old, new))
        sentence = _(
            "取扱いをゆるめると、次のことが変わります。%(changes)s"
            "もう書いてある議題と記録を読み直し、下の「確かめました」に印を付けて、もう一度保存してください。"
        ) % {"changes": changes}
        raise InvalidInput(sentence, {"regime_meant": sentence})


def acknowledge_secrecy(*, meeting: Meeting, actor: Viewer) -> Acknowledgement:
    """Say that one has read what binds to secrecy; recorded with the words shown. Twice is once.

    It counts for the term by which the viewer is called. NotAllowed for who is not called.
    """
    term = (
        own_terms(actor)
        .filter(post__in=_called_posts(meeting).values("post"))
        .order_by("since")
        .first()
    )
    if not Regime(meeting.regime).needs_acknowledgement or term is None:
        raise NotAllowed(_("守秘の確認は、支援会議に役職で呼ばれた人がします。"))
    return _acknowledge(meeting, term, on_paper=False, actor=actor)


def record_acknowledgement(*, expected: Expected, actor: Viewer) -> Acknowledgement:
    """Write down that somebody called read the words on paper and signed; the host records it."""
    meeting = expected.meeting
    check_can_run(actor, meeting)
    if not Regime(meeting.regime).needs_acknowledgement:
        raise NotNow(_("この会議では、守秘の確認はいりません。"))
    term = (
        Tenure.objects.filter(municipality_id=meeting.municipality_id, post_id=expected.post_id)
        .on(actor.on)
        .first()
    )
    if term is None or expected.removed_at is not None:
        raise NotNow(
            _(
                "役職に就いている人の確認だけを記録できます。先に名簿でその役職の人を登録してください。"
            )
        )
    return _acknowledge(meeting, term, on_paper=True, actor=actor)


def remove_acknowledgement(*, acknowledgement: Acknowledgement, actor: Viewer) -> Acknowledgement:
    """Take back what was noted from paper by mistake. `restore_acknowledgement` puts it back."""
    return _set_removed(acknowledgement, removed=True, actor=actor)


def restore_acknowledgement(*, acknowledgement: Acknowledgement, actor: Viewer) -> Acknowledgement:
    """Put it back; refused once another was recorded for the term."""
    return _set_removed(acknowledgement, removed=False, actor=actor)


def _set_removed(given: Acknowledgement, *, removed: bool, actor: Viewer) -> Acknowledgement:
    check_can_run(actor, given.meeting)
    if not may_take_back(actor, given):
        raise NotNow(
            _(
                "取り消せるのは、ほかの方の「紙で確認した」の記録だけです。"
                "画面で承知した記録は、その方のものなので残ります。"
            )
        )
    with transaction.atomic():
        Tenure.objects.select_for_update().get(pk=given.tenure_id)
        row = Acknowledgement.objects.select_for_update().get(pk=given.pk)
        if (row.removed_at is not None) == removed:
            return row
        others = Acknowledgement.objects.current().filter(
            municipality_id=row.municipality_id,
            meeting_id=row.meeting_id,
            tenure_id=row.tenure_id,
        )
        if not removed and others.exists():
            raise NotNow(_("この方の守秘の確認は、もう記録されています。"))
        row.removed_at = clock.now() if removed else None
        row.save(update_fields=["removed_at"])
        audit.record(actor=actor, verb="remove" if removed else "restore", obj=row)
    return row


def _called_posts(meeting: Meeting) -> QuerySet[Expected]:
    return Expected.objects.current().filter(
        municipality_id=meeting.municipality_id, meeting=meeting, post__isnull=False
    )


def _acknowledge(
    meeting: Meeting, term: Tenure, *, on_paper: bool, actor: Viewer
) -> Acknowledgement:
    with transaction.atomic():
        Tenure.objects.select_for_update().get(pk=term.pk)
        row, is_new = Acknowledgement.objects.current().get_or_create(
            municipality_id=meeting.municipality_id,
            meeting=meeting,
            tenure=term,
            defaults={
                "words": secrecy_words(meeting.municipality),
                "on_paper": on_paper,
                "recorded_by_id": actor.account_id,
                "recorded_by_name": actor.name[:200],
            },
        )
        if is_new:
            audit.record(actor=actor, verb="acknowledge", obj=row, after={"on_paper": on_paper})
    return row
