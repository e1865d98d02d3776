"""`cards print`: both sides, part-used sheets, copies, piles and a printer's calibration."""

from pathlib import Path

import pypdfium2

from refdesk.cards.calibration import Calibration
from refdesk.cards.calibration_file import FILE_NAME, save_calibration
from refdesk.cards.imposition import Flip, Side
from refdesk.cards.pdf import count_pages, render_page
from refdesk.cards.qr import decode_image, decode_page
from refdesk.cards.stocks import load_stock
from tests.cli.terminal import Terminal
from tests.unit.cards.two_sides import TWO_SIDED, cell_box, cell_picture, cell_text

SHEET = load_stock("a4-10-85x54")


def bare(code: str) -> str:
    return code.replace("-", "")


def a_run(shop: Terminal, count: int) -> list[str]:
    """The bare codes of a new run."""
    made = shop.json("run", "create", "--programme", "P1", "--count", str(count))
    return [bare(code) for code in made["codes"]]


def read_cells(path: Path, page: int) -> dict[int, str]:
    """What the symbol in each cell of a page holds."""
    picture = render_page(path, page, 200)
    found = {}
    for cell in range(1, SHEET.cells + 1):
        for text in decode_image(cell_picture(picture, cell_box(SHEET, cell), 200)):
            found[cell] = text
    return found


def test_g04_both_sides_are_printed_from_the_first_free_place(
    shop: Terminal, tmp_path: Path
) -> None:
    folder = shop.folder / "designs"
    folder.mkdir()
    (folder / "own.toml").write_text(TWO_SIDED, encoding="utf-8")
    file, codes = tmp_path / "x.pdf", a_run(shop, 12)
    flips: tuple[Flip, ...] = ("long", "short")
    for flip in flips:
        told = shop.json(
            "cards", "print", "--run", "R1", "--out", str(file), "--design", "own",
            "--duplex", flip, "--start", "3", "--skip", "5", "--skip", "6", "--crop-marks",
        )  # fmt: skip
        assert (told["cards"], told["sheets"], told["sides"]) == (12, 2, 2)
        assert count_pages(file) == 4
        on_first = dict(zip((3, 4, 7, 8, 9, 10), codes, strict=False))
        assert read_cells(file, 1) == on_first
        assert read_cells(file, 3) == dict(enumerate(codes[6:], start=1))
        side: Side = "back"
        for cell, code in on_first.items():
            text = cell_text(file, 2, SHEET, cell_box(SHEET, cell, side, flip))
            assert code in bare(text)


def test_copies_and_piles_come_as_they_are_asked_for(shop: Terminal, tmp_path: Path) -> None:
    file, codes = tmp_path / "x.pdf", a_run(shop, 4)
    every = ["cards", "print", "--run", "R1", "--out", str(file), "--copies", "3"]
    told = shop.json(*every, "--uncollated")
    assert (told["cards"], told["sheets"], told["sides"]) == (12, 2, 1)
    assert read_cells(file, 1) == dict(enumerate([c for c in codes for _ in range(3)][:10], 1))
    shop.json(*every, "--order", "piles")
    piles = [read_cells(file, 1), read_cells(file, 2)]
    stacked = [sheet[cell] for cell in range(1, 11) for sheet in piles if cell in sheet]
    assert stacked == codes * 3


def test_g05_a_printer_that_was_measured_moves_the_sheet(shop: Terminal, tmp_path: Path) -> None:
    shop.add("Anna")
    plain, moved = tmp_path / "plain.pdf", tmp_path / "moved.pdf"
    every = ["cards", "print", "--all", "--out"]
    refused = shop.refused(*every, str(moved), "--printer", "Laser")
    assert refused["refused"] == "printer_not_calibrated"
    save_calibration(shop.folder, "Laser", SHEET.name, Calibration(dx=2.0, dy=-1.0))
    shop.json(*every, str(plain))
    shop.json(*every, str(moved), "--printer", "Laser")
    corners = []
    for path in (plain, moved):
        ink = render_page(path, 1, 254).convert("L").point(lambda grey: 255 * (grey < 128))
        box = ink.getbbox()
        assert box is not None
        corners.append(box[:2])
    assert abs(corners[1][0] - corners[0][0] - 20) <= 1
    assert abs(corners[1][1] - corners[0][1] + 10) <= 1
    (shop.folder / FILE_NAME).write_text("[Laser")
    broken = shop.refused(*every, str(moved), "--printer", "Laser", code=2)
    assert broken["refused"] == "bad_calibration_file"


def test_what_does_not_go_on_a_sheet_is_refused(shop: Terminal, tmp_path: Path) -> None:
    shop.add("Anna")
    file = tmp_path / "x.pdf"
    every = ["cards", "print", "--all", "--out", str(file)]
    asked = {
        "bad_skip": ["--skip", "11"],
        "bad_copies": ["--copies", "1001"],
        "bad_duplex": ["--duplex", "long", "--stock", "roll-62"],
        "bad_usage": ["--duplex", "left"],
    }
    for code, options in asked.items():
        assert shop.refused(*every, *options, code=2)["refused"] == code
    assert not file.exists()


def test_a_viewer_is_asked_to_turn_sheets_at_the_edge(shop: Terminal, tmp_path: Path) -> None:
    shop.add("Anna")
    file = tmp_path / "x.pdf"
    told = shop.json("cards", "print", "--all", "--out", str(file), "--duplex", "short")
    assert told["sides"] == 2
    assert b"/DuplexFlipShortEdge" in file.read_bytes()
    with pypdfium2.PdfDocument(file) as document:
        assert len(document) == 2
    assert len(decode_page(file, 1)) == 1
