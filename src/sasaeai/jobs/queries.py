"""Reads of the jobs room."""

from __future__ import annotations

from collections.abc import Sequence

from sasaeai.jobs.models import Job
from sasaeai.kernel.viewer import Viewer


def latest_job(topic: str, *, viewer: Viewer) -> Job | None:
    """The newest job of a topic in the viewer's municipality, open or ended."""
    return (
        Job.objects.filter(municipality_id=viewer.municipality_id, topic=topic)
        .order_by("-created_at")
        .first()
    )


def latest_jobs(topics: Sequence[str], *, viewer: Viewer) -> dict[str, Job]:
    """By topic, its newest job."""
    rows = Job.objects.filter(municipality_id=viewer.municipality_id, topic__in=topics)
    return {job.topic: job for job in rows.order_by("created_at")}
