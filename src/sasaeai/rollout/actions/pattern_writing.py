"""Writing the parts of a pattern: bodies, kinds of organisation, items, steps."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sasaeai.kernel.errors import InvalidInput
from sasaeai.meetings.enums import BodyKind, ItemKind, Regime
from sasaeai.people.models import OrganizationKind
from sasaeai.rollout.enums import PatternPart
from sasaeai.rollout.models import Pattern, PatternBody, PatternItem, PatternKind, PatternStep
from sasaeai.rollout.queries.pattern_shape import (
    BODY_COLUMNS,
    BodyShape,
    ItemShape,
    PatternShape,
)

NAME_LIMIT, SUMMARY_LIMIT, LEAD_LIMIT = 60, 300, 1_000
WHAT_LIMIT, TITLE_LIMIT = 120, 120
MOST_YEARLY, MOST_MINUTES, MOST_DAYS = 60, 600, 400


def write_shape(pattern: Pattern, shape: PatternShape) -> None:
    """Write the parts of a pattern anew; what was formed by it before does not hang on them."""
    kinds = {
        kind.code: kind
        for kind in OrganizationKind.objects.filter(municipality_id=pattern.municipality_id)
    }
    tenant = {"municipality_id": pattern.municipality_id}
    for part in (PatternKind, PatternItem):
        part.objects.filter(**tenant, body__pattern=pattern).delete()
    PatternBody.objects.filter(**tenant, pattern=pattern).delete()
    PatternStep.objects.filter(**tenant, pattern=pattern).delete()
    for position, each in enumerate(shape.bodies):
        body = PatternBody.objects.create(
            **tenant,
            pattern=pattern,
            position=position,
            **{name: getattr(each, name) for name in BODY_COLUMNS},
        )
        PatternKind.objects.bulk_create(_kinds(body, each, kinds))
        PatternItem.objects.bulk_create(
            PatternItem(
                **tenant,
                body=body,
                title=item.title,
                kind=item.kind,
                minutes=item.minutes,
                position=place,
            )
            for place, item in enumerate(each.items)
        )
    PatternStep.objects.bulk_create(
        PatternStep(
            **tenant, pattern=pattern, days_before=step.days_before, what=step.what, who=step.who
        )
        for step in shape.steps
    )


def check_shape(shape: PatternShape) -> None:
    """Raise InvalidInput with a sentence for each field that cannot stand.

    Fields of a body are named 「key-name」, as the form names them.
    """
    wrong: dict[str, str] = {}
    if not shape.name.strip():
        wrong["name"] = _("型の名前を入力してください。")
    if not shape.summary.strip():
        wrong["summary"] = _("どんな型かを、一文で入力してください。")
    _check_length(wrong, "name", shape.name, NAME_LIMIT)
    _check_length(wrong, "summary", shape.summary, SUMMARY_LIMIT)
    _check_length(wrong, "suits", shape.suits, SUMMARY_LIMIT)
    _check_length(wrong, "notice_lead", shape.notice_lead, LEAD_LIMIT)
    if not shape.bodies:
        wrong["name"] = _("型には、会議体が一つは要ります。")
    for body in shape.bodies:
        _check_body(wrong, body)
    for step in shape.steps:
        if not step.what or len(step.what) > WHAT_LIMIT or abs(step.days_before) > MOST_DAYS:
            wrong["steps"] = _(
                "手順は「日数｜すること｜だれが」の形で、1行に一つ入力してください。"
            )
    if wrong:
        raise InvalidInput(next(iter(wrong.values())), wrong)


def _check_body(wrong: dict[str, str], body: BodyShape) -> None:
    long = _("120文字までの議題を、1行に一つ入力してください。")
    sentences = {
        "name": not body.name.strip() and _("会議体の名称を入力してください。"),
        "kind": (body.kind not in BodyKind.values or body.regime not in Regime.values)
        and _("会議体の種類と個人情報の取扱いを選んでください。"),
        "hosts": not body.hosts and _("主催する団体の種類を一つ以上選んでください。"),
        "yearly_target": not 0 <= body.yearly_target <= MOST_YEARLY
        and _("年間の回数は0回から60回までで入力してください。"),
        "usual_minutes": not 0 < body.usual_minutes <= MOST_MINUTES
        and _("長さは1分から600分までで入力してください。"),
        "first_after_days": abs(body.first_after_days) > MOST_DAYS
        and _("日数は400日までで入力してください。"),
        "items": not all(_is_item(item) for item in body.items) and long,
    }
    wrong |= {f"{body.key}-{name}": str(text) for name, text in sentences.items() if text}
    _check_length(wrong, f"{body.key}-name", body.name, 80)
    _check_length(wrong, f"{body.key}-purpose", body.purpose, SUMMARY_LIMIT)


def _is_item(item: ItemShape) -> bool:
    return item.kind in ItemKind.values and 0 < len(item.title) <= TITLE_LIMIT


def _check_length(wrong: dict[str, str], name: str, text: str, limit: int) -> None:
    if len(text) > limit:
        wrong[name] = _("%(limit)d文字までで入力してください。") % {"limit": limit}


def _kinds(
    body: PatternBody, shape: BodyShape, kinds: dict[str, OrganizationKind]
) -> list[PatternKind]:
    """Kinds that the municipality has; a kind that was never entered is left out."""
    titles = dict(shape.titles)
    parts = (
        (PatternPart.HOST, shape.hosts),
        (PatternPart.MEMBER, shape.members),
        (PatternPart.LINK, shape.links),
    )
    return [
        PatternKind(
            municipality_id=body.municipality_id,
            body=body,
            kind=kinds[code],
            part=part,
            titles=titles.get(code, "") if part == PatternPart.MEMBER else "",
            position=position,
        )
        for part, codes in parts
        for position, code in enumerate(codes)
        if code in kinds
    ]
