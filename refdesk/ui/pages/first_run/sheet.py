"""The sheet for the owner's folder: the recovery code, and the audit key with its symbol (4c)."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPainter, QPdfWriter

from refdesk.cards.new_file import replacing
from refdesk.ui.theme.fonts import make_font
from refdesk.ui.widgets.symbol import QUIET_ZONE, draw_modules
from refdesk.words.catalogue import Words

_DPI = 300
_TEXT = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_GAP = 60
_MODULE = 16
"""Dots of one module of the symbol: 1.35 mm, which any scanner and telephone reads."""


@dataclass(frozen=True)
class Sheet:
    """What a sheet is to keep, as it is shown; either of the two may be missing."""

    shop: str
    recovery_code: str = ""
    audit_key: str = ""


def made_ready(sheet: Sheet) -> Sheet:
    """The sheet, once what makes its symbol is loaded; slow, so off the window's thread."""
    from refdesk.cards.qr import qr_matrix

    if sheet.audit_key:
        qr_matrix(sheet.audit_key)
    return sheet


def write_sheet(path: Path, words: Words, sheet: Sheet) -> bool:
    """Write the sheet as a PDF, A4, off the window's thread.

    False when the file cannot be written; what stood there before then stays.
    """
    drawn = QBuffer()
    drawn.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(drawn)
    writer.setResolution(_DPI)
    writer.setTitle(sheet_name(words, sheet))
    writer.setCreator("RefDesk")
    margins = QMarginsF(20, 20, 20, 20)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    painter = QPainter(writer)
    _Drawing(painter, words).draw(sheet)
    painter.end()
    try:
        with replacing(path) as stream:
            stream.write(drawn.data().data())
    except OSError:
        return False
    return True


def sheet_name(words: Words, sheet: Sheet) -> str:
    """What the sheet is called, as a file too."""
    if not sheet.audit_key:
        return words.text("RefDesk recovery code")
    if not sheet.recovery_code:
        return words.text("RefDesk audit key")
    return words.text("RefDesk recovery code and audit key")


class _Drawing:
    """A page that fills from the top down."""

    def __init__(self, painter: QPainter, words: Words) -> None:
        self._painter = painter
        self._words = words
        self._y = 0.0

    def draw(self, sheet: Sheet) -> None:
        """Everything on the page."""
        words = self._words
        self._write(sheet.shop, _font(60, bold=True))
        self._write(words.date(date.today()), _font(46))  # noqa: DTZ011 - as one writes on paper
        if sheet.recovery_code:
            self._write(words.text("RefDesk recovery code"), _font(50))
            self._write(sheet.recovery_code, _font(120, bold=True))
            self._write(
                words.text(
                    "On the PIN screen choose the owner, then “Forgotten the PIN?”, and type it."
                ),
                _font(46),
            )
            self._write(words.text("It works once."), _font(46))
        if sheet.audit_key:
            self._y += 2 * _GAP
            self._write(words.text("RefDesk audit key"), _font(50))
            self._write(sheet.audit_key, _font(66, bold=True))
            self._symbol(sheet.audit_key)
            self._write(
                words.text(
                    "With it you check that nobody changed the record of what was done at the"
                    " tills: Settings, Backups and check."
                ),
                _font(46),
            )
        self._write(words.text("Keep this sheet where only the owner finds it."), _font(46))

    def _write(self, text: str, font: QFont) -> None:
        painter = self._painter
        painter.setFont(font)
        room = QRectF(0, self._y, float(painter.viewport().width()), 10_000)
        taken = painter.boundingRect(room, int(_TEXT), text)
        painter.drawText(room, int(_TEXT), text)
        self._y += taken.height() + _GAP

    def _symbol(self, text: str) -> None:
        from refdesk.cards.qr import qr_matrix

        modules = qr_matrix(text)
        side = (len(modules) + 2 * QUIET_ZONE) * _MODULE
        # its quiet zone reaches into the margin, so that it stands in line with the texts
        at = QRectF(-QUIET_ZONE * _MODULE, self._y - _GAP, side, side)
        draw_modules(self._painter, at, modules)
        self._y += side - _GAP


def _font(size: int, *, bold: bool = False) -> QFont:
    font = make_font(size, bold=bold)
    # Qt's PDF names plain glyphs only: what a feature puts in their place could not be copied.
    font.unsetFeature(QFont.Tag("tnum"))
    for feature in ("calt", "liga", "clig", "ccmp", "locl"):
        font.setFeature(QFont.Tag(feature), 0)
    return font
