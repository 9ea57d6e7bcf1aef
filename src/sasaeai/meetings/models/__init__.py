"""Tables of the meetings room: bodies and their recognition, meetings, people called and present."""

from sasaeai.meetings.models.agenda import AgendaItem, Remark, Topic, TopicCall
from sasaeai.meetings.models.bodies import (
    Body,
    BodyHost,
    BodyMember,
    Recognition,
    RecognitionLink,
)
from sasaeai.meetings.models.dates import DateMark, DatePoll, DateSlot, DateVoter
from sasaeai.meetings.models.feeds import CalendarFeed
from sasaeai.meetings.models.meetings import Meeting
from sasaeai.meetings.models.people import Expected, ExpectedItem, Presence

__all__ = [
    "AgendaItem",
    "Body",
    "BodyHost",
    "BodyMember",
    "CalendarFeed",
    "DateMark",
    "DatePoll",
    "DateSlot",
    "DateVoter",
    "Expected",
    "ExpectedItem",
    "Meeting",
    "Presence",
    "Recognition",
    "RecognitionLink",
    "Remark",
    "Topic",
    "TopicCall",
]
