"""When each node of a run worked: one bar for each execution, on one scale."""

import time
from html import escape

import streamlit as st

from pages.language.formats import duration, tokens
from pages.language.kinds import kind_name
from pages.language.text import t
from pages.language.words import STATUS_WORDS
from pages.tracing.model import REUSED, RunPicture, Step

MOST = 200  # bars
THIN = 0.6  # percent of the width that every bar has at least


def show_timeline(picture: RunPicture) -> None:
    """Show the executions of a run as bars, those of inner nodes indented; the scale ends with the run, or now."""
    steps = [step for step in picture.steps.values() if step.started_at][:MOST]
    if not steps:
        st.markdown(f":gray[:small[{t('Nothing has run yet.')}]]")
        return
    begin = min(step.started_at for step in steps)
    end = max(*(_end(step) for step in steps), begin + 0.001)
    rows = "".join(_row(step, begin, end - begin) for step in steps)
    scale = f'<div class="mr-gantt-scale"><span>0</span><span>{escape(duration(end - begin))}</span></div>'
    st.html(f'<div class="mr-gantt" role="list">{rows}{scale}</div>')
    if len(picture.steps) > MOST:
        st.caption(t("The first {n} rows are shown.", n=MOST))


def _end(step: Step) -> float:
    return time.time() if step.status == "running" else step.started_at + step.elapsed


def _row(step: Step, begin: float, span: float) -> str:
    left = 100 * (step.started_at - begin) / span
    width = max(THIN, 100 * (_end(step) - step.started_at) / span)
    title = step.title or kind_name(step.kind)
    status = t(STATUS_WORDS.get(step.status, step.status))
    spent = "" if step.status == REUSED else duration(_end(step) - step.started_at)
    told = " · ".join(filter(None, (title, status, spent, tokens(step.tokens))))
    inner = " mr-inner" if step.container else ""
    return (
        f'<div class="mr-gantt-row{inner}" role="listitem" title="{escape(told)}" aria-label="{escape(told)}">'
        f"<span>{escape(title)}</span>"
        f'<i><b class="mr-s-{escape(step.status)}" style="left:{min(left, 100 - THIN):.2f}%;'
        f'width:{min(width, 100 - min(left, 100 - THIN)):.2f}%"></b></i>'
        f"<em>{escape(spent or status)}</em></div>"
    )
