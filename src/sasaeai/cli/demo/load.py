"""Loads the demo into an empty database, all of it or nothing."""

from __future__ import annotations

from django.db import transaction

from sasaeai.accounts.models import Account
from sasaeai.cli.demo.people import LOGINS
from sasaeai.cli.demo.register import write_register
from sasaeai.cli.demo.write_answers import write_answers
from sasaeai.cli.demo.write_closed import write_closed
from sasaeai.cli.demo.write_fewer import write_fewer
from sasaeai.cli.demo.write_hall import write_hall
from sasaeai.cli.demo.write_history import write_bodies, write_history
from sasaeai.cli.demo.write_leaving import write_leaving
from sasaeai.cli.demo.write_lessons import write_lessons
from sasaeai.cli.demo.write_open import write_open
from sasaeai.cli.demo.write_patterns import write_patterns
from sasaeai.cli.demo.write_reports import write_reports
from sasaeai.cli.demo.write_services import write_services
from sasaeai.cli.demo.write_stages import write_stages
from sasaeai.cli.demo.write_year import write_year
from sasaeai.kernel import clock
from sasaeai.meetings.actions.phrases import seed_phrases
from sasaeai.meetings.actions.topics import seed_topics
from sasaeai.people.models import Municipality


def is_empty() -> bool:
    """Whether the database holds no municipality yet."""
    return not Municipality.objects.exists()


def has_demo() -> bool:
    """Whether the demo's logins are there."""
    numbers = [row.login_id for row in LOGINS]
    return Account.objects.filter(login_id__in=numbers).count() == len(numbers)


def load_demo() -> None:
    """Write the model districts, the meetings of the source and the fictional year."""
    today = clock.today()
    with transaction.atomic():
        register = write_register(today)
        actor = register.system(today)
        topics = seed_topics(municipality=register.city, actor=actor)
        register.topics.update({topic.code: topic for topic in topics})
        seed_phrases(actor=actor)
        write_bodies(register)
        write_history(register)
        write_year(register)
        write_services(register)
        write_answers(register)
        write_reports(register)
        write_lessons(register)
        write_stages(register)
        write_patterns(register)
        write_fewer(register)
        write_open(register)
        write_closed(register)
        write_leaving(register)
        write_hall(register)
