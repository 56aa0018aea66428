"""The gallery of templates, as cards under their subjects."""

import html
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from pages.drawing.pictures import example_picture
from pages.language.text import LANGUAGES, language, t
from pages.language.words import MODE_ICONS, MODES, NEED_COLOURS, NEEDS
from pages.shell.state import Session, StudioState, page_state
from services.apps import starting
from services.apps.examples import Example, Template, groups
from services.runtime import current

ALL = "all"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which templates are to be shown."""

    words: str = ""
    mode: str = ALL

    def fits(self, template: Template) -> bool:
        """Return whether a template is of the mode and one of its variants holds the words."""
        variants = template.variants.values()
        if self.mode != ALL and all(variant.mode != self.mode for variant in variants):
            return False
        text = "\n".join(f"{one.name} {one.description} {one.trying}" for one in variants).casefold()
        return all(word in text for word in self.words.casefold().split())


def show_gallery(gallery: Sequence[Template], *, key: str) -> Example | None:
    """Show search, filter and the templates by subject; return the one that was taken just now."""
    wanted, shown_in = _filter(key)
    found = [template for template in gallery if wanted.fits(template)]
    chosen = None
    for group in groups():
        cards = [template for template in found if template.group == group.id]
        if cards:
            st.markdown(f"##### {group.title.get(language(), group.title['en'])}")
            chosen = example_cards(cards, key=f"{key}_{group.id}", shown_in=shown_in) or chosen
    if not found:
        st.markdown(f":gray[{t('No template fits.')}]")
    return chosen


def _filter(key: str) -> tuple[Wanted, str]:
    """Draw the filter; return what it asks for, and in which language the cards are to be."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"{key}_filter"):
        words = st.text_input(
            t("Search"),
            placeholder=t("Search templates"),
            icon=":material/search:",
            label_visibility="collapsed",
            key=f"{key}_search",
            width=220,
        )
        mode = st.segmented_control(
            t("Mode"),
            [ALL, *MODES],
            default=ALL,
            required=True,
            format_func=lambda mode: t("All") if mode == ALL else t(MODES[mode]),
            label_visibility="collapsed",
            key=f"{key}_mode",
        )
        st.space("stretch")
        shown_in = st.segmented_control(
            t("Language"),
            list(LANGUAGES),
            default=language(),
            required=True,
            format_func=LANGUAGES.__getitem__,
            label_visibility="collapsed",
            key=f"{key}_language",
        )
    return Wanted(words.strip(), mode or ALL), shown_in or language()


def example_cards(gallery: Sequence[Template], *, key: str, shown_in: str = "") -> Example | None:
    """Show the templates and return the variant that was taken just now."""
    chosen = None
    with st.grid(min_column_width=290, gap="small", key=f"{key}_grid"):
        for template in gallery:
            with st.container(border=True, key=f"{key}_card_{template.id}"):
                chosen = _card(template, key, shown_in or language()) or chosen
    return chosen


def _card(template: Template, key: str, shown_in: str) -> Example | None:
    """Show a template in one language, the other a click away; return the variant when it was taken."""
    other = next((code for code in template.variants if code != shown_in), None)
    place = f"{key}_other_{template.id}_{shown_in}"
    example = template.variant(other if other and st.session_state.get(place) else shown_in)
    st.html(
        f'<div class="mr-example"><span class="mr-tile" style="background:{html.escape(example.icon_background)};'
        f'width:34px;height:34px;line-height:34px;font-size:17px">{html.escape(example.icon)}</span>'
        f"<b>{html.escape(example.name)}</b></div>"
        f'<p class="mr-clamp">{html.escape(example.description)}</p>'
    )
    if example.trying:
        st.caption(f"**{t('Try')}** {example.trying.replace('$', chr(92) + '$')}")
    st.markdown(" ".join([f":gray-badge[{MODE_ICONS[example.mode]} {t(MODES[example.mode])}]", *_needs(template)]))
    with st.container(horizontal=True, vertical_alignment="center"):
        if other is not None:
            shown = next(code for code in template.variants if code != example.language)
            st.button(
                LANGUAGES[shown],
                key=f"{key}_language_{template.id}",
                icon=":material/translate:",
                type="tertiary",
                on_click=_turn,
                args=(place,),
            )
        st.space("stretch")
        example_picture(example, key=f"{key}_look_{template.id}")
        taken = st.button(t("Use"), key=f"{key}_use_{template.id}", icon=":material/add:", type="tertiary")
    return example if taken else None


def _needs(template: Template) -> list[str]:
    return [f":{NEED_COLOURS[need]}-badge[{t(NEEDS[need])}]" for need in template.needs]


def _turn(place: str) -> None:
    """Show the card in its other language, or again in the first."""
    st.session_state[place] = not st.session_state.get(place)


def start_from(example: Example) -> None:
    """Make an app of a template with what its first run needs, and open it with that filled in."""
    rt, session = current(), page_state(Session)
    with st.spinner(t("Making the app …")):
        result = rt.call(starting.start_from(rt, session.workspace_id, example, account_id=session.account_id))
    if result.app_id:
        state = StudioState(app_id=result.app_id, query=example.question, inputs=dict(example.inputs))
        st.session_state[StudioState.__name__] = state
        st.session_state.pop("studio_query", None)
        st.switch_page("studio.py", query_params={"app": result.app_id})
    st.error(result.error, icon=":material/error:")
