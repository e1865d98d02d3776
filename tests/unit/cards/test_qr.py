"""QR symbols: the encoder against the library it speeds up, and against foreign decoders."""

import string
from random import Random

import pytest
from PIL import Image
from qrcode import QRCode, util
from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_Q

from refdesk.cards.qr import LONGEST_TEXT, QUIET_ZONE, Matrix, decode_image, qr_matrix
from refdesk.cards.qr_table import layout_of
from refdesk.domain.errors import DomainError
from tests.unit.cards.reading import zbar_texts

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
PACKED = string.digits + string.ascii_uppercase + " $%*+-./:"


def plain_qrcode(text: str, level: int) -> Matrix:
    """The library's own way, its own choice of mask."""
    is_alphanumeric, _ = layout_of(text)
    mode = util.MODE_ALPHA_NUM if is_alphanumeric else util.MODE_8BIT_BYTE
    code = QRCode(error_correction=level, border=0)
    code.add_data(util.QRData(text.encode(), mode=mode, check_data=False))
    code.make()
    return tuple(map(bytes, code.modules))


def random_text(random: Random, symbols: str, length: int) -> str:
    return "".join(random.choice(symbols) for _ in range(length))


def picture(matrix: Matrix, scale: int = 4) -> Image.Image:
    side = len(matrix) + 2 * QUIET_ZONE
    image = Image.new("L", (side, side), 255)
    for y, row in enumerate(matrix):
        for x, dark in enumerate(row):
            image.putpixel((x + QUIET_ZONE, y + QUIET_ZONE), 0 if dark else 255)
    return image.resize((side * scale, side * scale), Image.Resampling.NEAREST)


@pytest.mark.parametrize("length", [1, 2, 6, 9, 10, 11, 13, 16, 17, 31, 64, LONGEST_TEXT])
@pytest.mark.parametrize("symbols", [PACKED, string.ascii_lowercase + "/:.?="], ids=["AN", "8bit"])
def test_symbols_equal_those_of_qrcode_module_by_module(length: int, symbols: str) -> None:
    random = Random(length)
    for _ in range(3):
        text = random_text(random, symbols, length)
        at_q, at_h = plain_qrcode(text, ERROR_CORRECT_Q), plain_qrcode(text, ERROR_CORRECT_H)
        assert qr_matrix(text) == (at_h if len(at_h) == len(at_q) else at_q)


def test_every_mask_of_qrcode_is_met_and_matched() -> None:
    random = Random(7)
    masks = set()
    for _ in range(60):
        text = random_text(random, ALPHABET, 10)
        assert qr_matrix(text) == plain_qrcode(text, ERROR_CORRECT_H)
        code = QRCode(version=1, error_correction=ERROR_CORRECT_H)
        code.add_data(text)
        masks.add(code.best_mask_pattern())
    assert masks == set(range(8))


@pytest.mark.parametrize("length, side", [(10, 21), (13, 21), (16, 21), (17, 25)])
def test_r25_a_code_of_up_to_16_symbols_is_version_1(length: int, side: int) -> None:
    assert len(qr_matrix("7" * length)) == side


@pytest.mark.parametrize(
    "text", ["7K4M9XQT2A", "SUMMER", "HTTPS://LAGOON.EXAMPLE/7K4M9XQT2A", "https://a.example/?c=7"]
)
def test_both_decoders_read_what_was_written(text: str) -> None:
    image = picture(qr_matrix(text))
    assert decode_image(image) == (text,)
    assert zbar_texts([image]) == [[text]]


def test_zbar_reads_a_long_row_of_random_codes() -> None:
    random = Random(23)
    codes = [random_text(random, ALPHABET, 10) for _ in range(40)]
    images = [picture(qr_matrix(code)) for code in codes]
    assert zbar_texts(images) == [[code] for code in codes]


@pytest.mark.parametrize("text", ["", "A" * (LONGEST_TEXT + 1), "я" * LONGEST_TEXT])
def test_text_that_makes_no_symbol_for_a_card_is_refused(text: str) -> None:
    with pytest.raises(DomainError) as refusal:
        qr_matrix(text)
    assert refusal.value.code == "bad_code"


def test_a_picture_without_a_symbol_reads_as_nothing() -> None:
    assert decode_image(Image.new("L", (200, 200), 255)) == ()
