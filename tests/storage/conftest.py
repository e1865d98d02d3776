"""Shops for the tests of this folder."""

from tests.support.fixtures import full, shop_templates, shops, wash

__all__ = ["full", "shop_templates", "shops", "wash"]
