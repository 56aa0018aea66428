"""The attempts of a stored run as a tree: containers hold their rounds, rounds their nodes."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import streamlit as st

from pages.catalogue.card import plain
from pages.language.formats import duration, joined, money, tokens
from pages.language.kinds import kind_name
from pages.language.text import t
from pages.language.words import KIND_ICONS, OTHER_ICON
from pages.tracing.model import REUSED, Step, step_of_row
from pages.tracing.view import show_io, status_badge
from services.runs import called
from services.runtime import current
from storage.errors import NotFound
from storage.records import NodeExecution

MOST_ROUNDS = 50  # of one container that are drawn
Path = tuple[tuple[str, int], ...]


def show_tree(rows: Sequence[NodeExecution], *, key: str) -> None:
    """Show the attempts in the order of their starts."""
    _show_level(rows, (), key=key)


def path_of(row: NodeExecution) -> Path:
    """Return the containers around a node, outermost first, with the round in each."""
    return tuple((str(node_id), int(index)) for node_id, index in row.path or ())


def rounds_of(rows: Sequence[NodeExecution], container: Path, node_id: str) -> dict[int, list[NodeExecution]]:
    """Return by index the rows inside the rounds of a container that lies at `container`."""
    depth = len(container)
    found: dict[int, list[NodeExecution]] = {}
    for row in rows:
        path = path_of(row)
        if len(path) > depth and path[:depth] == container and path[depth][0] == node_id:
            found.setdefault(path[depth][1], []).append(row)
    return dict(sorted(found.items()))


def _show_level(rows: Sequence[NodeExecution], place: Path, *, key: str) -> None:
    with st.container(gap="xsmall", key=f"{key}_level"):
        here = [row for row in rows if path_of(row) == place]
        for number, row in enumerate(here):
            many = sum(other.node_id == row.node_id for other in here) > 1
            _show_row(rows, row, place, key=f"{key}_{number}", many=many)


def _show_row(rows: Sequence[NodeExecution], row: NodeExecution, place: Path, *, key: str, many: bool) -> None:
    step = step_of_row(row)
    with st.expander(_label(step, row, many), icon=KIND_ICONS.get(row.kind, OTHER_ICON), key=key):
        show_io(step)
        for place_of_run, run in enumerate(step.called):
            _show_called(row.workspace_id, run, key=f"{key}_run_{place_of_run}")
        rounds = rounds_of(rows, place, row.node_id)
        for index, inside in list(rounds.items())[:MOST_ROUNDS]:
            with st.expander(t("round {n}", n=index + 1), key=f"{key}_round_{index}"):
                _show_level(inside, (*place, (row.node_id, index)), key=f"{key}_{index}")
        if len(rounds) > MOST_ROUNDS:
            st.caption(f"… {len(rounds) - MOST_ROUNDS:,}")


def _show_called(workspace_id: str, run: Mapping[str, Any], *, key: str) -> None:
    """Show the run of another app that did the work of a tool, with all its attempts, as it is stored."""
    rt = current()
    facts = joined(
        duration(float(run.get("elapsed") or 0)),
        tokens(int(run.get("total_tokens") or 0)),
        money(Decimal(str(run.get("total_price") or 0)), str(run.get("currency") or "USD")).replace("$", "\\$"),
    )
    name = plain(t("Run of {app}", app=str(run.get("name") or "")))
    label = f"{name} {status_badge(str(run.get('status')))} :gray[:small[{facts}]]"
    with st.expander(label, icon=":material/subdirectory_arrow_right:", key=key):
        try:
            rows = rt.call(called.called_nodes(rt, workspace_id, str(run.get("app_id")), str(run.get("run_id"))))
        except NotFound:
            st.caption(t("It is not stored any more."))
        else:
            show_tree(rows, key=key)


def _label(step: Step, row: NodeExecution, many: bool) -> str:
    title = plain(step.title or kind_name(step.kind))
    attempt = t("attempt {n}", n=row.attempt or 1) if many else ""
    facts = joined(
        attempt,
        "" if step.status in ("running", REUSED) else duration(step.elapsed),
        tokens(step.tokens),
        money(step.price, step.currency).replace("$", "\\$"),
    )
    kept = " :blue-badge[:material/bookmark:]" if step.kept_answer else ""
    return f"{title} {status_badge(step.status)}{kept} :gray[:small[{facts}]]"
