"""What waits to be done: put in, taken out by one worker, ended."""

from datetime import datetime, timedelta

from yudane.records.jobs.models import Job
from yudane.records.record import new_id

MOST_TRIES = 5
_KEPT = timedelta(days=7)  # how long what was done is remembered


def enqueue(kind: str, now: datetime, key: str = "") -> None:
    """Once while it waits. Inside the transaction of what it is for, after its audit entry: those take turns."""
    Job.objects.get_or_create(
        kind=kind, key=key, state="waiting", defaults={"id": new_id(now), "created_at": now, "due_at": now}
    )


def take(now: datetime) -> Job | None:
    """The one that waits longest is begun; None where nothing is due."""
    job = Job.objects.filter(state="waiting", due_at__lte=now).order_by("due_at", "id").first()
    if job is None:
        return None
    taken = Job.objects.filter(pk=job.pk, state="waiting").update(state="running", begun_at=now, tries=job.tries + 1)
    job.refresh_from_db()
    return job if taken else None


def end(job: Job, now: datetime) -> None:
    """It is done; what failed of its kind before is made good by it, what was done long ago is forgotten."""
    Job.objects.filter(pk=job.pk).update(state="done", ended_at=now, error="")
    Job.objects.filter(kind=job.kind, state="failed").delete()
    Job.objects.filter(state="done", ended_at__lt=now - _KEPT).delete()


def put_back(job: Job, now: datetime, error: str) -> None:
    """It failed: tried again later and later, a few times. One that was asked for anew meanwhile takes its place."""
    again = job.tries < MOST_TRIES
    if again and Job.objects.filter(kind=job.kind, key=job.key, state="waiting").exists():
        Job.objects.filter(pk=job.pk).delete()
        return
    due = now + timedelta(seconds=10 * 4 ** (job.tries - 1))
    Job.objects.filter(pk=job.pk).update(
        state="waiting" if again else "failed", due_at=due, ended_at=None if again else now, error=error[:2000]
    )


def recover(now: datetime) -> None:
    """What ran when a worker died waits again. Only for the one worker there is."""
    for job in Job.objects.filter(state="running"):
        put_back(job, now, "the worker ended")
