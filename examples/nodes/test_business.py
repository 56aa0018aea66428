"""The four tests of the business node: one for each kind of business, and one for what is none of them."""

import re

import pytest
from business import CustomBusinessNode

from engine.custom import NodeError, try_node


async def test_an_order_gets_an_id_and_keeps_its_amount():
    outputs = await try_node(CustomBusinessNode, business_type="order_processing", user_data={"amount": 12.5})
    assert outputs["status"] == "success"
    assert re.fullmatch(r"ORD-\d+", outputs["result"]["order_id"])
    assert outputs["result"]["amount"] == 12.5
    empty = await try_node(CustomBusinessNode, business_type="order_processing", user_data={})
    assert empty["result"]["amount"] == 0


async def test_a_user_is_verified():
    outputs = await try_node(CustomBusinessNode, business_type="user_verification", user_data={"user_id": "u1"})
    assert outputs["result"] == {"user_id": "u1", "status": "verified"}


async def test_a_payment_is_handled():
    outputs = await try_node(CustomBusinessNode, business_type="payment_handling", user_data={"amount": 3})
    assert outputs["result"]["status"] == "paid"


async def test_another_business_type_fails_the_node():
    with pytest.raises(NodeError, match="Unsupported business type: gardening"):
        await try_node(CustomBusinessNode, business_type="gardening", user_data={})
