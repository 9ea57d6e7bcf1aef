"""Reads of the issues room."""

from sasaeai.issues.queries.actions import (
    actions_due,
    actions_of_body,
    actions_of_meeting,
    actions_page,
    get_visible_action,
    open_actions,
)
from sasaeai.issues.queries.answers import (
    Owed,
    answers_page,
    get_visible_answer,
    list_owed,
    owed_page,
    owed_rows,
    raiser_of,
    raisers_of,
    to_ask,
    untold_raisers,
)
from sasaeai.issues.queries.issues import (
    IssueStory,
    count_open,
    get_visible_consideration,
    get_visible_issue,
    get_withdrawn_issue,
    issue_story,
    issues_of_meeting,
    issues_page,
    list_issues,
    open_issues_of,
)
from sasaeai.issues.queries.news import (
    get_visible_passed_on,
    news_from,
    sister_bodies,
    waiting_news,
)
from sasaeai.issues.queries.proposals import agenda_proposals
from sasaeai.issues.queries.seasons import season_questions_of

__all__ = [
    "IssueStory",
    "Owed",
    "actions_due",
    "actions_of_body",
    "actions_of_meeting",
    "actions_page",
    "agenda_proposals",
    "answers_page",
    "count_open",
    "get_visible_action",
    "get_visible_answer",
    "get_visible_consideration",
    "get_visible_issue",
    "get_visible_passed_on",
    "get_withdrawn_issue",
    "issue_story",
    "issues_of_meeting",
    "issues_page",
    "list_issues",
    "list_owed",
    "news_from",
    "open_actions",
    "open_issues_of",
    "owed_page",
    "owed_rows",
    "raiser_of",
    "raisers_of",
    "season_questions_of",
    "sister_bodies",
    "to_ask",
    "untold_raisers",
    "waiting_news",
]
