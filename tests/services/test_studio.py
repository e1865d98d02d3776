"""The studio's own files: designs, pictures, stocks and printers of the shop."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from refdesk.cards.calibration import Calibration
from refdesk.cards.design import load_design as built_in
from refdesk.cards.elements import Frame, ImageElement
from refdesk.cards.imposition import Imposition
from refdesk.services import studio
from refdesk.services.desk import Actor, Desk
from refdesk.services.print_runs import Selection, ShopCards, card_ids, print_cards
from refdesk.services.sheet_setup import Sheet
from refdesk.storage.audit_check import broken_links
from refdesk.words.catalogue import load_words
from tests.support.hostile_pictures import in_svg, jpeg, png
from tests.support.refusals import refused
from tests.support.shops import TestShop

CASHIER, MANAGER = Actor(name="Vera", role="cashier"), Actor(name="Max", role="manager")


@pytest.fixture
def desk(wash: TestShop) -> Desk:
    return wash.desk.acting(MANAGER)


@pytest.fixture
def logo(tmp_path: Path) -> Path:
    path = tmp_path / "our logo.png"
    path.write_bytes(png(Image.new("RGBA", (40, 20), (200, 0, 0, 128))))
    return path


def traces(shop: TestShop) -> list[tuple[str, dict[str, object]]]:
    rows = shop.desk.store.sql("SELECT action, details FROM audit ORDER BY id")
    return [(str(action), json.loads(str(details))) for action, details in rows]


# -- designs -----------------------------------------------------------------------------------


def test_a_design_of_any_title_becomes_an_own_one(desk: Desk, wash: TestShop) -> None:
    made = studio.save_design_as(desk, built_in("clear"), "  Новый год:   2027/28! ")
    assert made.name == "новый-год-2027-28"
    assert made.title == {"en": "Новый год: 2027/28!", "ru": "Новый год: 2027/28!"}
    assert studio.load_design(desk, made.name) == made
    assert studio.list_designs(desk)[-1] == made
    assert studio.is_own_design(desk, made.name)
    assert not studio.is_own_design(desk, "clear")
    assert made.layouts == built_in("clear").layouts
    assert traces(wash)[-1] == ("design_saved", {"design": "новый-год-2027-28"})


@pytest.mark.parametrize(
    "title, name",
    [("???", "design"), ("con", "design-con"), ("../../etc", "etc"), ("Clear!", "clear-2"),
     ("a" * 60, "a" * 50), ("Ёлка_1", "ёлка-1")],
)  # fmt: skip
def test_a_title_in_any_words_makes_a_name_for_a_file(desk: Desk, title: str, name: str) -> None:
    assert studio.save_design_as(desk, built_in("clear"), title).name == name
    assert [path.name for path in studio.own_designs_folder(desk).iterdir()] == [f"{name}.toml"]


def test_titles_and_built_in_names_are_taken(desk: Desk) -> None:
    clear = built_in("clear")
    studio.save_design_as(desk, clear, "Winter")
    for title in ("winter", "Clear", "ясная"):
        with refused("name_taken", name=title):
            studio.save_design_as(desk, clear, title)
    for name in ("clear", "CLEAR"):
        with refused("name_taken", name=name):
            studio.save_design(desk, replace(clear, name=name))
    for name in ("../clear", "", "a/b", "nul"):
        with refused("bad_name"):
            studio.save_design(desk, replace(clear, name=name))
    for title in ("", " ", "a" * 61, "a\x00b"):
        with refused("bad_name"):
            studio.save_design_as(desk, clear, title)
    assert len(list(studio.own_designs_folder(desk).iterdir())) == 1
    assert built_in("clear") == clear


def test_an_own_design_is_changed_and_taken_away(desk: Desk, wash: TestShop) -> None:
    made = studio.save_design_as(desk, built_in("clear"), "Winter")
    fewer = replace(made, layouts=made.layouts[:1])
    assert studio.save_design(desk, fewer) == fewer
    assert studio.load_design(desk, "winter") == fewer
    studio.delete_design(desk, "winter")
    for name in ("winter", "clear", "../winter"):
        with refused("design_unknown", name=name):
            studio.delete_design(desk, name)
    assert [action for action, _ in traces(wash)[-3:]] == [
        "design_saved", "design_saved", "design_deleted",
    ]  # fmt: skip
    assert list(broken_links(wash.desk.store)) == []


@pytest.mark.expects_log
def test_a_broken_design_is_told_and_the_others_work(desk: Desk) -> None:
    studio.save_design_as(desk, built_in("clear"), "Winter")
    for name, data in (("torn", b"title.en = "), ("bytes", b"\xff\xfe\x00"), ("empty", b"")):
        (studio.own_designs_folder(desk) / f"{name}.toml").write_bytes(data)
    assert studio.load_design(desk, "winter") in studio.list_designs(desk)
    assert [fault.params["design"] for fault in studio.faults_in(desk.folder)] == [
        "bytes", "empty", "torn",
    ]  # fmt: skip
    with refused("bad_design", design="torn"):
        studio.load_design(desk, "torn")


@pytest.mark.parametrize(
    "deed",
    [
        lambda desk: studio.save_design_as(desk, built_in("clear"), "Winter"),
        lambda desk: studio.delete_design(desk, "winter"),
        lambda desk: studio.set_picture(desk, "logo", desk.folder / "logo.png"),
        lambda desk: studio.remove_picture(desk, "logo"),
        lambda desk: studio.save_stock(desk, studio.load_stock(desk, "roll-62")),
        lambda desk: studio.delete_stock(desk, "mine"),
    ],
)
def test_the_studio_is_a_managers(wash: TestShop, deed: Callable[[Desk], object]) -> None:
    with refused("not_allowed", role="manager"):
        deed(wash.desk.acting(CASHIER))
    assert not studio.own_designs_folder(wash.desk).exists()


# -- pictures ----------------------------------------------------------------------------------


def test_a_logo_is_kept_as_a_plain_picture(desk: Desk, wash: TestShop, logo: Path) -> None:
    kept = studio.set_picture(desk, "logo", logo)
    assert (kept.width_px, kept.height_px, kept.has_alpha) == (40, 20, True)
    assert studio.find_picture(desk, "logo") == kept
    assert studio.list_pictures(desk) == ("logo",)
    assert [path.name for path in studio.pictures_folder(desk).iterdir()] == ["logo.png"]
    assert traces(wash)[-1] == ("picture_set", {"picture": "logo"})


def test_other_pictures_are_known_by_their_file(desk: Desk, logo: Path, wash: TestShop) -> None:
    for name in ("Seal of Anna.jpg", "photo", "badge"):
        studio.set_picture(desk, name, logo)
    assert studio.list_pictures(desk) == ("photo", "Seal of Anna.png", "badge.png")
    assert studio.find_picture(desk, "badge.png") is not None
    assert studio.find_picture(desk, "badge") is None
    assert "Anna" not in str(traces(wash))
    studio.remove_picture(desk, "badge.png")
    assert studio.list_pictures(desk) == ("photo", "Seal of Anna.png")
    with refused("picture_unknown", name="badge.png"):
        studio.remove_picture(desk, "badge.png")


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../logo", "a/b", "a\\b", "/etc/passwd", "C:logo", "nul", "con.png",
             "a..png", "a\0b", "-x", "x" * 70, "x.", "x ", "logo.exe/../../x"],
)  # fmt: skip
def test_no_name_leads_out_of_the_folder(desk: Desk, logo: Path, name: str) -> None:
    with refused("bad_name"):
        studio.set_picture(desk, name, logo)
    (desk.folder / "logo.png").write_bytes(logo.read_bytes())
    assert studio.find_picture(desk, name) is None
    assert studio.find_picture(desk, f"../../{name}.png") is None
    assert not studio.own_designs_folder(desk).exists()


@pytest.mark.expects_log
def test_pictures_that_somebody_put_there_are_read_with_the_same_care(desk: Desk) -> None:
    folder = studio.pictures_folder(desk)
    folder.mkdir(parents=True)
    (folder / "logo.svg").write_bytes(in_svg('<rect width="50" height="50" fill="#00ff00"/>'))
    (folder / "photo.jpg").write_bytes(jpeg(Image.new("CMYK", (9, 9))))
    (folder / "broken.png").write_bytes(b"MZ")
    (folder / "notes.txt").write_bytes(b"x")
    assert studio.list_pictures(desk) == ("logo", "photo", "broken.png")
    found = {name: studio.find_picture(desk, name) for name in studio.list_pictures(desk)}
    assert [name for name, picture in found.items() if picture is None] == ["broken.png"]


def test_a_new_logo_takes_the_place_of_whatever_was_there(desk: Desk, logo: Path) -> None:
    folder = studio.pictures_folder(desk)
    folder.mkdir(parents=True)
    (folder / "logo.svg").write_bytes(in_svg("<rect/>"))
    before = studio.find_picture(desk, "logo")
    kept = studio.set_picture(desk, "logo.svg", logo)
    assert studio.find_picture(desk, "logo") == kept != before
    studio.remove_picture(desk, "logo")
    assert studio.list_pictures(desk) == ()


def with_logo(desk: Desk) -> str:
    """An own design whose cards have the logo in their corner."""
    clear = built_in("clear")
    corner = Frame(left=2.0, width=10.0, right=None, top=2.0, height=5.0, bottom=None)
    layouts = tuple(
        replace(one, front=(*one.front, ImageElement(corner, "logo", "contain", 0.0)))
        for one in clear.layouts
    )
    return studio.save_design_as(desk, replace(clear, layouts=layouts), "With a logo").name


def test_cards_of_an_own_design_on_an_own_stock_show_the_logo(
    desk: Desk, wash: TestShop, logo: Path, tmp_path: Path
) -> None:
    wash.add("Anna")
    design = with_logo(desk)
    words = load_words("en", currency="RUB")
    mine = replace(studio.load_stock(desk, "a4-10-85x54"), name="mine", left=16.0)
    studio.save_stock(desk, mine)
    ids = card_ids(desk, Selection(everybody=True))
    (bare,) = ShopCards(desk, ids, words).in_order([0])
    assert dict(bare.pictures) == {}
    assert studio.pictures_for(desk, studio.load_design(desk, design)) == {}
    kept = studio.set_picture(desk, "logo", logo)
    (card,) = ShopCards(desk, ids, words).in_order([0])
    assert dict(card.pictures) == {"logo": kept}
    assert studio.pictures_for(desk, studio.load_design(desk, design)) == {"logo": kept}
    sizes = {}
    for name in (design, "clear"):
        out = tmp_path / f"{name}.pdf"
        sheet = Sheet(stock="mine", design=name)
        printed = print_cards(desk, Selection(everybody=True), out, words=words, sheet=sheet)
        assert printed.cards == 1
        sizes[name] = out.read_bytes().count(b"/Image")
    assert sizes[design] > sizes["clear"]


# -- stocks and printers -----------------------------------------------------------------------


def test_an_own_stock_is_kept_changed_and_taken_away(desk: Desk, wash: TestShop) -> None:
    mine = replace(studio.load_stock(desk, "a4-10-85x54"), name="Наши карточки", left=15.3)
    kept = studio.save_stock(desk, mine)
    assert kept == replace(mine, is_own=True)
    assert studio.load_stock(desk, "Наши карточки") == kept == studio.list_stocks(desk)[-1]
    assert next(Imposition(3, kept).pages()).places
    studio.save_stock(desk, replace(kept, left=15.0))
    assert studio.load_stock(desk, "Наши карточки").left == 15.0
    with refused("bad_stock", stock="Наши карточки", field="page"):
        studio.save_stock(desk, replace(kept, left=40.0))
    with refused("name_taken", name="roll-62"):
        studio.save_stock(desk, replace(kept, name="roll-62"))
    studio.delete_stock(desk, "Наши карточки")
    with refused("stock_unknown"):
        studio.delete_stock(desk, "Наши карточки")
    assert [action for action, _ in traces(wash)[-3:]] == [
        "stock_saved", "stock_saved", "stock_deleted",
    ]  # fmt: skip


def test_a_broken_file_of_stocks_is_told_and_left_alone(desk: Desk) -> None:
    path = studio.own_stocks_file(desk)
    path.write_bytes(b"[mine\n")
    assert studio.load_stock(desk, "roll-62") in studio.list_stocks(desk)
    assert [fault.code for fault in studio.faults_in(desk.folder)] == ["bad_stock_file"]
    with refused("bad_stock_file", file="stocks.toml"):
        studio.save_stock(desk, replace(studio.load_stock(desk, "roll-62"), name="mine"))
    assert path.read_bytes() == b"[mine\n"


def test_g05_a_printer_is_measured_once(desk: Desk, wash: TestShop) -> None:
    measured = Calibration(dx=0.5, dy=-1.0)
    cashier = wash.desk.acting(CASHIER)
    assert studio.calibration_of(cashier, "Office", "roll-62") == Calibration()
    studio.save_calibration(cashier, "Office", "roll-62", measured)
    assert studio.calibration_of(desk, "Office", "roll-62") == measured
    with refused("stock_unknown"):
        studio.save_calibration(cashier, "Office", "none", measured)
    assert traces(wash)[-1] == ("printer_calibrated", {"printer": "Office", "stock": "roll-62"})
