"""The typeface: cut once, kept whole, and what it cannot print."""

from pathlib import Path
from typing import Any

import pytest

from refdesk.cards import fonts
from refdesk.cards.fonts import FONTS, ONEST, REGULAR, SEMIBOLD, WEIGHTS, Face, load_faces
from refdesk.cards.plain_text import missing_glyphs, printable

NEEDED = (
    "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюя"
    "ӘәҒғҚқҢңӨөҰұҮүҺһІіЇїЄєҐґЎў№₽₸₴€%‰−–—…·•«»„“”’×✓→"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789ÄÖÜßŞşĞğİıÇçŁłØøÅå"
)


def test_both_weights_have_every_letter_of_the_shops_languages() -> None:
    for weight in WEIGHTS:
        assert set(NEEDED) <= load_faces()[ONEST, weight].glyph_ids.keys()


def test_the_heavier_face_is_wider() -> None:
    faces = load_faces()
    assert faces[ONEST, SEMIBOLD].width("Лагуна", 10) > faces[ONEST, REGULAR].width("Лагуна", 10)
    assert faces[ONEST, REGULAR].width("", 10) == 0


def test_cut_faces_are_kept_and_used_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "cache" / "fonts"
    first = fonts._load_face(ONEST, REGULAR, folder)
    (kept,) = folder.iterdir()
    assert kept.read_bytes() == first.data

    def fail(*_: object) -> bytes:
        raise AssertionError

    monkeypatch.setattr(fonts, "_cut_weight", fail)
    assert fonts._load_face(ONEST, REGULAR, folder).data == first.data


def test_without_a_folder_to_write_to_the_faces_are_there_all_the_same(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    assert (
        fonts._load_face(ONEST, REGULAR, blocked).advances == load_faces()[ONEST, REGULAR].advances
    )
    assert list(tmp_path.iterdir()) == [blocked]


def test_a_kept_file_that_is_damaged_is_cut_anew(tmp_path: Path) -> None:
    good = fonts._load_face(ONEST, SEMIBOLD, tmp_path)
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(good.data[:5000])
    assert fonts._load_face(ONEST, SEMIBOLD, tmp_path).data == good.data
    assert kept.read_bytes() == good.data


def test_faces_are_static_outlines() -> None:
    assert [face.weight for face in load_faces().values()] == list(WEIGHTS) * len(FONTS)
    for face in load_faces().values():
        assert b"fvar" not in face.data[:400]
        assert b"glyf" in face.data[:400]


@pytest.mark.parametrize(
    "typed, printed",
    [
        ("Лагуна", "Лагуна"),
        ("  two   spaces ", "two spaces"),
        ("tab\tand\r\nlines\u2028", "tab and lines"),
        ("500\u00a0₽", "500\u00a0₽"),
        ("nul\x00bell\x07esc\x1b[31m", "nulbellesc[31m"),
        ("\u202egnp.exe\u202c", "gnp.exe"),
        ("soft\u00adhyphen zero\u200bwidth", "softhyphen zerowidth"),
        ("e\u0301 и\u0306", "é й"),
        ("no\u2011break hyphen", "no-break hyphen"),
        ("★ gold", "* gold"),
        ("ﬁne", "fine"),
        ("🙂 ok 漢字", "? ok ??"),
        ("\ud800", "?"),
        ("✔\ufe0f", "✓"),
        ("", ""),
        ("\u00a0", ""),
    ],
)
def test_typed_text_becomes_printable_text(typed: str, printed: str) -> None:
    assert printable(typed)[0] == printed


def test_replaced_signs_are_reported_once_each_and_no_others() -> None:
    assert missing_glyphs("★ 🙂🙂 Лагуна\x00\u200b\u00a0\t ok") == ("★", "🙂")
    assert missing_glyphs("Лагуна − 10\u202f%") == ()


def test_a_design_in_one_typeface_does_not_pay_for_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, int]] = []
    load = fonts._load_face

    def watch(font: str, weight: int, *rest: Any) -> Face:
        asked.append((font, weight))
        return load(font, weight, *rest)

    monkeypatch.setattr(fonts, "_load_face", watch)
    faces = fonts._LazyFaces(tmp_path)
    assert asked == []
    assert faces[ONEST, REGULAR] is faces[ONEST, REGULAR]
    assert asked == [(ONEST, REGULAR)]
    assert len(faces) == len(list(faces)) == len(FONTS) * len(WEIGHTS)
    with pytest.raises(KeyError):
        faces["arial", REGULAR]


@pytest.mark.parametrize("font", FONTS)
def test_r48_every_face_prints_every_sign_of_the_shops_languages(font: str) -> None:
    for weight in WEIGHTS:
        face = load_faces()[font, weight]
        assert set(NEEDED) <= face.advances.keys()
        assert "".join(signs for _, signs in face.runs(NEEDED)) == NEEDED
        assert all(set(signs) <= one.glyph_ids.keys() for one, signs in face.runs(NEEDED))
        letters = "".join(filter(str.isalpha, NEEDED))
        assert face.best_for(letters) is face
