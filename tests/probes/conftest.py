"""One runtime and one vendor per test process."""

import pytest

from tests.api.client import Api
from tests.api.fixtures import shared_api
from tests.probes.runner import Runner
from tests.vendor import Vendor

__all__ = ["shared_api"]


@pytest.fixture
def runner(shared_api: Api, vendor: Vendor) -> Runner:
    """Runs cases against the shared runtime."""
    return Runner(shared_api, vendor)
