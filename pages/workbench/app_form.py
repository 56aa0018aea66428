"""The settings of a graph app, and the list of its problems: what the inspector shows when nothing is selected."""

from typing import Any

import streamlit as st

from pages.catalogue.icon import edit_icon
from pages.fields.parameters import workspace_rules
from pages.fields.pen import Pen
from pages.language.text import t
from pages.prompts.features import edit_features
from pages.shell.guard import show_error
from pages.shell.people import Person
from pages.shell.state import StudioState, page_state
from pages.workbench.checklist import list_problems
from pages.workbench.desk import Desk, save_features
from services import models
from services.apps import apps
from services.errors import ServiceError
from services.runtime import current


def show_app_form(desk: Desk) -> bool:
    """Show problems and settings; return whether something changed."""
    changed = show_problems(desk)
    st.markdown(f"**{t('App')}**")
    changed |= edit_app(desk)
    st.markdown(f"**{t('Features')}**")
    changed |= _edit_features(desk)
    st.caption(t("Click a node to edit it. Drag from dot to dot to connect two."))
    return changed


def show_problems(desk: Desk) -> bool:
    """List what is wrong; a click selects the node. Return whether one was clicked."""
    if not desk.problems:
        return False
    st.markdown(f"**{t('Problems')}**")
    return list_problems(desk, desk.problems, key="inspector_problem")


def edit_app(desk: Desk) -> bool:
    """Draw name, icon and description of any app; return whether they changed."""
    app, key = desk.app, f"app_{page_state(StudioState).round}"
    icon, colour = edit_icon(app.icon or "", app.icon_background or "", key=key)
    name = st.text_input(t("Name"), app.name, max_chars=apps.MAX_NAME, key=f"{key}_name")
    description = st.text_area(t("Description"), app.description, max_chars=2000, height=80, key=f"{key}_description")
    typed: dict[str, Any] = {"name": name.strip(), "description": description.strip()}
    stored = {"name": app.name, "description": app.description.strip()}
    changes = {
        field: value for field, value in typed.items() if value != stored[field] and (value or field == "description")
    }
    if (icon, colour) != (app.icon or "", app.icon_background or ""):
        changes |= {"icon_type": "emoji", "icon": icon, "icon_background": colour}
    if not changes:
        return False
    rt = current()
    try:
        rt.call(apps.update_app(rt, app, account_id=Person.here().account_id, **changes))
    except ServiceError as error:
        show_error(error)
        return False
    return True


def _edit_features(desk: Desk) -> bool:
    """Draw what the app does beside answering; return whether it was changed and stored."""
    rt, features = current(), desk.document.features
    offered = [
        (provider.info.id, name) for provider, name in rt.call(models.list_models(rt, Person.here().workspace_id))
    ]
    pen = Pen(key=f"app_{page_state(StudioState).round}_features", models=offered, rules=workspace_rules())
    changes = edit_features(features, desk.app.mode, pen)
    return bool(changes) and save_features(desk, {**features, **changes})
