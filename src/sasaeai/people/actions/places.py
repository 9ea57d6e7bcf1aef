"""The first rows of an installation: a municipality and its districts."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel.codes import CodeTextError, validate_lg_code
from sasaeai.kernel.errors import InvalidInput
from sasaeai.kernel.text import clean_line
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.access import check_is_system
from sasaeai.people.models import District, Municipality


def found_municipality(*, lg_code: str, name: str, on: date) -> tuple[Municipality, Viewer]:
    """Enter a municipality, the tenant of everything that follows; returns it and its system actor.

    lg_code: the six-digit 全国地方公共団体コード with its check digit. Raises InvalidInput.
    """
    try:
        code = validate_lg_code(lg_code)
    except CodeTextError as error:
        raise InvalidInput(str(error), {"lg_code": str(error)}) from error
    cleaned = _named(name)
    with transaction.atomic():
        if Municipality.objects.filter(lg_code=code).exists():
            sentence = _("コード%(code)sの市町村は、すでに登録されています。") % {"code": code}
            raise InvalidInput(sentence, {"lg_code": sentence})
        city = Municipality.objects.create(lg_code=code, name=cleaned)
        actor = Viewer.system(municipality_id=city.id, on=on)
        audit.record(actor=actor, verb="create", obj=city, after={"lg_code": code, "name": cleaned})
    return city, actor


def add_district(*, name: str, kana: str = "", actor: Viewer) -> District:
    """Enter a welfare district, last in the order. Raises InvalidInput for a name that stands."""
    check_is_system(actor)
    cleaned = _named(name)
    with transaction.atomic():
        districts = District.objects.filter(municipality_id=actor.municipality_id)
        if districts.filter(name=cleaned).exists():
            sentence = _("「%(name)s」は、すでに登録されています。") % {"name": cleaned}
            raise InvalidInput(sentence, {"name": sentence})
        last = districts.aggregate(last=Max("position"))["last"] or 0
        district = District.objects.create(
            municipality_id=actor.municipality_id,
            name=cleaned,
            kana=clean_line(kana),
            position=last + 1,
        )
        audit.record(actor=actor, verb="create", obj=district, after={"name": cleaned})
    return district


def _named(name: str) -> str:
    cleaned = clean_line(name)
    if not 0 < len(cleaned) <= District._meta.get_field("name").max_length:
        sentence = _("名称を60文字までで入力してください。")
        raise InvalidInput(sentence, {"name": sentence})
    return cleaned
