"""The pytest fixture `vendor`: one server per test process, forgetful between tests."""

from collections.abc import Iterator

import pytest

from tests.vendor.vendor import Vendor


@pytest.fixture(scope="session")
def _vendor_server() -> Iterator[Vendor]:
    with Vendor() as server:
        yield server


@pytest.fixture
def vendor(_vendor_server: Vendor) -> Iterator[Vendor]:
    """A local model vendor and HTTP target without rules and with an empty log."""
    _vendor_server.reset()
    yield _vendor_server
    _vendor_server.reset()
