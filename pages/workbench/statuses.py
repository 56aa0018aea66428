"""How every node on the desk stands: in the run that is shown, and for the next one."""

from pages.shell.state import StudioState, page_state
from pages.workbench.desk import Desk
from pages.workbench.modes import node_states, ran_on
from pages.workbench.run import is_running


def node_statuses(desk: Desk) -> dict[str, str]:
    """Return how each node stands in the run, or what a run would find of it, or that something is wrong with it.

    As soon as draft or inputs differ from those of the run that is shown, what would run again says so.
    """
    state = page_state(StudioState)
    faulty = {problem.node_id: "faulty" for problem in desk.errors if problem.node_id}
    if state.picture is None:
        return node_states(desk) | faulty
    if not state.ran_on:
        state.ran_on = ran_on(desk)
    statuses = state.picture.statuses()
    if is_running():
        return state.freshness | statuses
    found = node_states(desk)
    if state.ran_on == ran_on(desk):
        return found | statuses
    return found | statuses | {name: now for name, now in found.items() if now != "fresh"} | faulty
