"""The business node of the tutorial (docs/tutorial-custom-node.md). Copy it into data/nodes to have it in the palette."""

import time
from datetime import datetime
from typing import Any

from engine.custom import BaseNode, BaseNodeData, NodeRunResult, NodeType, VariablePool, WorkflowNodeExecutionStatus


class CustomBusinessNode(BaseNode):
    """自定义业务节点"""

    _node_data_cls = BaseNodeData
    _node_type = NodeType.CUSTOM_BUSINESS

    def _run(self, variable_pool: VariablePool) -> NodeRunResult:
        inputs = self.node_data.inputs
        business_type = variable_pool.get(inputs["business_type"])
        user_data = variable_pool.get(inputs["user_data"])
        try:
            result = self._execute_business_logic(business_type, user_data)
        except ValueError as error:
            return NodeRunResult(status=WorkflowNodeExecutionStatus.FAILED, error=str(error))
        return NodeRunResult(
            outputs={"result": result, "status": "success", "timestamp": datetime.now().astimezone().isoformat()}
        )

    def _execute_business_logic(self, business_type: str, user_data: dict[str, Any]) -> dict[str, Any]:
        if business_type == "order_processing":
            order_id = f"ORD-{int(time.time())}"
            return {"order_id": order_id, "status": "processed", "amount": user_data.get("amount", 0)}
        if business_type == "user_verification":
            return {
                "user_id": user_data.get("user_id"),
                "status": "verified" if user_data.get("user_id") else "unknown",
            }
        if business_type == "payment_handling":
            return {"payment_id": f"PAY-{int(time.time())}", "status": "paid", "amount": user_data.get("amount", 0)}
        raise ValueError(f"Unsupported business type: {business_type}")

    @classmethod
    def get_default_config(cls, filters: dict[str, Any] | None = None) -> dict[str, Any]:
        return {
            "inputs": {
                "business_type": {
                    "type": "string",
                    "required": True,
                    "options": ["order_processing", "user_verification", "payment_handling"],
                },
                "user_data": {"type": "object", "required": True},
            },
            "outputs": {
                "result": {"type": "object", "description": "业务处理结果"},
                "status": {"type": "string", "description": "处理状态"},
                "timestamp": {"type": "string", "description": "处理时间"},
            },
        }
