"""A shop of an older schema can unite two customers: its accounts know whose they were (P11)."""

from pathlib import Path

import pytest
from peewee import IntegrityError

from refdesk.storage.engine import Store, open_store
from tests.storage.frozen import brought_up_to_date, thaw

OWN = "INSERT INTO account (customer_id, unit, balance) VALUES (1, 'points', 0)"
BROUGHT = (
    "INSERT INTO account (customer_id, unit, balance, came_from_id) VALUES (1, 'points', 0, 2)"
)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A folder with a shop of schema 2."""
    return thaw(2, tmp_path / "shop")


@pytest.fixture
def opened(old: Path) -> Store:
    return open_store(old)


def test_p11_the_schema_is_that_of_a_new_file_and_every_row_is_kept(
    old: Path, tmp_path: Path
) -> None:
    before = brought_up_to_date(old, tmp_path / "new")
    assert before["account"]


def test_r77_a_person_has_one_account_of_his_own_in_a_unit_beside_those_of_a_merge(
    opened: Store,
) -> None:
    own = "SELECT COUNT(*) FROM account WHERE customer_id = 1 AND unit = 'points'"
    assert opened.sql(own) == [(1,)]
    for _ in range(2):
        opened.sql(BROUGHT)
    assert opened.sql(own) == [(3,)]
    with pytest.raises(IntegrityError, match="UNIQUE"):
        opened.sql(OWN)
    opened.close()


def test_r32_a_claim_that_moves_to_another_person_closes_no_circle(opened: Store) -> None:
    version = opened.sql("SELECT MIN(id) FROM programme_version")[0][0]
    opened.sql("DELETE FROM referral")
    opened.sql(
        "INSERT INTO referral (customer_id, referrer_id, version_id, claimed_at, claimed_on,"
        " was_new) VALUES (2, 1, ?, 0, '2026-11-18', 1), (3, 2, ?, 0, '2026-11-18', 1)",
        (version, version),
    )
    with pytest.raises(IntegrityError, match="referral_cycle"):
        opened.sql("UPDATE referral SET customer_id = 1 WHERE customer_id = 3")
    opened.close()
