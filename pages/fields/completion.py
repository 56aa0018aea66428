"""The variables that a node may read, offered while somebody types "/" or "{{" into one of its prompts."""

import json
from collections.abc import Sequence
from functools import cache
from html import escape
from pathlib import Path

import streamlit as st

from services.apps.inspection import Variable


def offer_variables(variables: Sequence[Variable]) -> None:
    """Let the prompts on the page offer these variables."""
    rows = [[f"{one.owner} / {'.'.join(one.selector[1:])}", one.value_type, one.reference] for one in variables]
    told = escape(json.dumps(rows, ensure_ascii=False), quote=True)
    st.html(
        f'<div class="mr-variables" data-variables="{told}" hidden></div><script>{_script()}</script>',
        unsafe_allow_javascript=True,
    )


@cache
def _script() -> str:
    return (Path(__file__).parent / "completion.js").read_text(encoding="utf-8")
