"""The tasks that agents are given: what the model says round by round, and how the task has to end.

A task is written once and played in both strategies: `says` and `calls` become function calls or ReAct text. The tools
are those of `agent_bench.py`. What is not said of an ending is that of a task that goes well.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Step = Mapping[str, Any]  # one answer of the model


def says(text: str, **how: Any) -> Step:
    """Answer the user."""
    return {"says": text, **how}


def calls(*wanted: tuple[str, Any], thought: str = "I look.", react: str | None = None) -> Step:
    """Ask for tools, each by its name with its arguments; `react` is what ReAct writes where it differs."""
    return {"says": thought, "calls": wanted, "react": react}


def fails(**how: Any) -> Step:
    """Be a vendor that fails."""
    return {"says": how.pop("text", ""), **how}


@dataclass(frozen=True, kw_only=True)
class Task:
    """One task."""

    id: str
    script: Sequence[Step]  # the answers of the model, one for each question; the last one repeats
    answer: str = ""  # what the answer has in it
    called: Sequence[str] = ()  # the tools of each round with calls, joined by `;`
    observed: Sequence[str] = ()  # what the observations of all calls have in them, in order
    notes: Sequence[str] = ()  # codes of what is out of the ordinary
    status: str = "succeeded"
    error: str = ""  # what the error of a failed task has in it
    rounds: int = 10  # with calls, at the most
    model: str = "small"
    before: Sequence[Step] = ()  # an earlier turn of the conversation
    files: Sequence[str] = ()  # names of those that are part of the answer
    sent: Sequence[str] = ()  # what the last question to the model has in it
    unsent: Sequence[str] = ()  # and what it has not
    others: Sequence[Step] = ()  # the answers of the model to an app that is called
    picture: bool = False  # the question comes with one
    knowledge: bool = False
    stop_at: str = ""  # the run is stopped when the web is asked for this address
    config: Mapping[str, Any] = field(default_factory=dict)  # of the agent


SUM = ("add", {"a": 2, "b": 3})
OTHER_SUM = ("add", {"a": 40, "b": 2})

TASKS = [
    # what goes well
    Task(id="answers at once", script=[says("Hello there.")], answer="Hello there."),
    Task(id="one tool", script=[calls(SUM), says("It is 5.")], answer="It is 5.", called=["add"], observed=["5"]),
    Task(
        id="one tool after the other",
        script=[calls(SUM), calls(("look_up", {"word": "five"})), says("Five is a number.")],
        answer="Five is a number.",
        called=["add", "look_up"],
        observed=["5", "five is a word"],
    ),
    Task(
        id="several tools at the same time",
        script=[calls(("meet", {"who": "Ann"}), ("meet", {"who": "Ben"})), says("They met.")],
        answer="They met.",
        called=["meet;meet"],
        observed=["Ann met somebody", "Ben met somebody"],
    ),
    Task(
        id="one of several fails",
        script=[calls(("broken", {}), SUM, ("look_up", {"word": "sea"})), says("Two of three.")],
        answer="Two of three.",
        called=["broken;add;look_up"],
        observed=["The call failed: no connection", "5", "sea is a word"],
    ),
    Task(
        id="what changes something is done one after the other",
        script=[calls(("send", {"to": "Ann"}), ("send", {"to": "Ben"}), ("send", {"to": "Cleo"})), says("All sent.")],
        answer="All sent.",
        called=["send;send;send"],
        observed=["sent to Ann as number 1", "sent to Ben as number 2", "sent to Cleo as number 3"],
    ),
    # arguments
    Task(
        id="broken arguments are mended",
        script=[calls(("add", "{'a': 2, 'b': 3,}")), says("It is 5.")],
        answer="It is 5.",
        called=["add"],
        observed=["5"],
    ),
    Task(
        id="a call that cannot be read is asked for once more",
        script=[calls(("add", "[]"), react='Action: {"actio'), calls(SUM), says("It is 5.")],
        answer="It is 5.",
        called=["add|", "add"],
        observed=["The call failed:", "5"],
    ),
    Task(
        id="calls that cannot be read twice end in an answer",
        script=[
            calls(("add", "[1]"), react='Action: {"actio'),
            calls(("add", "[2]"), react='Action: {"act'),
            says("I cannot add."),
        ],
        answer="I cannot add.",
        called=["add|", "add|"],
        observed=["The call failed:", "The call failed:"],
        notes=["unreadable"],
    ),
    Task(
        id="a missing argument is named",
        script=[calls(("add", {"a": 2})), calls(SUM), says("It is 5.")],
        answer="It is 5.",
        called=["add", "add"],
        observed=["'b' is required", "5"],
    ),
    Task(
        id="a wrong argument is named",
        script=[calls(("paint", {"colour": "plaid"})), calls(("paint", {"colour": "red"})), says("It is red.")],
        answer="It is red.",
        called=["paint", "paint"],
        observed=["must be one of red, green", "painted red"],
    ),
    Task(
        id="an unknown tool is refused by name",
        script=[calls(("fly", {"to": "Rome"})), says("I cannot fly.")],
        answer="I cannot fly.",
        called=["fly"],
        observed=["there is no tool 'fly'"],
    ),
    # tools that fail
    Task(
        id="another tool is named when one fails",
        script=[
            calls(("web_search", {"query": "tea"})),
            calls(("other_search", {"query": "tea"})),
            says("Tea is hot."),
        ],
        answer="Tea is hot.",
        called=["web_search", "other_search"],
        observed=["(instead you can try: other_search)", "about tea"],
    ),
    Task(
        id="the fallback that its makers chose is named",
        script=[calls(("broken", {})), calls(SUM), says("It is 5.")],
        answer="It is 5.",
        called=["broken", "add"],
        observed=["(instead you can try: add)", "5"],
        config={"fallback_tools": ["add"]},
    ),
    Task(
        id="a tool with a fault of its own",
        script=[calls(("crash", {})), says("It is broken.")],
        answer="It is broken.",
        called=["crash"],
        observed=["failed"],
    ),
    Task(
        id="a tool that takes too long",
        script=[calls(("sleepy", {})), says("It sleeps.")],
        answer="It sleeps.",
        called=["sleepy"],
        observed=["did not end within"],
    ),
    Task(
        id="a tool without its key",
        script=[calls(("locked", {})), says("It is locked.")],
        answer="It is locked.",
        called=["locked"],
        observed=["need 'api_key'"],
    ),
    Task(
        id="a huge observation is cut",
        script=[calls(("huge", {})), says("Too long.")],
        answer="Too long.",
        called=["huge"],
        observed=["first 1,000 of 300,000 characters"],
        unsent=["x" * 1100],
    ),
    # models that do not come to an end
    Task(
        id="an endless loop is told once, then ends",
        script=[calls(SUM), calls(SUM), calls(SUM), calls(SUM), says("It is 5, I am sure.")],
        answer="It is 5, I am sure.",
        called=["add"] * 4,
        observed=["5", "5", "was called 2 times", "was called 2 times"],
        notes=["circling"],
    ),
    Task(
        id="all rounds used up",
        script=[calls(SUM), calls(OTHER_SUM), says("Enough.")],
        answer="Enough.",
        called=["add", "add"],
        observed=["5", "42"],
        rounds=2,
        notes=["rounds_used_up"],
    ),
    Task(
        id="the vendor holds an answer back",
        script=[says("I cannot help", finish="content_filter")],
        answer="I cannot help",
        notes=["refused"],
    ),
    # vendors that fail
    Task(
        id="an answer that breaks off",
        script=[calls(SUM), fails(text="It is surely five or", fault="cut", after=4)],
        called=["add"],
        observed=["5"],
        status="failed",
        error="broke off in the middle",
    ),
    Task(
        id="a storm of 429 that passes",
        script=[calls(SUM), fails(status=429, retry_after=0.01), fails(status=429, retry_after=0.01), says("It is 5.")],
        answer="It is 5.",
        called=["add"],
        observed=["5"],
    ),
    Task(
        id="a storm of 429 that stays",
        script=[calls(SUM), fails(status=429, text="slow down", retry_after=0.01)],
        called=["add"],
        observed=["5"],
        status="failed",
        error="slow down",
    ),
    Task(
        id="a vendor that is down",
        script=[fails(status=503, text="overloaded")],
        status="failed",
        error="overloaded",
    ),
    # files, knowledge, memory
    Task(
        id="a picture comes with the question",
        script=[calls(SUM), says("A cat and 5.")],
        answer="A cat and 5.",
        called=["add"],
        observed=["5"],
        model="gpt-4o",
        picture=True,
        sent=["https://pictures.example/cat.png"],
    ),
    Task(
        id="a file that one tool makes is handed to another",
        script=[calls(("draw", {"what": "cat"})), calls(("measure", {"picture": "cat.svg"})), says("It is small.")],
        answer="It is small.",
        called=["draw", "measure"],
        observed=["cat.svg", "cat.svg has 11 bytes"],
        files=["cat.svg"],
    ),
    Task(
        id="a file that an asked agent makes is part of the answer",
        script=[calls(("expert", {"query": "Draw a cat."})), says("Here it is.")],
        others=[calls(("draw", {"what": "cat"})), says("Drawn.")],
        answer="Here it is.",
        called=["expert"],
        observed=["cat.svg"],
        files=["cat.svg"],
    ),
    Task(
        id="knowledge is searched and cited",
        script=[calls(("<knowledge>", {"query": "When does the ferry leave?"})), says("At nine.")],
        answer="At nine.",
        called=["<knowledge>"],
        observed=["The ferry to the island leaves at nine."],
        knowledge=True,
    ),
    Task(
        id="an earlier turn is remembered",
        before=[calls(SUM), says("It is 5.")],
        script=[says("I said 5.")],
        answer="I said 5.",
        sent=["It is 5."],
    ),
    Task(
        id="a conversation that outgrows its model",
        script=[calls(("page", {"number": 1})), calls(("page", {"number": 2})), says("Read.")],
        answer="Read.",
        called=["page", "page"],
        observed=["page 1", "page 2"],
        model="tiny",
        notes=["outgrown"],
        sent=["left out to make room", "page 2"],
    ),
    Task(
        id="stopped in the middle of a tool",
        script=[calls(SUM), calls(("fetch", {}))],
        called=["add", "fetch"],
        observed=["5"],
        status="stopped",
        stop_at="/slow/600000",
    ),
    # other apps
    Task(
        id="another agent is asked",
        script=[calls(("expert", {"query": "What is two and three?"})), says("The expert says 5.")],
        others=[calls(SUM), says("Five, says the expert.")],
        answer="The expert says 5.",
        called=["expert"],
        observed=["Five, says the expert."],
    ),
    Task(
        id="another agent fails",
        script=[calls(("expert", {"query": "What is two and three?"})), says("The expert is ill.")],
        others=[calls(SUM), fails(status=503, text="no expert today")],
        answer="The expert is ill.",
        called=["expert"],
        observed=["no expert today"],
    ),
]
