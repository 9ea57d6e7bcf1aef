"""What a district chooses to write down of a pattern, and where that differs from the pattern."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time

from django.utils.translation import gettext as _

from sasaeai.meetings.models import Body
from sasaeai.people.models import Organization, Post, Venue
from sasaeai.rollout.queries.formation import BodyPlan, Formation
from sasaeai.rollout.queries.formation_seen import Seen
from sasaeai.rollout.queries.pattern_shape import ItemShape


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyChoice:
    """A body as the district wants it. wanted: False leaves it out; on: None prepares no meeting.

    found: the body that stands for it, None to make one; posts: those called from now on; seen:
    what stood when the district chose.
    """

    key: str
    wanted: bool = True
    found: Body | None = None
    name: str = ""
    purpose: str = ""
    yearly_target: int = 0
    usual_start: time | None = None
    usual_minutes: int = 60
    usual_venue: Venue | None = None
    regime: str = ""
    hosts: tuple[Organization, ...] = ()
    posts: tuple[Post, ...] = ()
    items: tuple[ItemShape, ...] = ()
    on: date | None = None
    seen: Seen = field(default_factory=Seen)


@dataclass(frozen=True, slots=True)
class StepChoice:
    """A step that the district takes over, with the day until which it is due."""

    what: str
    who: str
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class FormationChoice:
    """All that a district writes down. coordinators: who carries the news and helps to hold it."""

    bodies: tuple[BodyChoice, ...]
    steps: tuple[StepChoice, ...] = ()
    coordinators: tuple[Post, ...] = ()
    decided_at: str = ""
    decided_on: date | None = None
    condition: str = ""
    notice_lead: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a choice leaves the pattern, a sentence. needs_reason: it is no matter of day or hall."""

    sentence: str
    needs_reason: bool = True


def as_proposed(formation: Formation) -> FormationChoice:
    """The choice of a district that takes everything as it is proposed."""
    return FormationChoice(
        bodies=tuple(_as_proposed(body) for body in formation.bodies),
        steps=tuple(StepChoice(step.what, step.who, step.due_on) for step in formation.steps),
        coordinators=tuple(post for post in formation.coordinators if post.id in formation.linked),
        notice_lead=formation.notice_lead,
    )


def _as_proposed(plan: BodyPlan) -> BodyChoice:
    return BodyChoice(
        key=plan.key,
        found=plan.found,
        name=plan.name,
        purpose=plan.purpose,
        yearly_target=plan.yearly_target,
        usual_start=plan.usual_start,
        usual_minutes=plan.usual_minutes,
        usual_venue=plan.usual_venue,
        regime=plan.regime,
        hosts=plan.hosts,
        posts=plan.wanted_posts,
        items=plan.items,
        on=plan.on,
        seen=plan.seen,
    )


def differences(formation: Formation, choice: FormationChoice) -> list[Difference]:
    """Where a choice leaves the pattern, in the order of the page."""
    chosen = {body.key: body for body in choice.bodies}
    found: list[Difference] = []
    for plan in formation.bodies:
        found += _of_body(plan, chosen[plan.key])
    steps = {step.what for step in choice.steps}
    left = [step.what for step in formation.shape.steps if step.what not in steps]
    if left:
        words = {"steps": _named(left)}
        found.append(Difference(_("手順から%(steps)sを外しました。") % words, needs_reason=False))
    return found


def _of_body(plan: BodyPlan, choice: BodyChoice) -> list[Difference]:
    name = choice.name or plan.name
    if not choice.wanted:
        return [Difference(_("「%(name)s」は使いません。") % {"name": name})]
    if plan.is_used_as_found:
        return []
    found = [
        *_rhythm(plan, choice, name),
        *_hosts(plan, choice, name),
        *_members(plan, choice, name),
    ]
    return found if plan.is_held else [*found, *_agenda(plan, choice, name)]


def _rhythm(plan: BodyPlan, choice: BodyChoice, name: str) -> Iterable[Difference]:
    if choice.yearly_target != plan.shape.yearly_target:
        words = {"name": name, "old": plan.shape.yearly_target, "new": choice.yearly_target}
        yield Difference(_("「%(name)s」の回数を、年%(old)d回から年%(new)d回にしました。") % words)
    usual = plan.shape.usual_start
    if usual is not None and choice.usual_start not in (None, usual):
        words = {"name": name, "time": f"{choice.usual_start:%H:%M}"}
        sentence = _("「%(name)s」の開始を、%(time)sにしました。") % words
        yield Difference(sentence, needs_reason=False)


def _hosts(plan: BodyPlan, choice: BodyChoice, name: str) -> Iterable[Difference]:
    kinds = {host.kind.code for host in choice.hosts}
    if kinds - set(plan.shape.hosts) or (set(plan.shape.hosts) - kinds and kinds):
        words = {"name": name, "hosts": _named(host.name for host in choice.hosts)}
        yield Difference(_("「%(name)s」の主催を%(hosts)sにしました。") % words)


def _members(plan: BodyPlan, choice: BodyChoice, name: str) -> Iterable[Difference]:
    """Kinds of the pattern that the register has and nobody of which is called; others called."""
    chosen = {post.id for post in choice.posts}
    called = {
        kind.kind.code for kind in plan.kinds if any(each.post.id in chosen for each in kind.posts)
    }
    members = set(plan.shape.members)
    left = [
        kind.kind.name for kind in plan.kinds if kind.kind.code in members - called and kind.posts
    ]
    more = [kind.kind.name for kind in plan.kinds if kind.kind.code in called - members]
    if left:
        words = {"name": name, "kinds": _named(left)}
        yield Difference(_("「%(name)s」の参集者から%(kinds)sを外しました。") % words)
    if more:
        words = {"name": name, "kinds": _named(more)}
        yield Difference(_("「%(name)s」の参集者に%(kinds)sを加えました。") % words)


def _agenda(plan: BodyPlan, choice: BodyChoice, name: str) -> Iterable[Difference]:
    if choice.on is None or plan.shape.existing:
        return
    proposed = [item.title for item in plan.items]
    titles = [item.title for item in choice.items]
    since = set(plan.agenda) - set(choice.seen.items)
    left = [title for title in proposed if title not in titles and title not in since]
    more = [title for title in titles if title not in (*proposed, *choice.seen.items)]
    if left:
        words = {"name": name, "items": _named(left)}
        yield Difference(_("「%(name)s」のはじめの議題から%(items)sを外しました。") % words)
    if more:
        words = {"name": name, "items": _named(more)}
        yield Difference(_("「%(name)s」のはじめの議題に%(items)sを加えました。") % words)


def _named(names: Iterable[str]) -> str:
    return "".join(_("「%(name)s」") % {"name": name} for name in names)
