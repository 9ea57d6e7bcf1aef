"""What deserves a second look in a plan. Nothing here stops anybody."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from sasaeai.kernel.display import long_date, short_date
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.enums import MeetingState, Regime
from sasaeai.meetings.models import BodyMember, Expected, Meeting
from sasaeai.meetings.queries import rhythm
from sasaeai.meetings.queries.holders import terms_ending_before
from sasaeai.meetings.queries.meetings import snow_season
from sasaeai.people.models import Tenure

SHOWN_TERMS = 3


def plan_warnings(meeting: Meeting, *, viewer: Viewer) -> list[str]:
    """Sentences about a plan that can stand but should be meant. Empty when nothing is odd.

    A holiday, a past day, a hall too small or taken, a missing or odd snow reserve day, terms
    that end before the meeting. `meeting` carries body, municipality and venue.
    """
    if not meeting.is_planned:
        return []
    posts = _called_or_usual_posts(meeting)
    return [
        *_day_warnings(meeting, viewer),
        *_snow_warnings(meeting),
        *_hall_warnings(meeting, people=len(posts)),
        *_term_warnings(meeting, posts, viewer),
    ]


def _day_warnings(meeting: Meeting, viewer: Viewer) -> list[str]:
    day, found = meeting.held_on, []
    words = {"day": long_date(day), "reason": rhythm.closed_reason(day)}
    if words["reason"]:
        found.append(_("%(day)sは%(reason)sです。この日でよいか確かめてください。") % words)
    if day < viewer.on:
        found.append(
            _("%(day)sはもう過ぎています。これからの会議なら、日付を直してください。") % words
        )
    if meeting.body.ended_on is not None and meeting.body.ended_on < day:
        found.append(
            _("この会議体は%(ended)sで終わりになっています。")
            % {"ended": long_date(meeting.body.ended_on)}
        )
    due = meeting.reply_due_on
    if due is not None and due < viewer.on <= day:
        found.append(
            _("返信期限（%(due)s）はもう過ぎています。必要なら延ばしてください。")
            % {"due": short_date(due)}
        )
    return found


def _snow_warnings(meeting: Meeting) -> list[str]:
    season, reserve = snow_season(meeting.municipality), meeting.snow_on
    if reserve is None:
        if season.holds(meeting.held_on):
            return [_("雪の季節の会議です。予備日を決めておくと、案内状に一緒に載せられます。")]
        return []
    if reason := rhythm.closed_reason(reserve):
        words = {"day": long_date(reserve), "reason": reason}
        return [_("予備日の%(day)sは%(reason)sです。この日でよいか確かめてください。") % words]
    return []


def _hall_warnings(meeting: Meeting, *, people: int) -> list[str]:
    found, hall = [], meeting.venue
    words = {"hall": hall.name, "capacity": hall.capacity, "people": people}
    if hall.capacity is not None and people > hall.capacity:
        found.append(
            _("%(hall)sの定員は%(capacity)d人で、声をかける人は%(people)d人です。") % words
        )
    if hall.closed_days:
        found.append(
            _("%(hall)sの休館日は「%(days)s」です。開いている日か確かめてください。")
            % {"hall": hall.name, "days": hall.closed_days}
        )
    other = (
        Meeting.objects.filter(
            Q(starts_at__lt=meeting.ends_at, ends_at__gt=meeting.starts_at),
            municipality_id=meeting.municipality_id,
            venue_id=meeting.venue_id,
        )
        .exclude(pk=meeting.pk)
        .exclude(state=MeetingState.CANCELLED)
        .select_related("body")
        .first()
    )
    if other is not None and Regime(other.regime).is_for_called_only:
        found.append(_("同じ時間に、%(hall)sは別の用で使われます。") % {"hall": hall.name})
    elif other is not None:
        found.append(
            _("同じ時間に、%(hall)sで「%(body)s」が予定されています。")
            % {"hall": hall.name, "body": other.body.name}
        )
    return found


def _called_or_usual_posts(meeting: Meeting) -> list[UUID | None]:
    """Posts already called, else the usual ones; a call without a post counts as one person."""
    called = list(
        Expected.objects.current()
        .filter(municipality_id=meeting.municipality_id, meeting=meeting)
        .values_list("post_id", flat=True)
    )
    if called:
        return called
    usual = BodyMember.objects.current().filter(
        municipality_id=meeting.municipality_id, body_id=meeting.body_id
    )
    return list(usual.values_list("post_id", flat=True))


def _term_warnings(meeting: Meeting, posts: list[UUID | None], viewer: Viewer) -> list[str]:
    ending = terms_ending_before(
        [post for post in posts if post is not None],
        meeting.held_on,
        today=viewer.on,
        municipality_id=meeting.municipality_id,
    )
    found = [term_warning(term) for term in ending[:SHOWN_TERMS]]
    if len(ending) > SHOWN_TERMS:
        found.append(
            _("ほかに%(count)d人の任期が会議の日より前に終わります。")
            % {"count": len(ending) - SHOWN_TERMS}
        )
    return found


def term_warning(term: Tenure) -> str:
    """「白旗野町会 会長」の任期は…: who follows is not known yet."""
    return _(
        "「%(post)s」の%(name)sさんの任期は%(until)sまでです。"
        "会議の日には次の方に代わっているかもしれません。"
    ) % {"post": term.post, "name": term.person.name, "until": long_date(term.until)}
