"""What may leave the room: proposals for the public version and for the circular."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import translation
from django.utils.translation import gettext as _

from sasaeai.kernel import clock, text, wareki
from sasaeai.meetings.enums import Outcome, Regime, RemarkKind
from sasaeai.meetings.models import AgendaItem, BodyHost, Meeting
from sasaeai.minutes.enums import Disclosure
from sasaeai.minutes.models import Circular, PublicSection, PublicVersion, Revision
from sasaeai.minutes.queries.gist import (
    ACTION_MARK,
    OUTCOME_MARK,
    SectionText,
    attendance_of,
    presences_of,
    sections_from_json,
)
from sasaeai.people.models import Organization

RETURN_DAYS = 14
"""A circular is usually back from its round within two weeks."""

SHORT_SECTION = 160
"""Characters an item may take on a circular by itself: about five lines at 14 points."""


@dataclass(frozen=True, slots=True)
class SectionChoice:
    """What of one item leaves the room, and in which words."""

    item: str
    title: str
    disclosure: Disclosure
    text: str


def public_lead(meeting: Meeting) -> str:
    """One sentence about when, where and with how many people the meeting was held."""
    number = f"第{meeting.number}回" if meeting.number else ""
    there = attendance_of(meeting, presences_of(meeting)).present
    day, hall = wareki.long_date(meeting.held_on), meeting.venue.name
    held = f"{day}に、{hall}で{number}{meeting.body.name}を開きました。"
    return held + (f"{there}人が参加しました。" if there else "")


def propose_sections(
    meeting: Meeting, revision: Revision, earlier: Sequence[PublicSection] = ()
) -> list[SectionChoice]:
    """How each item would leave the room: as decided earlier, else by the item's own mark.

    An item that is marked as not public stays inside. Of a meeting among its members
    (関係者だけの会議) only what was decided is proposed, never the discussion, also where it was
    decided about while the meeting was open.
    """
    may_keep = may_publish_in_full(meeting)
    decided = {
        str(row.item_id): row for row in earlier if may_keep or row.disclosure != Disclosure.FULL
    }
    public = set(
        AgendaItem.objects.filter(meeting=meeting, is_public=True).values_list("id", flat=True)
    )
    marked = {str(item_id) for item_id in public}
    return [
        _as_before(section, decided[section.item])
        if section.item in decided
        else _proposed(meeting, section, is_public=section.item in marked)
        for section in sections_from_json(revision.sections)
    ]


def _as_before(section: SectionText, row: PublicSection) -> SectionChoice:
    follows = row.disclosure == Disclosure.FULL
    words = section.text if follows else row.text
    return SectionChoice(section.item, section.title, Disclosure(row.disclosure), words)


def _proposed(meeting: Meeting, section: SectionText, *, is_public: bool) -> SectionChoice:
    disclosure, words = Disclosure.OMIT, ""
    if is_public and may_publish_in_full(meeting):
        disclosure, words = Disclosure.FULL, section.text
    elif is_public and (decided := "\n".join(decided_lines(section.text))):
        disclosure, words = Disclosure.SUMMARY, decided
    return SectionChoice(section.item, section.title, disclosure, words)


def decided_lines(section: str) -> list[str]:
    """The lines of a section that say what was decided and who does what."""
    return [line for line in section.splitlines() if line.startswith((OUTCOME_MARK, ACTION_MARK))]


def may_publish_in_full(meeting: Meeting) -> bool:
    """Whether a discussion may be published as it stands."""
    return Regime(meeting.regime).is_for_everybody


def regime_sentence(meeting: Meeting) -> str:
    """What may not leave the room; empty for an open meeting."""
    if may_publish_in_full(meeting):
        return ""
    return _(
        "関係者だけの会議なので、話し合いの中身と、だれのことか分かる書き方は外に出せません。"
        "決まったことだけを、書きかえて公開してください。"
    )


def sections_of(public: PublicVersion) -> list[PublicSection]:
    """All sections of a public version, those that stay inside too, in order. One query."""
    return list(public.sections.order_by("position"))


def originals_of(public: PublicVersion) -> dict[str, str]:
    """What the minutes say about each item: item id (text) to text."""
    return {s.item: s.text for s in sections_from_json(public.revision.sections)}


def published_sections(public: PublicVersion) -> list[PublicSection]:
    """The sections of a public version that leave the room, in order."""
    return list(public.sections.exclude(disclosure=Disclosure.OMIT).order_by("position"))


# ── The circular ─────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class CircularDraft:
    """The fields of a circular as proposed from the approved public version."""

    issued_on: date
    title: str
    lead: str
    body: str
    issuer: str
    contact: str
    return_to: str
    return_by: date
    stamp_boxes: int = 12
    has_furigana: bool = False


def propose_circular(
    meeting: Meeting, public: PublicVersion, *, like: Circular | None = None
) -> CircularDraft:
    """A circular in plain short words, from the public version and nothing else (L-17).

    like: the last circular of the district, whose boxes, furigana and way back are taken over.
    """
    host = leading_host(meeting)
    issued = clock.today()
    issuer = host.name if host else meeting.body.name
    body = "\n\n".join(
        f"■ {section.title}\n{short_words(section.text)}" for section in published_sections(public)
    )
    return CircularDraft(
        issued_on=issued,
        title=f"{meeting.body.name}のお知らせ",
        lead=public.lead[:600],
        body=body[:3000],
        issuer=issuer,
        contact=_contact(host),
        return_to=(like.return_to if like else "") or issuer[:120],
        return_by=issued + timedelta(days=RETURN_DAYS),
        **({"stamp_boxes": like.stamp_boxes, "has_furigana": like.has_furigana} if like else {}),
    )


def leading_host(meeting: Meeting) -> Organization | None:
    """The organisation that leads the body."""
    host = (
        BodyHost.objects.filter(municipality_id=meeting.municipality_id, body=meeting.body)
        .select_related("organization")
        .first()
    )
    return host.organization if host else None


def _contact(host: Organization | None) -> str:
    if host is None:
        return ""
    numbers = [f"電話 {host.tel}" if host.tel else "", f"FAX {host.fax}" if host.fax else ""]
    return "　".join(part for part in (host.name, *numbers) if part)[:200]


def short_words(section: str) -> str:
    """What was decided and who does what; without that, what was said. Cut at a sentence."""
    lines = decided_lines(section) or [line for line in section.splitlines() if line.strip()]
    words = "\n".join(f"・{_bare(line)}" for line in lines)
    if len(words) <= SHORT_SECTION:
        return words
    kept = words[:SHORT_SECTION]
    end = max(kept.rfind("。"), kept.rfind("\n"))
    return kept[: end + 1].rstrip() if end > 0 else f"{kept[:-1]}…"


def _bare(line: str) -> str:
    """A line without its mark; of an outcome the words, or its kind where there are none."""
    if line.startswith(OUTCOME_MARK):
        outcome = line.removeprefix(OUTCOME_MARK)
        with translation.override("ja"):
            kinds = [f"{label}。" for label in Outcome.labels]
        kind = next((kind for kind in kinds if outcome.startswith(kind)), "")
        return outcome.removeprefix(kind) or outcome
    for mark in (ACTION_MARK, *(f"{RemarkKind(kind).mark} " for kind in RemarkKind.values)):
        line = line.removeprefix(mark)
    return line


def lines_beyond_public(public: PublicVersion, circular_text: str) -> list[str]:
    """Lines of a circular that the approved public version does not contain, as typed.

    What somebody adds while writing the circular has been seen by no second person.
    """
    approved = "\n".join(
        [public.lead, *(f"{s.title}\n{s.text}" for s in published_sections(public))]
    )
    known = text.fold(approved)
    return [
        line
        for line in circular_text.splitlines()
        if (words := text.fold(line.strip("■・○⇒…　 "))) and words not in known
    ]
