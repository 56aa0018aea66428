"""Background jobs: queues, workers, and jobs that were tried in vain."""

from collections.abc import Coroutine
from datetime import datetime
from typing import Any, Final

import streamlit as st

from pages.language.text import t
from pages.shell.guard import guarded, show_error
from pages.shell.people import Person
from services import accounts
from services.errors import ServiceError
from services.platform import jobs
from services.platform.jobs import Overview
from services.platform.queue import FailedJob
from services.platform.worker_pool import MOST
from services.runtime import current
from storage.errors import StorageError

LOOK_SECONDS: Final = 3.0
MOST_SHOWN: Final = 20
QUEUES: Final = {
    "quick": "Small jobs that somebody waits for",
    "io": "Files and clean-up",
    "heavy": "Documents that are indexed",
}
STATES: Final = {"idle": "idle", "busy": "at work", "started": "starting", "suspended": "suspended"}


def show_jobs(*, may_change: bool) -> None:
    """Show how jobs stand, again and again."""
    st.fragment(guarded(_show), run_every=LOOK_SECONDS, key="settings_jobs")(may_change=may_change)


def _show(*, may_change: bool) -> None:
    rt = current()
    found = rt.call(jobs.overview(rt))
    if found.problem:
        st.info(t(found.problem), icon=":material/info:")
    if rt.workers is None:
        return
    _show_queues(found)
    _show_workers(found, may_change=may_change)
    _show_failed(found, may_change=may_change)


def _show_queues(found: Overview) -> None:
    st.markdown(f"##### {t('Queues')}")
    rows = [
        {
            t("Queue"): queue.name,
            t("For"): t(QUEUES[queue.name]),
            t("Waiting"): queue.waiting,
            t("To be tried again"): queue.scheduled,
            t("Running"): queue.running,
            t("Failed"): queue.failed,
        }
        for queue in found.queues
    ]
    st.dataframe(rows, hide_index=True, key="settings_queues")


def _show_workers(found: Overview, *, may_change: bool) -> None:
    st.markdown(f"##### {t('Workers')}")
    wanted = st.number_input(
        t("Workers of this server"),
        min_value=0,
        max_value=MOST,
        value=found.wanted,
        key="settings_workers",
        width=260,
        disabled=not may_change,
        help=t(
            "From now on, until the server ends; the setting MILLRACE_WORKERS counts from its next start on. "
            "Workers that are too many finish what they do. Other machines may run more with `python -m workers`."
        ),
    )
    if wanted != found.wanted:
        rt, who = current(), Person.here()
        if _done(jobs.set_workers(rt, who.workspace_id, int(wanted), account_id=who.account_id)):
            st.rerun(scope="fragment")
    rows = [
        {
            t("Machine"): worker.host,
            t("Process"): worker.pid,
            t("State"): t(STATES.get(worker.state, worker.state)),
            t("Job"): worker.job_id or "",
            t("Last sign of life"): t("{n} s ago", n=round(worker.heartbeat_age)),
        }
        for worker in found.workers
    ]
    if rows:
        st.dataframe(rows, hide_index=True, key="settings_worker_list")
    else:
        st.caption(t("No worker was heard of lately."))


def _show_failed(found: Overview, *, may_change: bool) -> None:
    if not found.failed:
        return
    st.markdown(f"##### {t('Failed jobs')}")
    for job in found.failed[:MOST_SHOWN]:
        with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"settings_job_{job.id}"):
            st.markdown(f"`{job.function}` :gray[{job.queue} · {_when(job)}]  \n`{job.error}`")
            if st.button(t("Retry"), key=f"settings_retry_{job.id}", icon=":material/replay:", disabled=not may_change):
                rt = current()
                if _done(jobs.retry(rt, job.id)):
                    st.rerun(scope="fragment")


def _when(job: FailedJob) -> str:
    rt = current()
    zone = rt.call(accounts.timezone(rt, Person.here().workspace_id))
    return f"{datetime.fromtimestamp(job.ended_at, zone):%Y-%m-%d %H:%M:%S}" if job.ended_at else ""


def _done(act: Coroutine[Any, Any, None]) -> bool:
    try:
        current().call(act)
    except (ServiceError, StorageError) as error:
        show_error(error)
        return False
    return True
