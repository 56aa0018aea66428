"""The if-else node: takes the branch of the first case that holds."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from engine.conditions import Condition, LogicalOperator, evaluate
from engine.nodes.base import Context, Node, NodeConfig, Result

ELSE = "false"


class Case(BaseModel):
    """Conditions that together open one branch."""

    model_config = ConfigDict(extra="allow")

    case_id: str = Field(title="Branch", description="The handle of the branch.")
    logical_operator: LogicalOperator = Field(default="and", description="How the conditions are joined.")
    conditions: list[Condition] = Field(default=[], description="What must hold.")

    @model_validator(mode="before")
    @classmethod
    def _id_may_be_the_handle(cls, data: Any) -> Any:
        if isinstance(data, Mapping) and "case_id" not in data and "id" in data:
            return {**data, "case_id": data["id"]}
        return data


class IfElse(Node, kind="if-else"):
    """Take the branch of the first case whose conditions hold, or the branch `false`.

    Outputs:
        result: whether a case held.
        selected_case_id: the handle that is taken.

    Raises:
        VariableNotFound: a condition tests a variable that nothing has written.
        NodeError: an operator does not go with the values.
    """

    branches = True
    outputs: ClassVar[Mapping[str, str]] = {"result": "boolean", "selected_case_id": "string"}

    class Config(NodeConfig):
        cases: list[Case] = Field(
            default=[],
            title="Cases",
            description="Tried in this order.",
            json_schema_extra={"widget": "conditions"},
        )

        @model_validator(mode="before")
        @classmethod
        def _bare_conditions_are_one_case(cls, data: Any) -> Any:
            if not isinstance(data, Mapping) or data.get("cases") is not None or not data.get("conditions"):
                return data
            operator = data.get("logical_operator") or "and"
            case = {"case_id": "true", "logical_operator": operator, "conditions": data["conditions"]}
            return {**data, "cases": [case]}

    def handles(self) -> Sequence[str]:
        """Return the handles of the cases, and the one that is left when none holds."""
        return (*(case.case_id for case in self.config.cases), ELSE)

    async def run(self, ctx: Context) -> Result:
        """Find the branch."""
        handle = ELSE
        records: list[dict[str, Any]] = []
        for case in self.config.cases:
            holds, results = evaluate(case.conditions, case.logical_operator, ctx.pool)
            records.append({"case_id": case.case_id, "results": results, "final_result": holds})
            if holds:
                handle = case.case_id
                break
        outputs = {"result": handle != ELSE, "selected_case_id": handle}
        return Result(outputs, handle=handle, process_data={"condition_results": records})
