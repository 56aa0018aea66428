"""Changes of the draft that were made elsewhere."""

from pages.shell.state import StudioState, page_state
from pages.workbench.desk import Desk, catch_up, is_behind


def has_caught_up(desk: Desk) -> bool:
    """Take over what was changed elsewhere, as long as nothing typed here stands against it; tell whether so."""
    state = page_state(StudioState)
    if state.conflict or state.drafts or state.typed or not is_behind(desk):
        return False
    catch_up()
    return True
