"""Tables of the meetings room: bodies, meetings, people called and present, papers given out."""

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
from sasaeai.meetings.models.handouts import Acknowledgement, Handout, HandoutCopy, Phrase
from sasaeai.meetings.models.meetings import Meeting
from sasaeai.meetings.models.people import Expected, ExpectedItem, Presence

__all__ = [
    "Acknowledgement",
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
    "Handout",
    "HandoutCopy",
    "Meeting",
    "Phrase",
    "Presence",
    "Recognition",
    "RecognitionLink",
    "Remark",
    "Topic",
    "TopicCall",
]
