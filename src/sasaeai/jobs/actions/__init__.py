"""Writes of the jobs room."""

from sasaeai.jobs.actions.abandoned import clear_away, take_up_abandoned
from sasaeai.jobs.actions.alone import WorkerLock
from sasaeai.jobs.actions.progress import advance, begin, carrying_out, fail, finish, start_job

__all__ = [
    "WorkerLock",
    "advance",
    "begin",
    "carrying_out",
    "clear_away",
    "fail",
    "finish",
    "start_job",
    "take_up_abandoned",
]
