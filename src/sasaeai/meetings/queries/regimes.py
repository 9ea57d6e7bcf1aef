"""What a regime allows, in sentences, and who acknowledged the secrecy of a support council."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from sasaeai.kernel.display import long_date
from sasaeai.kernel.errors import NotFound
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import may_take_back, own_terms, readable_meetings
from sasaeai.meetings.enums import Regime
from sasaeai.meetings.models import Acknowledgement, AgendaItem, Expected, Meeting
from sasaeai.people.models import Municipality, Tenure


@dataclass(frozen=True, slots=True)
class AcknowledgedLine:
    """Somebody called to a support council, and whether the secrecy was acknowledged.

    term: who holds the post today, None for a vacant post or a call without a post.
    may_take_back: whether it was noted by the host, who can undo it.
    """

    expected: Expected
    term: Tenure | None
    given: Acknowledgement | None
    may_take_back: bool


def regimes_of(city: Municipality, *, standing: str = "") -> list[Regime]:
    """Regimes that can be chosen: the support council only by the city's rule (L-03).

    standing: what a meeting has already, which stays among the choices.
    """
    return [
        regime
        for regime in Regime
        if not regime.is_for_called_only or has_council(city) or regime == standing
    ]


def has_council(city: Municipality) -> bool:
    """Whether the city has recorded by which rule it has a support council."""
    return bool(city.support_council_rule)


def has_texts(meeting: Meeting) -> bool:
    """Whether an agenda was begun, items taken out again included."""
    items = AgendaItem.objects.filter(municipality_id=meeting.municipality_id, meeting=meeting)
    return items.exists()


def is_begun(meeting: Meeting, *, maker: Viewer) -> bool:
    """Whether anything hangs on a meeting besides the call of who makes it, taken out or not.

    Agenda, papers, presence, acknowledgements; and what rooms above keep of it (notices, minutes),
    which is asked through the links to the meeting, so that no kind of row is forgotten.
    """
    rows = {"municipality_id": meeting.municipality_id}
    for link in Meeting._meta.related_objects:
        found = link.related_model.objects.filter(**rows, **{link.field.name: meeting})
        if link.related_model is Expected:
            found = found.exclude(post__in=own_terms(maker).values("post"))
        if found.exists():
            return True
    return False


def changes_between(old: str, new: str) -> list[str]:
    """What becomes different for texts that are there, a sentence each; empty for the same."""
    before, after = Regime(old), Regime(new)
    pairs = (
        (
            before.is_for_everybody,
            after.is_for_everybody,
            _("話し合いの中身を、公開版・公開ページ・オープンデータに載せられるようになります。"),
            _("話し合いの中身は、公開版・公開ページ・オープンデータに載せられなくなります。"),
        ),
        (
            before.may_leave_the_room,
            after.may_leave_the_room,
            _("公開版・回覧を作れるようになります。"),
            _("公開版・回覧は作れなくなります。"),
        ),
        (
            before.goes_onto_devices,
            after.goes_onto_devices,
            _("会場に持っていく端末に、この会議を入れられるようになります。"),
            _("会場に持っていく端末に、この会議を入れられなくなります。"),
        ),
        (
            before.papers_come_back,
            after.papers_come_back,
            _("新しく足す資料には番号を付け、会議のあとで回収します。"),
            _("新しく足す資料は、選んだときだけ回収します。"),
        ),
        (
            before.is_scanned,
            after.is_scanned,
            _(
                "住民が特定される書き方があると、保存する前に知らせます。もう書いた文も見直してください。"
            ),
            _("住民が特定される書き方があっても、知らせません。"),
        ),
        (
            before.needs_pledge,
            after.needs_pledge,
            _("守秘義務が法律にない方には、誓約書をお願いします。"),
            _("誓約書はお願いしません。"),
        ),
    )
    return [gains if now else loses for was, now, gains, loses in pairs if was != now]


def secrecy_words(city: Municipality) -> str:
    """What is read and acknowledged before a support council (社会福祉法106条の6第5項).

    Kept as shown with the acknowledgement; Japanese whatever the page's language is.
    """
    since = city.support_council_since
    rule = f"{city.name}の「{city.support_council_rule}」" + (
        f"（{long_date(since)}から）" if since else ""
    )
    return (
        f"この会議は、社会福祉法第106条の6による支援会議です。{rule}により開きます。\n"
        "支援会議の事務に従事する者と、従事していた者は、正当な理由がなく、"
        "支援会議の事務に関して知り得た秘密を漏らしてはなりません（同条第5項）。"
        "任期が終わったあとも、会議を離れたあとも同じです。漏らしたときの罰則が、法律にあります。\n"
        "議題・資料・話したこと・だれが参加したかを、会議の外で話さないでください。"
        "資料は、会議が終わったらすべて返してください。写しや写真は取らないでください。"
    )


def own_acknowledgement(meeting: Meeting, *, viewer: Viewer) -> Acknowledgement | None:
    """What the viewer acknowledged for a meeting in a term of today."""
    return (
        Acknowledgement.objects.current()
        .filter(
            municipality_id=meeting.municipality_id,
            meeting=meeting,
            tenure__in=own_terms(viewer).values("pk"),
        )
        .first()
    )


def acknowledged_lines(meeting: Meeting, *, viewer: Viewer) -> list[AcknowledgedLine]:
    """Everybody called by number, with who holds the post today. Three queries."""
    calls = list(
        Expected.objects.current()
        .filter(municipality_id=meeting.municipality_id, meeting=meeting)
        .order_by("number")
    )
    terms = _terms_by_post(calls, viewer)
    given = {row.tenure_id: row for row in _given(meeting)}
    return [
        AcknowledgedLine(call, term, row, row is not None and may_take_back(viewer, row))
        for call in calls
        for term in [terms.get(call.post_id)]
        for row in [given.get(term.id) if term else None]
    ]


def get_visible_acknowledgement(acknowledgement_id: UUID, *, viewer: Viewer) -> Acknowledgement:
    """An acknowledgement, also one that was taken back; NotFound for who may not read the meeting."""
    rows = Acknowledgement.objects.filter(
        municipality_id=viewer.municipality_id,
        pk=acknowledgement_id,
        meeting__in=readable_meetings(viewer),
    )
    row = rows.select_related("meeting__body__district", "tenure__person").first()
    if row is None:
        raise NotFound(_("この確認の記録は見つかりません。"))
    return row


def acknowledged_before(
    meeting: Meeting, lines: Iterable[AcknowledgedLine]
) -> list[Acknowledgement]:
    """What was acknowledged in terms that ended or by calls that were withdrawn: it stays (L-05)."""
    shown = {line.given.id for line in lines if line.given is not None}
    return [row for row in _given(meeting) if row.id not in shown]


def _given(meeting: Meeting) -> list[Acknowledgement]:
    rows = Acknowledgement.objects.current().filter(
        municipality_id=meeting.municipality_id, meeting=meeting
    )
    links = ("tenure__person", "tenure__post__organization")
    return list(rows.select_related(*links).order_by("given_at"))


def _terms_by_post(calls: Iterable[Expected], viewer: Viewer) -> dict[object, Tenure]:
    posts = [call.post_id for call in calls if call.post_id is not None]
    rows = Tenure.objects.filter(municipality_id=viewer.municipality_id, post_id__in=posts)
    return {term.post_id: term for term in rows.on(viewer.on).select_related("person")}
