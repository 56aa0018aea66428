"""The human input node: asks people and takes the branch that they choose."""

import time
import uuid
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from engine.errors import NodeError
from engine.events import HumanInputExpired, HumanInputFilled, HumanInputRequired
from engine.fields import Template
from engine.human_forms import Answer, Form, FormInput, answered_content
from engine.nodes.base import Context, Node, NodeConfig, NodePaused, Result
from engine.problems import refusal
from engine.templating.templates import render_markdown
from engine.values import revive

TIMEOUT = "__timeout"  # the branch for a form that nobody answered in time
REASON = "human_input_required"

_SECONDS = {"hour": 3600, "day": 86_400}


class UserAction(BaseModel):
    """A button that sends the form; its id is the branch."""

    model_config = ConfigDict(extra="allow")

    id: Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", max_length=20)] = Field(
        description="The branch: letters, digits and underscores, at most 20."
    )
    title: Annotated[str, Field(max_length=100)] = Field(default="", description="The words on the button.")
    button_style: Literal["primary", "default", "accent", "ghost"] = Field(default="default", description="Its look.")


class Recipients(BaseModel):
    """Who gets a mail."""

    model_config = ConfigDict(extra="allow")

    whole_workspace: bool = Field(default=False, title="The whole workspace", description="Everybody gets it.")
    items: list[dict[str, Any]] = Field(
        default=[], title="Single people", description="Members (`user_id`) and outsiders (`email`)."
    )


class DeliveryConfig(BaseModel):
    """What a mail says, and to whom."""

    model_config = ConfigDict(extra="allow")

    recipients: Recipients = Field(default=Recipients(), description="Who gets the mail.")
    subject: Template = Field(default=Template(""), description="The subject; may name variables.")
    body: Template = Field(
        default=Template(""), description="The text; may name variables, and `{{#url#}}` for the form's address."
    )


class DeliveryMethod(BaseModel):
    """One way in which the form reaches people."""

    model_config = ConfigDict(extra="allow")

    id: str = Field(default="", title="Id", description="Tells ways apart in editors.")
    type: Literal["webapp", "email"] = Field(default="webapp", description="In the web app, or by mail.")
    enabled: bool = Field(default=True, description="Whether it is used.")
    config: DeliveryConfig = Field(
        default=DeliveryConfig(), title="Mail", description="What the mail says, and who gets it."
    )

    @field_validator("config", mode="before")
    @classmethod
    def _no_config(cls, value: Any) -> Any:
        return value or {}

    def rendered(self, ctx: Context) -> dict[str, Any]:
        """Return the method with its texts ready to be sent, but for the address of the form."""
        config = self.config.model_dump(mode="json")
        if self.type == "email":
            subject = " ".join(ctx.render(self.config.subject).split())  # a header has one line
            config |= {"subject": subject, "body": render_markdown(self.config.body, ctx.pool)}
        return {"id": self.id, "type": self.type, "config": config}


class HumanInput(Node, kind="human-input"):
    """Ask people: show a form, wait, and take the branch of the button that was pressed.

    In the form's text, variables are filled in and `{{#$output.name#}}` marks where an input stands. A
    form that nobody answers in time takes the branch `__timeout`.

    Outputs:
        each input by its name; none when the time ran out.
        __action_id, __action_value: the id and the words of the button, "" when the time ran out.
        __rendered_content: the form's text with the answers in it.

    Raises:
        NodePaused: nobody has answered yet; its state is `{"form": ...}` (see `engine.human_forms`), to which
            the caller adds the `answer` before the run goes on.
        NodeError: the options of an input come from a variable that holds no list of texts.
    """

    fresh_because: ClassVar[str] = "People are asked each time."
    branches: ClassVar[bool] = True

    class Config(NodeConfig):
        form_content: Template = Field(
            default=Template(""),
            title="Text",
            description="Markdown; may name variables and mark inputs with {{#$output.name#}}.",
        )
        inputs: list[FormInput] = Field(default=[], description="What people are asked for.")
        user_actions: list[UserAction] = Field(
            default=[UserAction(id="submit", title="Submit", button_style="primary")],
            min_length=1,
            title="Buttons",
            description="Each is a branch.",
        )
        timeout: int = Field(default=3, ge=1, title="Time to answer", description="In hours or days.")
        timeout_unit: Literal["hour", "day"] = Field(
            default="day", title="Unit of time", description="What the time is counted in."
        )
        delivery_methods: list[DeliveryMethod] = Field(
            default=[DeliveryMethod(id="webapp")], title="Delivery", description="How the form reaches people."
        )

        @field_validator("inputs")
        @classmethod
        def _unique_names(cls, inputs: list[FormInput]) -> list[FormInput]:
            _check_unique("the name", [one.output_variable_name for one in inputs])
            return inputs

        @field_validator("user_actions")
        @classmethod
        def _unique_actions(cls, actions: list[UserAction]) -> list[UserAction]:
            _check_unique("the id", [action.id for action in actions])
            return actions

    def declared_outputs(self) -> Mapping[str, str]:
        """Return the inputs and what is known of the answer."""
        special = dict.fromkeys(("__action_id", "__action_value", "__rendered_content"), "string")
        return {one.output_variable_name: one.value_type for one in self.config.inputs} | special

    def handles(self) -> Sequence[str]:
        """Return the branches of the buttons and the one for a form that expired."""
        return (*(action.id for action in self.config.user_actions), TIMEOUT)

    def is_reusable(self) -> bool:
        """Return whether a kept answer may stand for a new one: people are asked each time."""
        return False

    async def run(self, ctx: Context) -> Result:
        """Ask, or go on with the answer."""
        form = ctx.resumed["form"] if ctx.resumed else self._asked(ctx)
        answer = (ctx.resumed or {}).get("answer")
        if answer is None and time.time() < form["expiration_time"]:
            raise NodePaused({"form": form}, [{"TYPE": REASON, **form}])
        if answer is None or answer.get("expired"):
            return self._expired(ctx, form)
        return self._answered(ctx, form, answer)

    def _asked(self, ctx: Context) -> Form:
        """Make the form and say that it waits."""
        config = self.config
        expires_at = time.time() + config.timeout * _SECONDS[config.timeout_unit]
        methods = [method.rendered(ctx) for method in config.delivery_methods if method.enabled]
        texts = {one.output_variable_name: one.first_text(ctx.pool) for one in config.inputs}
        form = {
            "form_id": str(uuid.uuid4()),
            "node_id": self.node_id,
            "node_title": config.title,
            "form_content": render_markdown(config.form_content, ctx.pool),
            "inputs": [one.resolved(ctx.pool) for one in config.inputs],
            "actions": [action.model_dump(include={"id", "title", "button_style"}) for action in config.user_actions],
            "resolved_default_values": {name: text for name, text in texts.items() if text is not None},
            "display_in_ui": any(method["type"] == "webapp" for method in methods),
            "expiration_time": int(expires_at),
            "delivery_methods": methods,
        }
        ctx.emit(
            HumanInputRequired(
                node_id=self.node_id, title=config.title, form_id=form["form_id"], form=form, expires_at=expires_at
            )
        )
        return form

    def _answered(self, ctx: Context, form: Form, answer: Answer) -> Result:
        titles = {action["id"]: action["title"] for action in form["actions"]}
        action = answer["action"]
        if action not in titles:
            raise NodeError(f"the form has no button {action!r}; it has {', '.join(titles)}")
        values = revive(dict(answer["inputs"]))
        content = answered_content(form, values)
        ctx.emit(
            HumanInputFilled(
                node_id=self.node_id,
                title=form["node_title"],
                rendered_content=content,
                action_id=action,
                action_text=titles[action],
                submitted=values,
            )
        )
        special = {"__action_id": action, "__action_value": titles[action], "__rendered_content": content}
        return Result({**values, **special}, handle=action, inputs=values)

    def _expired(self, ctx: Context, form: Form) -> Result:
        ctx.emit(
            HumanInputExpired(node_id=self.node_id, title=form["node_title"], expires_at=float(form["expiration_time"]))
        )
        special = {"__action_id": "", "__action_value": "", "__rendered_content": form["form_content"]}
        return Result(special, handle=TIMEOUT)


def _check_unique(what: str, names: Sequence[str]) -> None:
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise refusal("given_twice", names=f"{what} {', '.join(sorted(twice))}")
