"""A typed function is a node: its hints make the form, its docstring the help, its return annotation the outputs."""

from typing import Literal, TypedDict

import polars


class Discounted(TypedDict):
    orders: polars.DataFrame
    saved: float


def discount(
    orders: polars.DataFrame, percent: float = 10, to: Literal["everybody", "large orders"] = "everybody"
) -> Discounted:
    """Lower the `total` of orders.

    Args:
        orders: A data frame, or a list of objects, with a column `total`.
        percent: How much is taken off.
        to: Who gets the discount; an order is large from 100 on.
    """
    counts = polars.lit(True) if to == "everybody" else polars.col("total") >= 100
    lower = polars.when(counts).then(polars.col("total") * (1 - percent / 100)).otherwise(polars.col("total"))
    after = orders.with_columns(lower.alias("total"))
    return {"orders": after, "saved": float(orders["total"].sum()) - float(after["total"].sum())}
