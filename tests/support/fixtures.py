"""Fixtures that the tests of several rooms share; loaded by tests/conftest.py's folder files."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.shops import ALL_PRESETS, Shops, TestShop


@pytest.fixture(scope="session")
def shop_templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where each kind of shop is made once."""
    return tmp_path_factory.mktemp("templates")


@pytest.fixture
def shops(shop_templates: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shops]:
    """Shops in temporary folders, closed at the end."""
    made = Shops(shop_templates, lambda: tmp_path_factory.mktemp("shop"))
    yield made
    made.close()


@pytest.fixture
def wash(shops: Shops) -> TestShop:
    """A shop with the two-sided car wash programme."""
    return shops.open("car-wash")


@pytest.fixture
def full(shops: Shops) -> TestShop:
    """A shop with every preset."""
    return shops.open(*ALL_PRESETS)
