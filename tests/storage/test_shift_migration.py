"""A shop of schema 5 with open shifts can close them, and keeps what stood then (P11, G27)."""

from pathlib import Path

import pytest
from peewee import IntegrityError

from refdesk.bootstrap import Opener
from refdesk.services import backups, shifts
from refdesk.services.desk import Actor
from tests.storage.frozen import brought_up_to_date, old_columns, rows_of, thaw
from tests.storage.killed import left_by_kills
from tests.support.shops import START, Clock

IVANS, MARIAS = 2, 4
IVAN, MARIA = Actor(1, "Ivan", "cashier"), Actor(2, "Maria", "manager")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A folder with a shop of schema 5: two tills, four open shifts, and what was done in them."""
    return thaw(5, tmp_path / "shop")


def test_p11_the_fixture_has_rows_in_every_table_but_that_of_consents(old: Path) -> None:
    rows = rows_of(old, old_columns(old))
    assert [name for name, found in rows.items() if not found] == ["consent"]


def test_p11_the_schema_is_that_of_a_new_file_and_every_row_is_kept(
    old: Path, tmp_path: Path
) -> None:
    brought_up_to_date(old, tmp_path / "new")


@pytest.mark.slow
def test_p11_ended_at_any_statement_it_is_the_old_file_or_the_new_one(
    old: Path, tmp_path: Path
) -> None:
    found = left_by_kills(old, tmp_path / "new")
    assert len(found) > 10
    assert found[-1] == "new"
    assert set(found[:-2]) == {"old"}


def test_g27_shifts_that_were_open_are_closed_with_their_figures(old: Path) -> None:
    clock = Clock(START)
    clock.forward(minutes=30)
    desk = Opener(old, now=clock).open()
    assert backups.check_shop(desk) == []
    closed = shifts.close_shift(desk.acting(IVAN), slips=10_000)
    figures = closed.figures
    assert (closed.id, figures.purchases, figures.voids, figures.codes_refused) == (IVANS, 4, 1, 1)
    assert (figures.sales, figures.by_codes, figures.by_hand) == (280_000, 10_000, 5_000)
    assert (figures.payouts, figures.paid_out) == (1, 10_000)
    assert [point.kind for point in closed.points] == ["by_hand", "void"]
    assert closed.closed is not None
    assert len(closed.closed.anchors) == 2
    elsewhere = shifts.close_shift(desk.acting(MARIA), MARIAS)
    assert (elsewhere.till, elsewhere.figures.purchases) == ("2", 1)
    assert backups.check_shop(desk) == []
    desk.store.close()


def test_i10_what_stood_at_a_closing_is_changed_and_deleted_by_nobody(old: Path) -> None:
    clock = Clock(START)
    clock.forward(minutes=30)
    desk = Opener(old, now=clock).open()
    shifts.close_shift(desk.acting(IVAN))
    for statement in ("UPDATE shift_close SET slips = 1", "DELETE FROM shift_close"):
        with pytest.raises(IntegrityError, match="append_only"):
            desk.store.sql(statement)
    desk.store.close()
