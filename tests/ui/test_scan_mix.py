"""Mixed scans drive the real window: none lost, none doubled, none redeemed half."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from refdesk.bootstrap import Opener
from refdesk.services.codes import issue_coupon
from refdesk.services.programmes import get_programme
from tests.ui.running import make_shop, running
from tests.ui.scan_mix import ScanMix, Tally

SCANS = 100


def play(qtbot: QtBot, app: QApplication, folder: Path, scans: int, *, seed: int = 5) -> Tally:
    """Make so many scans in a shop of its own, and count them in the database."""
    make_shop(folder, pin="")
    desk = Opener(folder).open()
    version = get_programme(desk, "P1")
    codes = [issue_coupon(desk, version) for _ in range(scans // 3 + 10)]
    desk.store.close()
    with running(qtbot, app, folder) as run:
        page = run.wait_for_counter()
        mix = ScanMix(run, page, codes, seed)
        tally = mix.play(scans)
        assert len(mix.heard) == tally.scans
    count(folder, tally)
    return tally


def count(folder: Path, tally: Tally) -> None:
    """Each code that was redeemed is used once, whole, by who was typed; no other is."""
    desk = Opener(folder).open()
    rows = desk.store.sql(
        "SELECT promo_code.code, identity.value, customer.name, purchase.to_pay"
        " FROM code_use"
        " JOIN promo_code ON promo_code.id = code_use.code_id"
        " JOIN purchase ON purchase.id = code_use.purchase_id"
        " JOIN customer ON customer.id = purchase.customer_id"
        " JOIN identity ON identity.customer_id = customer.id AND identity.kind = 'phone'"
    )
    assert sorted(rows) == sorted(
        (code, phone, name, 90_000) for code, (phone, name) in tally.redeemed.items()
    )
    [(purchases,)] = desk.store.sql("SELECT COUNT(*) FROM purchase")
    [(uses,)] = desk.store.sql("SELECT SUM(uses) FROM promo_code WHERE kind = 'coupon'")
    assert purchases == uses == len(tally.redeemed)
    desk.store.close()


@pytest.mark.slow
def test_mixed_scans_are_neither_lost_nor_doubled_nor_redeemed_half(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    tally = play(qtbot, qapp, tmp_path / "shop", SCANS)
    assert tally.scans >= SCANS
    assert set(tally.kinds) == {"look", "redeem", "twice", "pair", "half", "stub", "finger"}
