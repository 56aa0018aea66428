"""Looking at a run that lives on the server: a page holds its id, reads its events, and may leave at any time."""

import time
from collections.abc import Iterator

import streamlit as st
from streamlit.runtime import get_instance
from streamlit.runtime.scriptrunner import StopException, get_script_run_ctx

from pages.tracing.agent_view import calling
from pages.tracing.model import RunPicture
from services.files.files import address_here
from services.runs.runs import LiveRun
from services.runtime import current

LOOK_SECONDS = 0.05  # tokens that come within it are shown together
IDLE_LOOKS = 5  # a script can be ended only where it draws, so it draws now and then although nothing has come


def catch_up(picture: RunPicture, live: LiveRun) -> bool:
    """Take in what has happened since the last look; return whether anything has."""
    if picture.stretch != live.began_at:  # the run went on after a pause
        picture.stretch, picture.seen = live.began_at, 0
    events = live.events[picture.seen :]
    for event in events:
        picture.add(event)
    return bool(events)


def follow(live: LiveRun) -> Iterator[tuple[RunPicture, bool]]:
    """Yield the picture of a run, and whether it has changed, again and again until the run is over."""
    picture = RunPicture(answer=live.said)
    while True:
        over = live.done  # before the look, so that nothing said at the end is missed
        changed = catch_up(picture, live)
        yield picture, changed
        if over:
            return
        time.sleep(LOOK_SECONDS)


def stopped_by_person() -> bool:
    """Return whether a script that is being ended was ended by the stop button, not by closing the tab."""
    context = get_script_run_ctx()
    return context is not None and get_instance().is_active_session(context.session_id)


def show_answer(live: LiveRun) -> RunPicture:
    """Show the answer of a run while it grows and return how it ended.

    The stop button of the chat input ends the run; going elsewhere does not.
    """
    box = st.empty()
    picture = RunPicture()
    try:
        for look, (picture, changed) in enumerate(follow(live)):  # the last one is what is returned
            if changed or look % IDLE_LOOKS == 0:
                box.markdown(_so_far(picture))
    except StopException:
        if stopped_by_person():
            current().loop.call_soon_threadsafe(live.stop)
        raise
    return picture


def _so_far(picture: RunPicture) -> str:
    """Return what was said so far, and what an agent waits for."""
    said, waits = address_here(current(), picture.answer), calling(list(picture.thoughts.values()))
    return "\n\n".join(part for part in (said, waits) if part) or ":shimmer[…]"
