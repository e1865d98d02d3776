"""What the tests of cards share."""

import os

import pytest


@pytest.fixture
def is_updating_golden(pytestconfig: pytest.Config) -> bool:
    """Whether golden files are written anew: `--update-golden`, or UPDATE_GOLDEN=1."""
    asked = pytestconfig.getoption("--update-golden", default=False)
    return bool(asked) or os.environ.get("UPDATE_GOLDEN") == "1"
