"""What every write of a public version shares: its lock, its state, whether traces are settled."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel.errors import InvalidInput, NotNow
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.enums import Regime
from sasaeai.meetings.models import Meeting
from sasaeai.minutes.enums import Disclosure, PublicState
from sasaeai.minutes.models import Minutes, PublicSection, PublicVersion
from sasaeai.minutes.queries.public import may_publish_in_full, sections_of
from sasaeai.minutes.queries.public_traces import field_of, marked_parts, open_traces


def locked_public(public: PublicVersion) -> PublicVersion:
    """The row, locked, with its minutes and meeting as they are now."""
    minutes = (
        Minutes.objects.select_for_update(of=("self",))
        .select_related("meeting__body__district")
        .get(pk=public.minutes_id)
    )
    row = PublicVersion.objects.select_for_update(of=("self",)).select_related("revision")
    locked = row.get(pk=public.pk)
    locked.minutes = minutes
    return locked


def move_public(
    row: PublicVersion, state: PublicState, verb: str, actor: Viewer, *fields: str
) -> PublicVersion:
    """Into another state, with other fields that were set, and the audit row."""
    names = ["state", *fields]
    before = audit.snapshot(row, ["state"])
    row.state = state
    save_public(row, *names)
    audit.record(actor=actor, verb=verb, obj=row, before=before, after=audit.snapshot(row, names))
    return row


def save_public(row: PublicVersion, *fields: str) -> None:
    """The fields, and one more version."""
    row.version += 1
    row.save(update_fields=[*fields, "version"])


def add_writer(row: PublicVersion, actor: Viewer) -> None:
    """Who writes in it can no longer approve it (L-17)."""
    if str(actor.account_id) not in row.writers:
        row.writers = [*row.writers, str(actor.account_id)]


def check_may_leave(meeting: Meeting) -> None:
    """Raise for a meeting whose regime lets nothing out (L-05)."""
    if not Regime(meeting.regime).may_leave_the_room:
        raise NotNow(
            _(
                "この会議の話は、法律や本人の同意により外に出せません。公開版・回覧は作れません。"
                "広く知らせたいことは、公開できる会議の議題にしてください。"
            )
        )


def check_is_editable(row: PublicVersion) -> None:
    """Raise unless it is a draft."""
    if row.state == PublicState.SUBMITTED:
        raise NotNow(
            _("この公開版は承認待ちです。直すには、先に「作成中にもどす」を押してください。")
        )
    if row.state != PublicState.DRAFT:
        raise NotNow(_("この公開版は承認されています。直すには、先に公開版を取り下げてください。"))


def check_seen(row: PublicVersion, base_version: int) -> None:
    """Raise when it was changed after the page that sent this was shown."""
    if row.version != base_version:
        raise NotNow(_("公開版がそのあと直されています。もう一度読んでから進めてください。"))


def full_refused() -> str:
    """Why a discussion is not published as it stands, and what can be chosen instead."""
    return _(
        "関係者だけの会議なので、そのままでは公開できません。"
        "「書きかえて公開」か「公開しない」を選んでください。"
    )


def check_full_allowed(row: PublicVersion) -> None:
    """Raise InvalidInput by field where a discussion would go out that may not any more.

    The regime may have become narrower after the draft was made.
    """
    fields = {f"disclosure_{section.item_id}": full_refused() for section in _not_allowed(row)}
    if fields:
        raise InvalidInput(full_refused(), fields)


def check_full_allowed_still(row: PublicVersion) -> None:
    """Raise when the regime has become narrower since approval was asked for."""
    if _not_allowed(row):
        raise NotNow(full_refused() + _("「差し戻す」で、書いた人に伝えてください。"))


def _not_allowed(row: PublicVersion) -> list[PublicSection]:
    if may_publish_in_full(row.minutes.meeting):
        return []
    return [section for section in sections_of(row) if section.disclosure == Disclosure.FULL]


def check_traces_settled(row: PublicVersion) -> None:
    """Raise InvalidInput with a sentence for each trace that nobody has decided about."""
    left = open_traces(marked_parts(row, sections_of(row)))
    if not left:
        return
    fields: dict[str, str] = {}
    for trace in left:
        name = field_of(trace)
        fields[name] = f"{fields[name]} {trace.sentence}" if name in fields else trace.sentence
    raise InvalidInput(_ask_to_settle([trace.found for trace in left]), fields)


def check_traces_settled_still(row: PublicVersion) -> None:
    """Raise when a name has become known since approval was asked for."""
    left = open_traces(marked_parts(row, sections_of(row)))
    if left:
        raise NotNow(
            _("承認を頼んだあとで、個人のことかもしれない言葉が見つかりました。")
            + _ask_to_settle([trace.found for trace in left])
            + _("「差し戻す」で、書いた人に伝えてください。")
        )


def _ask_to_settle(words: list[str]) -> str:
    return _(
        "個人が分かるかもしれない言葉が%(n)sか所あります（%(words)s）。"
        "それぞれ、言いかえるか、このまま残すかを選ぶと、承認を頼めます。"
    ) % {"n": len(words), "words": "、".join(dict.fromkeys(words))}
