"""Forms that people answer while a run waits: their inputs, the check of an answer, answers put into a pause.

A form is a mapping of JSON values: `form_id`, `node_id`, `node_title`, `form_content`, `inputs`, `actions`,
`resolved_default_values`, `display_in_ui`, `expiration_time` (epoch seconds), `delivery_methods`. An answer is
`{"action": id, "inputs": {name: value}}` or `{"expired": true}`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from engine.errors import EngineError, InvalidInputs, NodeError, VariableNotFound
from engine.fields import Selector
from engine.files import FileReader, FileRules
from engine.values import MISSING, as_plain, as_text
from engine.variables import VariablePool

Form = Mapping[str, Any]
Answer = Mapping[str, Any]

SLOT = re.compile(r"\{\{#\$output\.([A-Za-z_][A-Za-z0-9_]{0,29})#\}\}")  # where an input stands in the text

_ANY_FILES = FileReader()


class InvalidSubmission(InvalidInputs):
    """An answer does not fit its form, which stays open."""

    code = "invalid_form_data"


class UnknownForm(EngineError):
    """A paused run waits for no such form."""

    code = "form_not_found"


class InputDefault(BaseModel):
    """What a text input holds at first."""

    model_config = ConfigDict(extra="allow")

    type: Literal["constant", "variable"] = Field(default="constant", description="Where the text is from.")
    selector: Selector = Field(default=Selector(), title="Variable", description="The variable that holds it.")
    value: str | None = Field(default="", description="The text itself.")


class OptionSource(BaseModel):
    """What one chooses from."""

    model_config = ConfigDict(extra="allow")

    type: Literal["constant", "variable"] = Field(default="constant", description="Where the options are from.")
    selector: Selector = Field(default=Selector(), title="Variable", description="The variable that holds the list.")
    value: list[str] = Field(default=[], description="The options themselves.")


class FormInput(BaseModel):
    """One input of a form."""

    model_config = ConfigDict(extra="allow")

    type: Literal["paragraph", "select", "file", "file-list"] = Field(
        default="paragraph", description="What a person gives: a text, one of several options, a file, or files."
    )
    output_variable_name: str = Field(min_length=1, title="Name", description="The output that holds the answer.")
    default: InputDefault | None = Field(default=None, title="At first", description="What a text holds at first.")
    option_source: OptionSource | None = Field(default=None, title="Options", description="What one chooses from.")
    allowed_file_types: list[str] = Field(default=[], description="The kinds of files that are let in.")
    allowed_file_extensions: list[str] = Field(default=[], description="Further endings that are let in.")
    allowed_file_upload_methods: list[str] = Field(default=[], description="Uploads (local_file), addresses, or both.")
    number_limits: int | None = Field(default=None, ge=1, title="Most files", description="The most files of a list.")

    @property
    def value_type(self) -> str:
        """Return the type of the answer's variable."""
        return {"file": "file", "file-list": "array[file]"}.get(self.type, "string")

    def resolved(self, pool: VariablePool) -> dict[str, Any]:
        """Return the input as a form has it: what goes with its type, options from a variable filled in.

        Raises:
            NodeError: the variable is missing, or holds no list of texts.
        """
        shown = self.model_dump(include={"type", "output_variable_name", *_SHOWN[self.type]}, mode="json")
        if self.type == "select":
            shown["option_source"] = self._options(pool)
        return shown

    def _options(self, pool: VariablePool) -> dict[str, Any]:
        source = self.option_source or OptionSource()
        options = pool.get(source.selector) if source.type == "variable" else source.value
        if options is MISSING:
            raise VariableNotFound(source.selector)
        if not isinstance(options, list) or not all(isinstance(option, str) for option in options):
            raise NodeError(
                f"the options of {self.output_variable_name} come from {'.'.join(source.selector)}, "
                f"which holds no list of texts but {options!r:.80}"
            )
        return {"type": source.type, "selector": list(source.selector), "value": list(options)}

    def first_text(self, pool: VariablePool) -> str | None:
        """Return the text that a variable gives a text input at first, None where none does."""
        if self.type != "paragraph" or self.default is None or self.default.type != "variable":
            return None
        value = pool.get(self.default.selector)
        return None if value is MISSING else as_text(value)


_FILE_SETTINGS = ("allowed_file_types", "allowed_file_extensions", "allowed_file_upload_methods")
_SHOWN: Mapping[str, Sequence[str]] = {
    "paragraph": ("default",),
    "select": (),
    "file": _FILE_SETTINGS,
    "file-list": (*_FILE_SETTINGS, "number_limits"),
}


def check_submission(
    form: Form, action: str, inputs: Mapping[str, Any], *, files: FileReader = _ANY_FILES
) -> dict[str, Any]:
    """Return what a person submitted as an answer, JSON values throughout; `files` finds the uploads.

    Inputs that the form does not have are left out.

    Raises:
        InvalidSubmission: there is no such action, an input is missing, or its value does not fit.
    """
    actions = [one["id"] for one in form["actions"]]
    if action not in actions:
        raise InvalidSubmission(f"Invalid action: {action!r} is none of {', '.join(actions)}", "action")
    names = [one["output_variable_name"] for one in form["inputs"]]
    missing = [name for name in names if inputs.get(name) is None]
    if missing:
        raise InvalidSubmission(f"Missing required inputs: {', '.join(missing)}", missing[0])
    try:
        values = {one["output_variable_name"]: _checked(one, inputs, files) for one in form["inputs"]}
    except InvalidInputs as error:
        raise InvalidSubmission(str(error), error.variable) from error
    return {"action": action, "inputs": as_plain(values)}


def _checked(one: Mapping[str, Any], inputs: Mapping[str, Any], files: FileReader) -> Any:
    name = one["output_variable_name"]
    value = inputs[name]
    if one["type"] == "file":
        return files.read(name, value, _rules(one))
    if one["type"] == "file-list":
        return files.read_all(name, value, _rules(one))
    if not isinstance(value, str):
        raise InvalidInputs(f"{name} must be a text, got {value!r:.80}", name)
    if one["type"] == "select" and value not in one["option_source"]["value"]:
        options = ", ".join(one["option_source"]["value"])
        raise InvalidInputs(f"{name} must be one of {options}, got {value!r:.80}", name)
    return value.replace("\x00", "")


def _rules(one: Mapping[str, Any]) -> FileRules:
    return FileRules(
        types=one["allowed_file_types"],
        extensions=one["allowed_file_extensions"],
        methods=one["allowed_file_upload_methods"],
        limit=one.get("number_limits"),
    )


def answered_content(form: Form, values: Mapping[str, Any]) -> str:
    """Return the text of the form with the answers in it; files are only counted."""
    kinds = {one["output_variable_name"]: one["type"] for one in form["inputs"]}
    return SLOT.sub(lambda slot: _shown(kinds.get(slot[1]), values.get(slot[1])), form["form_content"])


def _shown(kind: str | None, value: Any) -> str:
    if value is None:
        return ""
    if kind == "file":
        return "[file]"
    return f"[{len(value)} files]" if kind == "file-list" else as_text(value)


def answer_form(state: Mapping[str, Any], form_id: str, answer: Answer) -> dict[str, Any]:
    """Return the state of a pause (`RunPaused.state`) in which the form, at whatever depth, has its answer.

    Raises:
        UnknownForm: the run does not wait for it.
    """
    if all(form["form_id"] != form_id for form in open_forms(state)):
        raise UnknownForm(f"the run waits for no form {form_id}")
    return {**state, "frame": _answered_frame(state["frame"], form_id, answer)}


def open_forms(state: Mapping[str, Any]) -> list[Form]:
    """Return the forms that a pause (`RunPaused.state`) waits for, those in containers too."""
    return [waiting["form"] for waiting in _waiting_in(state["frame"]) if "answer" not in waiting]


def _waiting_in(frame: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the saved states of the human-input nodes of a frame."""
    for paused in frame["paused"].values():
        state = paused["state"]
        if isinstance(state.get("form"), Mapping):
            yield state
        for inner in _inner_frames(state):
            yield from _waiting_in(inner)


def _inner_frames(state: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the frames in the saved state of a container: of one round (loop) or of several (iteration)."""
    rounds = [saved["state"] for saved in state.get("rounds", {}).values()]
    return [*rounds, state["round"]] if state.get("round") else rounds


def _answered_frame(frame: Mapping[str, Any], form_id: str, answer: Answer) -> dict[str, Any]:
    paused = {
        node_id: {**saved, "state": _answered_node(saved["state"], form_id, answer)}
        for node_id, saved in frame["paused"].items()
    }
    return {**frame, "paused": paused}


def _answered_node(state: Mapping[str, Any], form_id: str, answer: Answer) -> dict[str, Any]:
    if isinstance(state.get("form"), Mapping):
        return {**state, "answer": dict(answer)} if state["form"]["form_id"] == form_id else dict(state)
    answered = dict(state)
    if state.get("round"):
        answered["round"] = _answered_frame(state["round"], form_id, answer)
    if "rounds" in state:
        answered["rounds"] = {
            index: {**saved, "state": _answered_frame(saved["state"], form_id, answer)}
            for index, saved in state["rounds"].items()
        }
    return answered
