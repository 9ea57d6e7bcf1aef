"""Who of those called to a meeting pledged secrecy, and who still has to (L-06)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from sasaeai.meetings.enums import Regime
from sasaeai.meetings.models import Body, BodyHost, Expected, Meeting
from sasaeai.meetings.queries.holders import holders_on
from sasaeai.people.models import OrganizationKind, Pledge, Tenure
from sasaeai.people.queries.pledges import pledges_of


class PledgeState(StrEnum):
    """How somebody called is bound to secrecy."""

    BY_LAW = "law"
    GIVEN = "given"
    MISSING = "missing"
    VACANT = "vacant"

    @property
    def label(self) -> str:
        return str(
            {
                PledgeState.BY_LAW: _("法律に守秘義務があります"),
                PledgeState.GIVEN: _("誓約 済"),
                PledgeState.MISSING: _("誓約 未"),
                PledgeState.VACANT: _("空席"),
            }[self]
        )

    @property
    def mark(self) -> str:
        """As papers print it, Japanese."""
        return {
            PledgeState.BY_LAW: "法定",
            PledgeState.GIVEN: "済",
            PledgeState.MISSING: "未",
            PledgeState.VACANT: "",
        }[self]


@dataclass(frozen=True, slots=True)
class PledgeLine:
    """Somebody called. term: of the day of the meeting; None for a vacant post and for a guest, of
    whom the register knows no term: they sign the paper too, and nothing is kept here.
    """

    expected: Expected
    term: Tenure | None
    pledge: Pledge | None
    state: PledgeState


def shows_pledges(meeting: Meeting) -> bool:
    """Whether the lists of a meeting tell who pledged: of all that are not for everybody."""
    return not Regime(meeting.regime).is_for_everybody


def pledge_lines(meeting: Meeting) -> list[PledgeLine]:
    """Everybody called by number. Three queries."""
    calls = list(
        Expected.objects.current()
        .filter(municipality_id=meeting.municipality_id, meeting=meeting)
        .select_related("post__organization__kind", "organization__kind")
        .order_by("number")
    )
    posts = [call.post_id for call in calls if call.post_id is not None]
    terms = holders_on(posts, meeting.held_on, municipality_id=meeting.municipality_id)
    pledges = pledges_of(
        [term.id for term in terms.values()], municipality_id=meeting.municipality_id
    )
    return [_line(call, terms, pledges) for call in calls]


def missing_pledges(meeting: Meeting) -> list[PledgeLine]:
    """Those called to a meeting among its members whose pledge is missing; none for other regimes."""
    if not Regime(meeting.regime).needs_pledge:
        return []
    return missing_of(pledge_lines(meeting))


def missing_of(lines: Sequence[PledgeLine]) -> list[PledgeLine]:
    """Those of some lines who still have to pledge."""
    return [line for line in lines if line.state == PledgeState.MISSING]


def marks_of(meeting: Meeting) -> dict[UUID, str]:
    """By call, 「済」「未」「法定」 for the list to sign; empty for a meeting for everybody."""
    if not shows_pledges(meeting):
        return {}
    return {line.expected.id: line.state.mark for line in pledge_lines(meeting)}


def states_at_door(meeting: Meeting) -> dict[UUID, PledgeState]:
    """By call, how each is bound, where the regime asks for pledges. One query; else none."""
    if not Regime(meeting.regime).needs_pledge:
        return {}
    tenant = {"municipality_id": meeting.municipality_id}
    terms = Tenure.objects.filter(**tenant, post_id=OuterRef("post_id")).on(meeting.held_on)
    pledges = Pledge.objects.current().filter(**tenant, tenure_id=OuterRef("term_id"))
    calls = (
        Expected.objects.current()
        .filter(**tenant, meeting=meeting)
        .select_related("post__organization__kind", "organization__kind")
        .annotate(term_id=Subquery(terms.order_by("-since").values("pk")[:1]))
        .annotate(is_pledged=Exists(pledges))
    )
    return {
        call.id: _state(call, is_held=call.term_id is not None, is_pledged=call.is_pledged)
        for call in calls
    }


def _line(call: Expected, terms: dict[UUID, Tenure], pledges: dict[UUID, Pledge]) -> PledgeLine:
    term = terms.get(call.post_id) if call.post_id else None
    pledge = pledges.get(term.id) if term else None
    state = _state(call, is_held=term is not None, is_pledged=pledge is not None)
    return PledgeLine(call, term, pledge, state)


def _state(call: Expected, *, is_held: bool, is_pledged: bool) -> PledgeState:
    kind = _kind_of(call)
    if kind is not None and kind.is_bound:
        return PledgeState.BY_LAW
    if is_pledged:
        return PledgeState.GIVEN
    if call.post_id is not None and not is_held:
        return PledgeState.VACANT
    return PledgeState.MISSING


def _kind_of(call: Expected) -> OrganizationKind | None:
    if call.post is not None:
        return call.post.organization.kind
    return call.organization.kind if call.organization is not None else None


def host_name(body: Body) -> str:
    """Who leads a body, to whom a pledge is given: its first host, else the body itself."""
    host = (
        BodyHost.objects.filter(municipality_id=body.municipality_id, body=body)
        .select_related("organization")
        .first()
    )
    return host.organization.name if host else body.name
