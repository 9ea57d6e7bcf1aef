"""Tables of services that were put in."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from sasaeai.directory.access import can_keep_directory
from sasaeai.directory.models import ServiceImport
from sasaeai.kernel.errors import NotFound
from sasaeai.kernel.viewer import Viewer

SHOWN = 10


def get_visible_import(import_id: UUID, *, viewer: Viewer) -> ServiceImport:
    """A table that was put in; NotFound for who keeps no directory of its municipality."""
    found = ServiceImport.objects.filter(municipality_id=viewer.municipality_id, pk=import_id)
    table = found.first() if can_keep_directory(viewer) or viewer.sees_city else None
    # Until it is carried out it is the business of who put it in.
    if table is None or (table.done_at is None and table.put_in_by != viewer.account_id):
        raise NotFound(_("この取り込みは見つかりません。もう一度ファイルを選んでください。"))
    return table


def list_imports(viewer: Viewer) -> list[ServiceImport]:
    """The tables carried out lately, the newest first, without their content."""
    found = ServiceImport.objects.filter(
        municipality_id=viewer.municipality_id, done_at__isnull=False
    )
    return list(found.defer("content").order_by("-done_at")[:SHOWN])
