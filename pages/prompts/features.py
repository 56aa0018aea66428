"""What an app does beside answering, as a form: how conversations begin, follow-ups, speech, sources, files, bounds."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import streamlit as st

from engine.files import EXTENSIONS, FileRules
from pages.fields.models import edit_model
from pages.fields.pen import Pen
from pages.language.field_text import choice_text
from pages.language.text import t
from pages.prompts.moderation_form import edit_moderation

Features = Mapping[str, Any]
Changes = dict[str, Any]

TYPES: Final = (*EXTENSIONS, "custom")
METHODS: Final = ("local_file", "remote_url")
WORDS: Final = {  # of kinds of files and ways to hand them in
    "image": "Pictures",
    "document": "Documents",
    "audio": "Sound",
    "video": "Films",
    "custom": "By ending",
    "local_file": "Uploads",
    "remote_url": "Addresses",
}
MOST_FILES: Final = 10  # of one message that an app may ask for
OPENS: Final = ("advanced-chat", "chat", "agent-chat")  # modes with a conversation


def edit_features(features: Features, mode: str, pen: Pen) -> Changes:
    """Draw the features that apps of a mode have; return those that are to be different."""
    forms: list[Callable[[Features, Pen], Changes]] = []
    if mode in OPENS:
        forms = [edit_opening, _edit_follow_ups]
    if mode != "workflow":
        forms += [_edit_sources, _edit_listening, _edit_speaking]
    forms.append(_edit_files)
    if mode != "workflow":
        forms.append(edit_moderation)
    changes: Changes = {}
    for draw in forms:
        changes |= draw(features, pen)
    return changes


def edit_opening(features: Features, pen: Pen) -> Changes:
    """Draw the first words of conversations, and the questions that are offered with them."""
    opening = str(features.get("opening_statement") or "")
    questions = [str(question) for question in features.get("suggested_questions") or []]
    written = st.text_area(
        t("Opening statement"),
        opening,
        height=90,
        key=pen.at("opening_statement").key,
        help=t("The first words of every conversation."),
    )
    asked = st.text_area(
        t("Suggested questions"),
        "\n".join(questions),
        height=80,
        key=pen.at("suggested_questions").key,
        help=t("One a line."),
    )
    lines = [line.strip() for line in asked.splitlines() if line.strip()]
    changes: Changes = {"opening_statement": written} if written != opening else {}
    return changes | ({"suggested_questions": lines} if lines != questions else {})


def switch(features: Features, name: str, label: str, hint: str, pen: Pen, *, default: bool = False) -> Changes:
    """Draw the switch of a feature; return its settings as they are to be, the stored ones when nothing changed."""
    stored = features.get(name)
    settings = dict(stored) if isinstance(stored, Mapping) else {}
    was_on = bool(settings.get("enabled", default))
    is_on = st.toggle(label, was_on, key=pen.at(name).key, help=hint)
    return {**settings, "enabled": is_on} if is_on != was_on else settings


def is_on(settings: Mapping[str, Any], *, default: bool = False) -> bool:
    """Return whether a feature with these settings is on."""
    return bool(settings.get("enabled", default))


def changed(features: Features, name: str, settings: Changes) -> Changes:
    """Return the feature under its name when its settings are others than stored."""
    return {name: settings} if settings != (features.get(name) or {}) else {}


def _edit_follow_ups(features: Features, pen: Pen) -> Changes:
    name = "suggested_questions_after_answer"
    hint = t("After each answer a model suggests three questions that may come next.")
    settings = switch(features, name, t("Follow-up questions"), hint, pen)
    if is_on(settings):
        stored = str(settings.get("prompt") or "")
        words = t("Suggest questions about the order, never about prices.")
        wish = st.text_area(
            t("What to suggest"), stored, height=70, key=pen.at(f"{name}_prompt").key, placeholder=words
        )
        if wish != stored:
            settings["prompt"] = wish
        model = settings.get("model")
        own = st.toggle(t("Ask another model for them"), bool(model), key=pen.at(f"{name}_own").key)
        if own:
            picked = edit_model(model or None, pen.at(f"{name}_model"))
            if picked != (model or None):
                settings["model"] = picked
        elif model:
            settings.pop("model")
    return changed(features, name, settings)


def _edit_sources(features: Features, pen: Pen) -> Changes:
    name = "retriever_resource"
    hint = t("Answers name the chunks of the knowledge bases that they used.")
    return changed(features, name, switch(features, name, t("Show sources"), hint, pen, default=True))


def _edit_listening(features: Features, pen: Pen) -> Changes:
    name = "speech_to_text"
    hint = t("Users may speak; the workspace's model for that writes it down.")
    return changed(features, name, switch(features, name, t("Speech to text"), hint, pen))


def _edit_speaking(features: Features, pen: Pen) -> Changes:
    name = "text_to_speech"
    hint = t("Answers can be listened to; the workspace's model for that speaks them.")
    settings = switch(features, name, t("Text to speech"), hint, pen)
    if is_on(settings):
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            for field, label in (("voice", t("Voice")), ("language", t("Language"))):
                stored = str(settings.get(field) or "")
                written = st.text_input(label, stored, key=pen.at(f"{name}_{field}").key, placeholder=t("optional"))
                if written != stored:
                    settings[field] = written
        plays = settings.get("autoPlay") == "enabled"
        if st.toggle(t("Play answers by itself"), plays, key=pen.at(f"{name}_play").key) != plays:
            settings["autoPlay"] = "disabled" if plays else "enabled"
    return changed(features, name, settings)


def _edit_files(features: Features, pen: Pen) -> Changes:
    """Draw which files a message may bring; old settings for pictures alone are read, new ones written."""
    name = "file_upload"
    stored = dict(features.get(name) or {})
    rules = FileRules.of_features({name: stored})
    hint = t("Messages may bring files; nodes read them as sys.files, models that see get the pictures.")
    wanted = st.toggle(t("File upload"), rules is not None, key=pen.at(name).key, help=hint)
    if not wanted:
        if rules is None:
            return {}
        image = {"image": {**stored["image"], "enabled": False}} if stored.get("image") else {}
        return {name: {**stored, **image, "enabled": False}}
    edited = _edit_rules(rules or FileRules(types=("image",), methods=METHODS, limit=3), pen.at(name))
    if rules == edited:
        return {}
    return {
        name: {
            **stored,
            "enabled": True,
            "allowed_file_types": list(edited.types),
            "allowed_file_extensions": list(edited.extensions),
            "allowed_file_upload_methods": list(edited.methods),
            "number_limits": edited.limit,
        }
    }


def _edit_rules(rules: FileRules, pen: Pen) -> FileRules:
    types = st.pills(
        t("Kinds of files"),
        TYPES,
        selection_mode="multi",
        default=[one for one in TYPES if one in (rules.types or TYPES[:-1])],
        format_func=_words,
        key=f"{pen.key}_types",
    )
    extensions = list(rules.extensions)
    if "custom" in types:
        written = st.text_input(
            t("Endings"), ", ".join(extensions), key=f"{pen.key}_endings", placeholder="log, sql, py"
        )
        extensions = [one.strip() for one in written.split(",") if one.strip()]
    methods = st.pills(
        t("Handed in as"),
        METHODS,
        selection_mode="multi",
        default=[one for one in METHODS if one in (rules.methods or METHODS)],
        format_func=_words,
        key=f"{pen.key}_methods",
    )
    limit = st.number_input(
        t("Most files of one message"), 1, max(MOST_FILES, rules.limit or 0), rules.limit or 3, key=f"{pen.key}_limit"
    )
    was_open = not rules.types and set(types) == set(TYPES[:-1])
    return FileRules(
        types=rules.types if was_open or set(types) == set(rules.types) or not types else tuple(types),
        extensions=rules.extensions if extensions == list(rules.extensions) else tuple(extensions),
        methods=rules.methods if set(methods) == set(rules.methods or METHODS) or not methods else tuple(methods),
        limit=rules.limit if limit == (rules.limit or 3) else limit,
    )


def _words(name: str) -> str:
    return t(WORDS[name]) if name in WORDS else choice_text(name)
