"""The slip of a payout: read back from the PDF, nothing cut off, nothing over the signatures."""

from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from refdesk.cards.slip import HEIGHT, WIDTH, Slip, write_slip
from refdesk.cards.units import to_points
from tests.unit.cards.test_pdf import page_text

SLIP = Slip(
    shop="Автомойка «Сияние»", contact="Москва, ул. Ленина, 5 · +7 495 123-45-67",
    title="Выплата O118", mark="",
    facts=(("Дата", "18 ноября 2026, 12:00"), ("Кому", "Анна Лебедева, C12"),
           ("Как", "наличными"), ("Выплатила", "Ольга")),
    amount="1 350 ₽", heading="Почему столько",
    reasons=(("18 ноября 2026 · Борис К. · 10 % от 1 000 ₽ = 100 ₽", "100 ₽"),
             ("19 ноября 2026 · Klára Ő. · 5 % of 25 000 ₽ = 1 250 ₽", "1 250 ₽")),
    signatures=(("Деньги получены, подпись", "Анна Лебедева"),
                ("Деньги выданы, подпись", "Ольга")),
)  # fmt: skip


def texts_of(slip: Slip) -> list[str]:
    pairs = (*slip.facts, *slip.reasons, *slip.signatures)
    alone = (slip.shop, slip.contact, slip.title, slip.amount, slip.heading)
    return [*alone, *(text for pair in pairs for text in pair)]


def flat(text: str) -> str:
    return " ".join(text.replace("\xa0", " ").split())


def fonts_of(path: Path) -> set[bytes]:
    """The names of the fonts in a file; an embedded one has six letters and a plus before it."""
    data = path.read_bytes()
    return {part.split(b"/")[0].split(b" ")[0] for part in data.split(b"/FontName /")[1:]}


def test_r48_every_text_reads_back_in_cyrillic_with_fonts_embedded(tmp_path: Path) -> None:
    path = tmp_path / "slip.pdf"
    assert write_slip(path, SLIP) == 1
    read = flat(page_text(path))
    for text in texts_of(SLIP):
        assert flat(text) in read
    names = fonts_of(path)
    assert names
    assert all(b"+Onest" in name for name in names), names
    data = path.read_bytes()
    assert data.count(b"/FontFile2") == len(names)


def test_the_page_is_a6_and_a_mark_stands_on_it(tmp_path: Path) -> None:
    path = tmp_path / "slip.pdf"
    write_slip(path, replace(SLIP, mark="Copy, printed again on 19 Nov 2026"))
    assert "Copy, printed again on 19 Nov 2026" in flat(page_text(path))
    with pypdfium2.PdfDocument(path) as document:
        size = document[0].get_size()
    assert size == pytest.approx((to_points(WIDTH), to_points(HEIGHT)), abs=0.01)


def test_many_reasons_go_on_and_never_over_the_signatures(tmp_path: Path) -> None:
    path = tmp_path / "slip.pdf"
    reasons = tuple(
        (f"Reason #{n}# · a long sentence that says how the sum came about, {n} of 60", f"{n} ₽")
        for n in range(60)
    )
    count = write_slip(path, replace(SLIP, reasons=reasons))
    assert count > 1
    pages = [flat(page_text(path, number)) for number in range(1, count + 1)]
    assert [sum(f"#{n}#" in page for page in pages) for n in range(60)] == [1] * 60
    assert all("Выплата O118" in page for page in pages)
    signing = page_text(path, 1, (0, 0, to_points(WIDTH), to_points(24)))
    assert "подпись" in signing
    assert "Reason" not in signing


def test_r48_hostile_texts_stay_inside_the_page(tmp_path: Path) -> None:
    path = tmp_path / "slip.pdf"
    long = "Очень длинное имя без конца " * 20
    slip = replace(
        SLIP, shop=long, contact=long, facts=(("Кому" * 20, long),), reasons=((long, "1 ₽"),),
        signatures=(("", "\U0001f697"), (long, long)),
    )  # fmt: skip
    assert write_slip(path, slip) == 1
    with pypdfium2.PdfDocument(path) as document:
        page = document[0].get_textpage()
        boxes = [page.get_charbox(index) for index in range(page.count_chars())]
    assert min(box[0] for box in boxes) >= 0
    assert max(box[2] for box in boxes) <= to_points(WIDTH)
    assert min(box[1] for box in boxes) >= 0


def test_a_folder_that_is_not_there_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        write_slip(tmp_path / "missing" / "slip.pdf", SLIP)
    assert list(tmp_path.iterdir()) == []
