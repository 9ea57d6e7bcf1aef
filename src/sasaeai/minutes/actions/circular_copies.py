"""How many copies of a circular go where, and how its words are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel.errors import InvalidInput
from sasaeai.kernel.text import is_kana, to_hiragana
from sasaeai.kernel.versions import check_version
from sasaeai.kernel.viewer import Viewer
from sasaeai.minutes.access import check_can_write, check_circular_valid
from sasaeai.minutes.actions.circulars import PRINTED, unprint
from sasaeai.minutes.models import Circular, CircularCopy, PublicVersion
from sasaeai.minutes.queries.circulars import CopyLine
from sasaeai.people.models import Organization

MOST_COPIES = 999
MOST_LINES = 200
LONGEST_NAME = 120
LONGEST_WORD, LONGEST_READING, MOST_READINGS = 60, 120, 2_000


def set_circular_copies(
    *, circular: Circular, base_version: int, lines: Sequence[CopyLine], actor: Viewer
) -> Circular:
    """Say where the copies go, in this order; a line without copies is left out.

    Copies that nobody said are as many as there are groups. Raises InvalidInput with the fields
    `copies_<n>`, `groups_<n>`, `name_<n>` of the n-th line given.
    """
    check_can_write(actor, circular.public_version.minutes.meeting)
    with transaction.atomic():
        row = _locked(circular)
        check_version(row, base_version, yours={})
        kept = _checked(row, lines)
        before = _as_plain(row)
        row.copies.all().delete()
        CircularCopy.objects.bulk_create(
            CircularCopy(
                municipality_id=row.municipality_id,
                circular=row,
                organization_id=line.organization,
                name=line.name,
                groups=line.groups,
                copies=line.copies,
                position=position,
            )
            for position, line in enumerate(kept, start=1)
        )
        row.version += 1
        row.save(update_fields=["version"])
        audit.record(
            actor=actor,
            verb="copies",
            obj=row,
            before={"copies": before},
            after={"copies": _as_plain(row)},
        )
    return row


def set_circular_readings(
    *, circular: Circular, base_version: int, readings: Mapping[str, str], actor: Viewer
) -> Circular:
    """Keep what was put right in the kana: word to hiragana, "" for a word without.

    Words not named keep what they have; None is not a reading. A printed circular with furigana
    counts as unprinted when a reading changes.
    """
    check_can_write(actor, circular.public_version.minutes.meeting)
    wrong = [word for word, kana in readings.items() if kana and not _may_stand(word, kana)]
    if wrong or len(readings) > MOST_READINGS:
        raise InvalidInput(
            _("よみは、ひらがなで入力してください：%(words)s")
            % {"words": "、".join(word[:20] for word in wrong[:5])}
        )
    with transaction.atomic():
        row = _locked(circular)
        check_version(row, base_version, yours={})
        after = row.readings | {word: to_hiragana(kana) for word, kana in readings.items()}
        if after == row.readings:
            return row
        before = audit.snapshot(row, ["readings"])
        row.readings = after
        if row.has_furigana:
            unprint(row)
        row.version += 1
        row.save(update_fields=["readings", *PRINTED, "version"])
        audit.record(
            actor=actor, verb="readings", obj=row, before=before, after={"readings": after}
        )
    return row


def _locked(circular: Circular) -> Circular:
    # The public version is the lock: it may be withdrawn meanwhile.
    public = PublicVersion.objects.select_for_update().get(pk=circular.public_version_id)
    row = Circular.objects.select_for_update().get(pk=circular.pk)
    row.public_version = public
    check_circular_valid(row)
    return row


def _may_stand(word: str, kana: str) -> bool:
    return is_kana(kana) and len(word) <= LONGEST_WORD and len(kana) <= LONGEST_READING


def _checked(circular: Circular, lines: Sequence[CopyLine]) -> list[CopyLine]:
    """The lines to keep. Raises InvalidInput by field."""
    problems: dict[str, str] = {}
    kept: list[CopyLine] = []
    names: set[str] = set()
    known = _known(circular, lines)
    for number, line in enumerate(lines):
        copies = line.copies if line.copies is not None else line.groups
        problems |= _problems(number, line, copies)
        if not copies:
            continue
        name = known.get(line.organization, line.name) if line.organization else line.name
        if not name:
            problems[f"name_{number}"] = _("配り先の名前を入力してください。")
        elif name in names:
            problems[f"name_{number}"] = _("「%(name)s」が二つあります。") % {"name": name}
        names.add(name)
        organization = line.organization if line.organization in known else None
        kept.append(CopyLine(organization, name[:LONGEST_NAME], line.groups, copies))
    if len(kept) > MOST_LINES:
        raise InvalidInput(_("配り先は%(n)sか所までにしてください。") % {"n": MOST_LINES})
    if problems:
        raise InvalidInput(_("部数を確かめてください。"), problems)
    return kept


def _problems(number: int, line: CopyLine, copies: int | None) -> dict[str, str]:
    found = {}
    for field, value in (("groups", line.groups), ("copies", copies)):
        if value is not None and not 0 <= value <= MOST_COPIES:
            found[f"{field}_{number}"] = _("0から%(n)sまでの数にしてください。") % {
                "n": MOST_COPIES
            }
    if len(line.name) > LONGEST_NAME:
        found[f"name_{number}"] = _("名前は%(n)s文字までにしてください。") % {"n": LONGEST_NAME}
    return found


def _known(circular: Circular, lines: Sequence[CopyLine]) -> dict[object, str]:
    """Names of the organisations of the municipality among those given."""
    asked = [line.organization for line in lines if line.organization]
    found = Organization.objects.filter(municipality_id=circular.municipality_id, pk__in=asked)
    return dict(found.order_by().values_list("pk", "name"))


def _as_plain(circular: Circular) -> list[list[object]]:
    return [[row.name, row.groups, row.copies] for row in circular.copies.order_by("position")]
