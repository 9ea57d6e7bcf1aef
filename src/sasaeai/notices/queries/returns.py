"""Where a return postcard goes back to (返信先)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from sasaeai.kernel.errors import NotNow
from sasaeai.meetings.models import Meeting
from sasaeai.notices.queries.drafts import NoticeTexts
from sasaeai.people.models import Organization


@dataclass(frozen=True, slots=True)
class ReturnAddress:
    """The office whose staff open the replies. No part is empty."""

    organization: str
    postal_code: str
    address: str


def return_address(meeting: Meeting, texts: NoticeTexts) -> ReturnAddress:
    """The office of the contact that the notice names, else its sender, as the register has it.

    Raises NotNow with what to enter where neither has a postal code and an address.
    """
    # The contact is 「office　title　person」 (queries.drafts), and may have been typed over.
    names = [texts.contact_name.split("　")[0].strip(), texts.sender_organization.strip()]
    rows = {
        row.name: row
        for row in Organization.objects.filter(
            municipality_id=meeting.municipality_id, name__in=names, ended_on__isnull=True
        )
    }
    for name in names:
        office = rows.get(name)
        if office is not None and office.postal_code and office.address:
            return ReturnAddress(office.name, office.postal_code, office.address)
    known = next((name for name in names if name in rows), next(filter(None, names), ""))
    raise NotNow(
        _(
            "返信先「%(name)s」の郵便番号と住所が名簿にないため、往復はがきを作れません。"
            "名簿でこの団体の住所を入力してください。"
        )
        % {"name": known}
    )
