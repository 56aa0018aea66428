"""What a permission of a base says about a reader, and lists keep the same rule."""

from typing import Any

import pytest

from services.knowledge import datasets
from services.knowledge.permissions import Reader
from services.runtime import Runtime
from storage.records import Dataset
from tests.services.knowing import add_base

ANN, BEN = "ann", "ben"


def base(permission: str, *, made_by: str | None = ANN, workspace_id: str = "w") -> Dataset:
    members = [BEN] if permission == "partial_members" else []
    given: dict[str, Any] = {"permission": permission, "members": members, "created_by": made_by}
    return Dataset(workspace_id=workspace_id, number=1, name="Base", **given)


@pytest.mark.parametrize(
    ("dataset", "reader", "may"),
    [
        (base("only_me"), Reader("w", ANN, "editor"), True),
        (base("only_me"), Reader("w", BEN, "admin"), False),
        (base("only_me"), Reader("w", BEN, "owner"), True),
        (base("only_me"), Reader("w"), True),
        (base("only_me", made_by=None), Reader("w", BEN, "editor"), False),
        (base("partial_members"), Reader("w", BEN, "editor"), True),
        (base("partial_members"), Reader("w", ANN, "editor"), True),
        (base("partial_members"), Reader("w", "cy", "editor"), False),
        (base("all_team_members"), Reader("w", "cy", "viewer"), True),
        (base("all_team_members", workspace_id="other"), Reader("w", ANN, "owner"), False),
    ],
)
def test_who_may_open_a_base(dataset: Dataset, reader: Reader, may: bool) -> None:
    assert reader.may_open(dataset) is may


async def test_a_list_holds_what_its_reader_may_open_and_its_pages_count_nothing_else(
    rt: Runtime, workspace_id: str
) -> None:
    kinds: dict[str, tuple[str, str | None]] = {
        "Mine": ("only_me", ANN),
        "Theirs": ("only_me", BEN),
        "All": ("all_team_members", BEN),
    }
    kinds |= {"Ours": ("partial_members", BEN), "Nobody's": ("only_me", None)}
    for name, (permission, maker) in kinds.items():
        members = [ANN] if name == "Ours" else []
        await add_base(rt, workspace_id, name=name, permission=permission, members=members, created_by=maker)
    lists = [
        (Reader(workspace_id, ANN, "editor"), True, {"Mine", "All", "Ours"}),
        (Reader(workspace_id, ANN, "owner"), False, {"Mine", "All", "Ours", "Nobody's"}),
        (Reader(workspace_id, ANN, "owner"), True, set(kinds)),
        (Reader(workspace_id), False, set(kinds)),
    ]
    for reader, include_all, wanted in lists:
        found = await datasets.page_of(rt, reader, include_all=include_all)
        assert ({one.name for one in found.items}, found.total) == (wanted, len(wanted))
        if include_all:
            assert all(reader.may_open(one) for one in found.items)
