"""The form of a pattern laid over a district: everything filled in, any of it may be changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sasaeai.kernel.fields import (
    CleanCharField,
    JapaneseDateField,
    JapaneseTimeField,
    LongTextField,
    VersionedForm,
)
from sasaeai.meetings.enums import Regime
from sasaeai.people.models import Post
from sasaeai.rollout.forms.pattern_fields import (
    ItemsField,
    OneLineDateField,
    SeenField,
    items_text,
)
from sasaeai.rollout.forms.stages import INTEGER, number_input
from sasaeai.rollout.queries import formation_days as days
from sasaeai.rollout.queries.formation import BodyPlan, Formation
from sasaeai.rollout.queries.formation_choice import BodyChoice, FormationChoice, StepChoice
from sasaeai.rollout.queries.pattern_shape import StepShape
from sasaeai.rollout.queries.roster import KindChoice

_CHOOSE = {"invalid_choice": _("一覧から選んでください。")}
_CONDITION = _("会議の調整役である地域支え合い推進員が両方の会議に出て、情報を共有する。")


@dataclass(frozen=True, slots=True)
class KindFields:
    """A kind of organisation with the field of its posts, None where it has none."""

    choice: KindChoice
    field: forms.BoundField | None


@dataclass(frozen=True, slots=True)
class BodySection:
    """The fields of one body, as the page lays them out. wanted: None where it cannot be left out."""

    plan: BodyPlan
    seen: forms.BoundField | None
    wanted: forms.BoundField | None
    found: forms.BoundField | None
    on: forms.BoundField | None
    plain: tuple[forms.BoundField, ...]
    kinds: tuple[KindFields, ...]
    others: tuple[KindFields, ...]
    items: forms.BoundField | None


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step with its two fields."""

    what: str
    who: str
    note: str
    done_on: date | None
    wanted: forms.BoundField
    due: forms.BoundField


class FormationForm(VersionedForm):
    """What a district takes of a pattern. Fields of a body are named 「key-field」."""

    def __init__(self, *args: Any, formation: Formation, **kwargs: Any) -> None:
        kwargs["version"] = (
            formation.use.version
            if formation.use is not None and formation.use.removed_at is None
            else 0
        )
        super().__init__(*args, **kwargs)
        self.formation = formation
        self._posts = {str(post.id): post for post in formation.coordinators}
        self._venues = {str(venue.id): venue for venue in formation.venues}
        for plan in formation.bodies:
            self._add_body(plan)
        self._add_rest()
        for place, step in enumerate(formation.steps):
            self.fields[f"step-{place}"] = forms.BooleanField(
                label=step.what, required=False, initial=True
            )
            self.fields[f"step-{place}-due"] = OneLineDateField(
                label=_("いつまで"), required=False, initial=step.due_on
            )

    def choice(self) -> FormationChoice:
        """What was typed, as `form_district` takes it.

        Days that nobody touched follow the first meeting when that was moved.
        """
        data, main = self.cleaned_data, self.formation.main
        first = data.get(f"{main.key}-on") or self.formation.first_on
        return FormationChoice(
            bodies=tuple(self._body_choice(plan, first) for plan in self.formation.bodies),
            steps=tuple(self._step_choices(first)),
            coordinators=tuple(self._posts[key] for key in data["coordinators"]),
            decided_at=data.get("decided_at", ""),
            decided_on=data.get("decided_on"),
            condition=data.get("condition", ""),
            notice_lead=data["notice_lead"],
            reason=data["reason"],
        )

    def sections(self) -> list[BodySection]:
        """The bodies with their fields, in the order of the pattern."""
        return [self._section(plan) for plan in self.formation.bodies]

    def step_lines(self) -> list[StepLine]:
        """The time plan with its fields."""
        return [
            StepLine(
                what=step.what,
                who=step.who,
                note=step.note,
                done_on=step.done_on,
                wanted=self[f"step-{place}"],
                due=self[f"step-{place}-due"],
            )
            for place, step in enumerate(self.formation.steps)
        ]

    # ── Fields ───────────────────────────────────────────────────────────────────────────────────

    def _add_rest(self) -> None:
        formation, agreed = self.formation, self.formation.agreed
        self.fields["coordinators"] = forms.MultipleChoiceField(
            label=_("連絡役・事務局の推進員"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            choices=[(key, str(post)) for key, post in self._posts.items()],
            initial=[key for key, post in self._posts.items() if post.id in formation.linked],
            error_messages=_CHOOSE,
        )
        if any(plan.shape.counts_for for plan in formation.bodies):
            self.fields["decided_at"] = CleanCharField(
                label=_("みなしを決めた場"),
                max_length=120,
                required=False,
                initial=(agreed.agreed_at if agreed else "") or _("地区社協の役員会"),
            )
            self.fields["decided_on"] = JapaneseDateField(
                label=_("みなしを決めた日"),
                required=False,
                initial=agreed.agreed_on if agreed else None,
            )
            self.fields["condition"] = CleanCharField(
                label=_("みなしの条件"), max_length=300, required=False, initial=_CONDITION
            )
        self.fields["notice_lead"] = LongTextField(
            label=_("案内状の文"),
            limit=1_000,
            required=False,
            initial=formation.notice_lead,
            help_text=_("{body}のところに会議体の名称が入ります。案内のページでまた直せます。"),
        )
        use = formation.use
        self.fields["reason"] = LongTextField(
            label=_("型から変えた理由"),
            limit=2_000,
            required=False,
            initial=use.reason if use else _agreed_reason(formation),
            help_text=_("変えたところは自動で書きとめます。変えたときは、理由だけ入れてください。"),
        )

    def _add_body(self, plan: BodyPlan) -> None:
        key = plan.key
        if plan.key != self.formation.main.key:
            label = _("この会議体を使う") if plan.is_used_as_found else _("この会議体を作る・使う")
            self.fields[f"{key}-wanted"] = forms.BooleanField(
                label=label, required=False, initial=True
            )
        if plan.shape.existing and plan.found is not None:
            self.fields[f"{key}-found"] = forms.ChoiceField(
                label=_("いまある会議体"),
                choices=[(str(body.id), body.name) for body in plan.candidates or (plan.found,)],
                initial=str(plan.found.id),
                error_messages=_CHOOSE,
            )
        if plan.is_used_as_found:
            return
        self.fields[f"{key}-seen"] = SeenField(initial=plan.seen.as_text())
        venues = [(code, venue.name) for code, venue in self._venues.items()]
        for name, field in _plain_fields(plan, venues):
            self.fields[f"{key}-{name}"] = field
        for kind in plan.kinds:
            if kind.posts:
                self.fields[f"{key}-posts-{kind.kind.code}"] = _posts_field(kind)
        if plan.on is not None and not plan.is_held:
            self.fields[f"{key}-on"] = JapaneseDateField(label=_("最初の会議の日"), initial=plan.on)
            self.fields[f"{key}-items"] = ItemsField(
                label=_("最初の議題"),
                known={item.title: item.kind for item in plan.items},
                initial=items_text(plan.items),
                help_text=_("1行に一つ。「議題｜10分」のように時間も書けます。"),
            )

    # ── What was typed ───────────────────────────────────────────────────────────────────────────

    def _body_choice(self, plan: BodyPlan, first: date) -> BodyChoice:
        data, key = self.cleaned_data, plan.key
        wanted = data.get(f"{key}-wanted", True)
        if plan.is_used_as_found:
            return BodyChoice(key=key, wanted=wanted, found=self._found(plan), name=plan.name)
        hosts = {str(host.id): host for host in plan.host_choices}
        chosen = {
            code for kind in plan.kinds for code in data.get(self._posts_name(plan, kind), [])
        }
        return BodyChoice(
            key=key,
            wanted=wanted,
            found=self._found(plan),
            name=data[f"{key}-name"],
            purpose=data[f"{key}-purpose"],
            yearly_target=data[f"{key}-yearly_target"],
            usual_start=data[f"{key}-usual_start"],
            usual_minutes=data[f"{key}-usual_minutes"],
            usual_venue=self._venues.get(data[f"{key}-usual_venue"]),
            regime=data[f"{key}-regime"],
            hosts=tuple(hosts[host] for host in data[f"{key}-hosts"]),
            posts=_chosen_posts(plan, chosen),
            items=data.get(f"{key}-items", plan.items),
            on=self._day(plan, first),
            seen=data[f"{key}-seen"],
        )

    def _day(self, plan: BodyPlan, first: date) -> date | None:
        typed = self.cleaned_data.get(f"{plan.key}-on")
        if typed is None or plan.key == self.formation.main.key or plan.meeting is not None:
            return typed
        if typed != plan.on or first == self.formation.first_on:
            return typed
        after = plan.shape.first_after_days
        return days.day_of(first, after_days=after, today=self.formation.today).day

    def _step_choices(self, first: date) -> Iterator[StepChoice]:
        for place, step in enumerate(self.formation.steps):
            if not self.cleaned_data[f"step-{place}"]:
                continue
            due = self.cleaned_data[f"step-{place}-due"] or step.due_on
            if due == step.due_on and first != self.formation.first_on and not step.done_on:
                counted = StepShape(step.days_before, step.what, step.who)
                due = days.step_day(counted, first=first, today=self.formation.today).day
            yield StepChoice(step.what, step.who, due)

    def _found(self, plan: BodyPlan) -> Any:
        picked = self.cleaned_data.get(f"{plan.key}-found")
        by_id = {str(body.id): body for body in plan.candidates}
        return by_id.get(picked, plan.found) if picked else plan.found

    @staticmethod
    def _posts_name(plan: BodyPlan, kind: KindChoice) -> str:
        return f"{plan.key}-posts-{kind.kind.code}"

    def _section(self, plan: BodyPlan) -> BodySection:
        names = ("name", "purpose", "hosts", "yearly_target", "usual_start", "usual_minutes")
        names = (*names, "usual_venue", "regime")
        used = plan.is_used_as_found
        return BodySection(
            plan=plan,
            seen=self._bound(f"{plan.key}-seen"),
            wanted=self._bound(f"{plan.key}-wanted"),
            found=self._bound(f"{plan.key}-found"),
            on=self._bound(f"{plan.key}-on"),
            plain=tuple(
                self[f"{plan.key}-{name}"] for name in names if f"{plan.key}-{name}" in self.fields
            ),
            kinds=() if used else tuple(self._kind_fields(plan, kind) for kind in plan.in_pattern),
            others=() if used else tuple(self._kind_fields(plan, kind) for kind in plan.others),
            items=self._bound(f"{plan.key}-items"),
        )

    def _kind_fields(self, plan: BodyPlan, kind: KindChoice) -> KindFields:
        return KindFields(kind, self._bound(self._posts_name(plan, kind)))

    def _bound(self, name: str) -> forms.BoundField | None:
        return self[name] if name in self.fields else None


def _plain_fields(
    plan: BodyPlan, venues: list[tuple[str, str]]
) -> Iterator[tuple[str, forms.Field]]:
    """The fields that every body has."""
    yield "name", CleanCharField(label=_("会議体の名称"), max_length=80, initial=plan.name)
    yield (
        "purpose",
        CleanCharField(label=_("趣旨"), max_length=300, required=False, initial=plan.purpose),
    )
    yield (
        "hosts",
        forms.MultipleChoiceField(
            label=_("主催する団体"),
            widget=forms.CheckboxSelectMultiple,
            choices=[(str(host.id), host.name) for host in plan.host_choices],
            initial=[str(host.id) for host in plan.hosts],
            error_messages=_CHOOSE,
        ),
    )
    yield "yearly_target", _number(_("年に何回"), plan.yearly_target)
    yield (
        "usual_start",
        JapaneseTimeField(label=_("いつもの開始時刻"), initial=plan.usual_start, required=False),
    )
    yield "usual_minutes", _number(_("いつもの長さ（分）"), plan.usual_minutes)
    yield (
        "usual_venue",
        forms.ChoiceField(
            label=_("いつもの会場"),
            choices=[("", _("選んでください")), *venues],
            required=False,
            initial=str(plan.usual_venue.id) if plan.usual_venue else "",
            error_messages=_CHOOSE,
        ),
    )
    yield (
        "regime",
        forms.ChoiceField(
            label=_("個人情報の取扱い"),
            choices=[
                (regime.value, f"{regime.label} — {regime.sentence}")
                for regime in Regime
                if not regime.is_for_called_only  # not what a district begins with
            ],
            widget=forms.RadioSelect,
            initial=plan.regime,
        ),
    )


def _number(label: Any, initial: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, initial=initial, min_value=0, widget=number_input(4), error_messages=INTEGER
    )


def _posts_field(kind: KindChoice) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=kind.kind.name,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(str(choice.post.id), choice.label) for choice in kind.posts],
        initial=[str(choice.post.id) for choice in kind.posts if choice.wanted],
        error_messages=_CHOOSE,
    )


def _chosen_posts(plan: BodyPlan, chosen: set[str]) -> tuple[Post, ...]:
    return tuple(
        choice.post for kind in plan.kinds for choice in kind.posts if str(choice.post.id) in chosen
    )


def _agreed_reason(formation: Formation) -> str:
    """What a district agreed on before is reason enough for what differs."""
    agreed = formation.agreed
    if agreed is None:
        return ""
    return str(_("進め方の取り決め（%(where)s）のとおりにした。") % {"where": agreed.agreed_at})
