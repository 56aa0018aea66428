"""What all pages have in common: the look, the menu, the language."""

from pathlib import Path
from typing import Literal

import streamlit as st

from pages.language.text import LANGUAGES, choose_language, language, remember_language, t
from pages.shell.sign_out import sign_out
from pages.shell.state import Session, page_state
from services.accounts import Action, Caller

TITLE = "Millrace"
INVITE = "invite"  # the parameter of links that invite somebody
ABOUT = "**Millrace** builds apps on language models: draw them, run them, talk to them, call them."


def dress(folder: Path) -> None:
    """Set title, mark and style sheet; every run begins with it."""
    mark = str(folder / "static" / "mark.svg")
    st.set_page_config(page_title=TITLE, page_icon=mark, layout="wide", menu_items={"About": t(ABOUT)})
    st.logo(str(folder / "static" / "logo.svg"), size="large")
    st.html(folder / "style.css")
    remember_language()


def navigation(caller: Caller | None) -> st.Page:
    """Return the page to run: what `caller` may see, or the sign-in page for somebody unknown.

    Pages that are not named here cannot be reached by this session, however it asks for them.
    """
    page_state(Session).caller = caller
    if caller is None or INVITE in st.query_params:
        return st.navigation([st.Page("signin.py", title=t("Sign in"), default=True)], position="hidden")
    other = next(code for code in LANGUAGES if code != language())
    work = [
        st.Page("apps.py", title=t("Apps"), icon=":material/apps:", default=True),
        st.Page("studio.py", title=t("Studio"), icon=":material/account_tree:"),
        st.Page("chat.py", title=t("Chat"), icon=":material/forum:"),
        st.Page("knowledge.py", title=t("Knowledge"), icon=":material/menu_book:"),
        st.Page(
            "gallery.py", title=t("Gallery"), icon=":material/grid_view:", visibility=_to(caller, Action.EDIT_APPS)
        ),
        st.Page(
            "logs.py",
            title=t("Logs"),
            icon=":material/receipt_long:",
            visibility=_to(caller, Action.READ_CONVERSATIONS),
        ),
        st.Page(
            "kept_records.py",
            title=t("Records"),
            icon=":material/table_rows:",
            url_path="records",
            visibility=_to(caller, Action.READ_CONVERSATIONS),
        ),
        st.Page("tools.py", title=t("Tools"), icon=":material/build:", visibility=_to(caller, Action.EDIT_APPS)),
        st.Page("models.py", title=t("Models"), icon=":material/key:", visibility=_to(caller, Action.MANAGE_MODELS)),
        st.Page("app_overview.py", title=t("Overview"), url_path="overview", visibility="hidden"),
        st.Page("annotations.py", title=t("Annotations"), visibility="hidden"),
        st.Page("access.py", title=t("Share and API"), visibility="hidden"),
        st.Page("runs.py", title=t("Runs"), visibility="hidden"),
        st.Page("knowledge_base.py", title=t("Knowledge base"), url_path="knowledge-base", visibility="hidden"),
        st.Page("knowledge_document.py", title=t("Document"), url_path="knowledge-document", visibility="hidden"),
    ]
    settings = [
        st.Page("settings.py", title=t("Workspace"), icon=":material/tune:"),
        st.Page(
            "plugins.py",
            title=t("Plugins"),
            icon=":material/extension:",
            visibility=_to(caller, Action.MANAGE_SETTINGS),
        ),
        st.Page(switch_language, title=LANGUAGES[other], icon=":material/translate:", url_path="language"),
    ]
    if caller.account:
        settings.append(st.Page(sign_out, title=t("Sign out"), icon=":material/logout:", url_path="sign-out"))
    return st.navigation({"": work, t("Settings"): settings}, position="top")


def _to(caller: Caller, action: Action) -> Literal["visible", "hidden"]:
    """Return whether the menu shows a page for what `caller` may do; who follows a link there is told why not."""
    return "visible" if caller.may(action) else "hidden"


def switch_language() -> None:
    """Show the pages in the other language from now on, starting at the apps."""
    choose_language(next(code for code in LANGUAGES if code != language()))
    st.switch_page("apps.py")
