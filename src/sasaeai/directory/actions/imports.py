"""Tables of services: put in, looked at, carried out. The same file twice changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.directory.access import check_can_keep_directory, kept_services
from sasaeai.directory.actions.keeping import next_check, write
from sasaeai.directory.actions.search_entry import index_service
from sasaeai.directory.channels.open_data import Incoming, OpenDataSheet, read_sheet, stored
from sasaeai.directory.enums import RowState, SheetKind
from sasaeai.directory.models import Service, ServiceImport
from sasaeai.kernel import clock
from sasaeai.kernel.errors import NotAllowed, NotNow
from sasaeai.kernel.text import fold
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.models import Municipality

AT_ONCE = 200
"""Rows of a table that are carried out while the person waits."""
CHUNK = 100
KEPT_UNDONE = 20
"""Tables of one municipality that were looked at and never carried out; older ones go."""


@dataclass(frozen=True, slots=True)
class Change:
    """One column of a row that changes: its name, what stands there and what the file says."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """What a row would do. service: the entry it names, when there is one.

    changes: only of a row that changes something; kept: columns that differ because they were put
    right by hand, and which the file, saying nothing new, leaves alone.
    """

    incoming: Incoming
    state: RowState
    service: Service | None = None
    changes: tuple[Change, ...] = ()
    kept: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """A table and what each of its rows would do."""

    sheet: OpenDataSheet
    rows: tuple[PlannedRow, ...]

    @property
    def counts(self) -> dict[str, int]:
        counted = Counter(row.state.value for row in self.rows)
        return {state.value: counted[state.value] for state in RowState}

    @property
    def does_something(self) -> bool:
        return bool(self.counts[RowState.NEW] or self.counts[RowState.CHANGED])


def put_in_table(
    *, content: bytes, file_name: str, kind: str, is_public: bool, actor: Viewer
) -> ServiceImport:
    """Keep a file to be looked at. InvalidInput (field "file") when it is no table of services."""
    check_can_keep_directory(actor)
    sheet = _read(content, file_name, kind, actor)
    with transaction.atomic():
        table = ServiceImport.objects.create(
            municipality_id=actor.municipality_id,
            kind=sheet.kind,
            file_name=file_name[:200],
            content=content,
            is_public=is_public,
            put_in_on=actor.on,
            put_in_by_name=actor.name[:200],
            put_in_by=actor.account_id,
        )
        audit.record(actor=actor, verb="put in", obj=table, after={"kind": sheet.kind.value})
        undone = ServiceImport.objects.filter(
            municipality_id=actor.municipality_id, done_at__isnull=True
        ).order_by("-created_at")
        old = list(undone.values_list("pk", flat=True)[KEPT_UNDONE:])
        ServiceImport.objects.filter(municipality_id=actor.municipality_id, pk__in=old).delete()
    return table


def plan_import(*, table: ServiceImport, actor: Viewer) -> Plan:
    """What carrying a table out would do now. Writes nothing."""
    _check_own(table, actor)
    sheet = _read(bytes(table.content), table.file_name, table.kind, actor)
    there = _there(table, sheet.rows)
    kept = set(kept_services(actor).filter(source=_source(table)).values_list("pk", flat=True))
    return Plan(sheet, tuple(_planned(row, there.get(row.key), kept) for row in sheet.rows))


def carry_out_import(
    *, table: ServiceImport, actor: Viewer, told: Callable[[int, int], None] | None = None
) -> ServiceImport:
    """Write a table into the directory, a hundred rows a transaction; broken off, it begins again
    where nothing changes any more. told: called with the rows done and their number.
    """
    _check_own(table, actor)
    if table.done_at is not None:
        raise NotNow(
            _("このファイルは、もう取り込みました。もう一度入れるときは選び直してください。")
        )
    plan = plan_import(table=table, actor=actor)
    done = 0
    for rows in _chunks(plan.rows):
        with transaction.atomic():
            for row in rows:
                _carry_out(table, row, actor)
        done += len(rows)
        if told is not None:
            told(done, len(plan.rows))
    with transaction.atomic():
        table.done_at, table.rows, table.content = clock.now(), plan.counts, b""
        table.save(update_fields=["done_at", "rows", "content"])
        audit.record(actor=actor, verb="import", obj=table, after=plan.counts)
    return table


def _check_own(table: ServiceImport, actor: Viewer) -> None:
    check_can_keep_directory(actor)
    if table.municipality_id != actor.municipality_id:
        raise NotAllowed(_("ほかの市町村のファイルです。その市町村の方が取り込みます。"))


def import_topic(table: ServiceImport) -> str:
    """What the job that carries a table out is about."""
    return f"services:{table.id}"


def _read(content: bytes, file_name: str, kind: str, actor: Viewer) -> OpenDataSheet:
    town = Municipality.objects.get(pk=actor.municipality_id)
    return read_sheet(content, file_name, town=town.name, lg_code=town.lg_code, kind=kind)


def _source(table: ServiceImport) -> str:
    """Japanese whatever the page's language is: it is kept and printed."""
    return _SOURCES[SheetKind(table.kind)]


_SOURCES = {
    SheetKind.CARE: "介護サービス事業所一覧",
    SheetKind.CHILDREN: "子育て施設一覧",
    SheetKind.MEDICAL: "医療機関一覧",
    SheetKind.FACILITY: "公共施設一覧",
}


def _chunks(rows: Sequence[PlannedRow]) -> Iterator[Sequence[PlannedRow]]:
    for first in range(0, len(rows), CHUNK):
        yield rows[first : first + CHUNK]


def _there(table: ServiceImport, rows: Sequence[Incoming]) -> dict[str, Service]:
    """Entries that came from the same table before, by their number; those in use win."""
    found = Service.objects.filter(municipality_id=table.municipality_id, source=_source(table))
    by_key: dict[str, Service] = {}
    for service in found.order_by("created_at"):
        earlier = by_key.get(service.source_key)
        if earlier is None or earlier.removed_at is not None:
            by_key[service.source_key] = service
    wanted = {row.key for row in rows}
    return {key: service for key, service in by_key.items() if key in wanted}


def _planned(row: Incoming, service: Service | None, kept: set[object]) -> PlannedRow:
    if row.refusal:
        return PlannedRow(row, RowState.REFUSED)
    if service is None:
        return PlannedRow(row, RowState.NEW)
    news = {} if service.removed_at is not None else _news(service, row.values)
    if _is_another(service, row.values):
        sentence = _(
            "同じ番号の「%(name)s」とは、名称も場所も違います。"
            "ほかの一覧のファイルでないか確かめてください。"
        ) % {"name": service.name}
    elif service.removed_at is not None:
        sentence = _("一覧から外してある相談先です。戻すと、次から取り込めます。")
    elif not news:
        now = _now(service)
        differing = sum(now[name] != text for name, text in stored(row.values).items())
        return PlannedRow(row, RowState.SAME, service, kept=differing)
    elif service.pk not in kept:
        sentence = _("ほかの地区の相談先なので、その地区の担当の方が取り込みます。")
    else:
        return PlannedRow(row, RowState.CHANGED, service, _changes(service, row, news))
    return PlannedRow(replace(row, refusal=sentence), RowState.REFUSED)


def _is_another(service: Service, values: Mapping[str, Any]) -> bool:
    """Whether a number now stands for something else: files of two lists both count from 1."""
    known = service.source_values
    return all(
        fold(str(values[name] or ""))
        not in {fold(known.get(name, "")), fold(getattr(service, name))}
        for name in ("name", "place")
    )


def _news(service: Service, values: Mapping[str, Any]) -> dict[str, Any]:
    """Columns in which the file says something new and the entry says something else."""
    last, now, said = service.source_values, _now(service), stored(values)
    return {
        name: values[name]
        for name, text in said.items()
        if last.get(name) != text and now[name] != text
    }


def _now(service: Service) -> dict[str, str]:
    return stored({name: getattr(service, name) for name in _IMPORTED})


_IMPORTED = (
    "kind", "name", "kana", "operator_name", "for_whom", "description", "how_to_apply", "fee",
    "hours", "place", "tel", "fax", "email", "url", "capacity", "latitude", "longitude",
)  # fmt: skip


def _changes(service: Service, row: Incoming, news: Mapping[str, Any]) -> tuple[Change, ...]:
    now, said = _now(service), stored(row.values)
    label = {name: str(Service._meta.get_field(name).verbose_name) for name in news}
    return tuple(Change(label[name], now[name], said[name]) for name in news)


def _carry_out(table: ServiceImport, row: PlannedRow, actor: Viewer) -> None:
    values = row.incoming.values
    if row.state == RowState.NEW:
        _add(table, row, actor)
    elif row.state == RowState.CHANGED and row.service is not None:
        service = Service.objects.select_for_update(of=("self",)).get(pk=row.service.pk)
        news = _news(service, values) | {"source_values": stored(values)}
        write(service, news, verb="import", actor=actor)
    elif row.service is not None and row.service.source_values != stored(values):
        Service.objects.filter(municipality_id=table.municipality_id, pk=row.service.pk).update(
            source_values=stored(values)
        )


def _add(table: ServiceImport, row: PlannedRow, actor: Viewer) -> None:
    source = {"source": _source(table), "source_key": row.incoming.key}
    service, is_new = Service.objects.get_or_create(
        municipality_id=table.municipality_id,
        **source,
        removed_at=None,
        defaults={
            **row.incoming.values,
            "source_values": stored(row.incoming.values),
            "is_public": table.is_public,
            "verify_by": next_check(actor.on),
        },
    )
    if is_new:
        index_service(service)
        audit.record(actor=actor, verb="import", obj=service, after=source)
