"""Every recorded case gives over HTTP what it has on record, blocking and streaming."""

import pytest

from tests.probes.cases import COMMUNITY, PROBES, Case, read_cases
from tests.probes.runner import Runner

pytestmark = pytest.mark.asyncio(loop_scope="session")

# The first words by which the published engine instructs a model that classifies; ours are other ones.
CLASSIFIER = "You are a text classification engine"

CASES = [*read_cases(PROBES), *read_cases(COMMUNITY / "cases")]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
async def test_a_recorded_case_gives_its_results(case: Case, runner: Runner) -> None:
    if reason := case.reason_to_skip():
        pytest.skip(reason)
    faults = await runner.faults(case)
    if faults and all(" messages: " in fault and CLASSIFIER in fault for fault in faults):
        pytest.xfail("the classifier instructs its model in other words than those on record")
    assert not faults, "\n".join(faults)
