"""Settings: what they may be, their canonical text, their defaults."""

from datetime import time

import pytest

from refdesk.domain.settings import (
    Settings,
    cash_step,
    parse_setting,
    read_settings,
    setting_texts,
)
from tests.support.refusals import refused


@pytest.mark.parametrize("name, text, stored", [
    ("point_value", "0.5", "0.50"), ("point_value", "2", "2.00"),
    ("business_day_start", "04:00", "04:00"), ("business_day_start", "00:30", "00:30"),
    ("grace_days", "0", "0"), ("grace_days", "3660", "3660"),
    ("negative_balance", "stop", "stop"), ("points_share", "33.3", "33.3"),
    ("points_share", "100", "100"), ("proof_from", "0", "0.00"),
    ("cash_rounding", "none", "none"), ("cash_rounding", "nearest 0.05", "nearest 0.05"),
    ("cash_rounding", "down 1.00", "down 1.00"), ("proof_of_presence", "off", "off"),
    ("proof_from", "100", "100.00"), ("phone_as_code", "on", "on"),
    ("consent_version", " 2026-11 ", "2026-11"), ("payout_limit", "0", "0.00"),
    ("payout_limit", "5000", "5000.00"), ("yearly_threshold", "4000.50", "4000.50"),
])  # fmt: skip
def test_a_setting_is_kept_in_its_canonical_text(name: str, text: str, stored: str) -> None:
    assert parse_setting(name, text, 2) == stored
    assert parse_setting(name, stored, 2) == stored


@pytest.mark.parametrize("name, text", [
    ("point_value", "0"), ("point_value", "-1"), ("point_value", "1.001"), ("point_value", "x"),
    ("business_day_start", "24:00"), ("business_day_start", "4 am"), ("business_day_start", ""),
    ("grace_days", "-1"), ("grace_days", "3661"), ("grace_days", "7.0"), ("grace_days", "７"),
    ("negative_balance", "never"), ("points_share", "100.01"), ("points_share", "half"),
    ("cash_rounding", "up 1.00"), ("cash_rounding", "down 0.25"), ("cash_rounding", "down"),
    ("proof_of_presence", "yes"), ("proof_of_presence", "ON"), ("proof_from", "-5"),
    ("payout_limit", "-1"), ("yearly_threshold", "many"),
    ("consent_version", "  "), ("consent_version", "x" * 41), ("colour", "red"), ("", "1"),
])  # fmt: skip
def test_what_a_setting_cannot_be_is_refused(name: str, text: str) -> None:
    with refused("bad_setting"):
        parse_setting(name, text, 2)


def test_what_is_not_stored_has_its_default_and_a_point_is_worth_one() -> None:
    assert read_settings({}, 2) == Settings(point_value=100)
    assert read_settings({}, 0).point_value == 1
    assert read_settings({}, 3).point_value == 1_000
    read = read_settings({"grace_days": "3", "last_backup_at": "2026"}, 2)
    assert read == Settings(point_value=100, grace_days=3)


def test_every_setting_has_a_text_that_sets_it() -> None:
    for decimals in (0, 2, 3):
        settings = read_settings({}, decimals)
        texts = setting_texts(settings, decimals)
        again = {name: parse_setting(name, text, decimals) for name, text in texts.items()}
        assert read_settings(again, decimals) == settings
        assert set(texts) == set(Settings.__dataclass_fields__)


@pytest.mark.parametrize("text, decimals, step", [
    ("none", 2, ("none", 0)), ("down 1.00", 2, ("down", 100)), ("nearest 0.50", 2, ("nearest", 50)),
    ("down 0.05", 2, ("down", 5)), ("down 1.00", 0, ("down", 1)), ("down 0.50", 0, ("down", 0)),
    ("nearest 0.10", 3, ("nearest", 100)),
])  # fmt: skip
def test_r80_the_cash_step_is_in_minor_units(
    text: str, decimals: int, step: tuple[str, int]
) -> None:
    assert cash_step(Settings(cash_rounding=text), decimals) == step


def test_the_business_day_starts_at_a_time() -> None:
    assert read_settings({"business_day_start": "05:30"}, 2).business_day_start == time(5, 30)
