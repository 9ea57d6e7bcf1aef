"""Writes the directory of the demo: services, two due to be checked, a correction that waits."""

from __future__ import annotations

from datetime import timedelta

from sasaeai.cli.demo.register import Register
from sasaeai.cli.demo.services_rows import CORRECTED, SERVICES, ServiceRow
from sasaeai.directory import actions, queries
from sasaeai.directory.models import Service

COORDINATOR = "suishin"
ANSWER_WITHIN = timedelta(days=14)


def write_services(register: Register) -> None:
    """Enter every service as of the day it was checked; one operator has answered this year."""
    services = {key: _write(register, row) for key, row in SERVICES.items()}
    _hear_back(register, services[CORRECTED])


def _write(register: Register, row: ServiceRow) -> Service:
    checked_on = register.today - timedelta(days=row.checked)
    organization = register.organizations[row.organization] if row.organization else None
    details = actions.ServiceDetails(
        kind=row.kind,
        name=row.name,
        kana=row.kana,
        organization=organization,
        operator_name=row.operator,
        for_whom=row.for_whom,
        description=row.description,
        how_to_apply=row.how_to_apply,
        fee=row.fee,
        hours=row.hours,
        place=row.place,
        tel=row.tel,
        season=row.season,
        verified_on=checked_on,
        verified_by_name="推進員（見本）",
    )
    return actions.add_service(
        details=details,
        districts=[register.districts[key] for key in row.districts],
        actor=register.system(checked_on),
    )


def _hear_back(register: Register, service: Service) -> None:
    """Its operator was asked, and says that the fee is another one now."""
    actor = register.viewer(COORDINATOR, register.today)
    asked = [one for one in queries.operators(actor) if one.organization == service.organization]
    (check,) = actions.ask_operators(
        operators=asked, answer_by=register.today + ANSWER_WITHIN, actor=actor
    )
    actions.key_check(
        check=check,
        answers=[
            actions.ServiceAnswer(service, "changed", {"fee": "1回400円"}, "この冬から上がります。")
        ],
        answered_by=f"{service.operator_name} 会長",
        contact="",
        actor=actor,
    )
