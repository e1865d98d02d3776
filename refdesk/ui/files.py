"""Asking for a file or folder in the system's own dialog."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QFileDialog, QWidget

from refdesk.words.catalogue import Words

if TYPE_CHECKING:  # loaded with the first print only
    from PySide6.QtPrintSupport import QPrinter

_IN_NO_NAME: Final = dict.fromkeys(map(ord, '<>:"/\\|?*'))
"""What Windows takes in no file's name; a shop's or a person's name may hold it."""


def ask_backup(parent: QWidget, words: Words, folder: Path) -> Path | None:
    """Which backup to restore, or None."""
    chosen, _ = QFileDialog.getOpenFileName(
        parent,
        words.text("Choose a backup"),
        str(folder),
        words.text("RefDesk backups") + " (*.sqlite)",
    )
    return Path(chosen) if chosen else None


def ask_folder(parent: QWidget, words: Words) -> Path | None:
    """Into which folder to put something, or None."""
    title = words.text("Choose a folder for the copy")
    chosen = QFileDialog.getExistingDirectory(parent, title, str(Path.home()))
    return Path(chosen) if chosen else None


def ask_pdf(parent: QWidget, words: Words, name: str) -> Path | None:
    """Where to save a PDF, or None; it begins with this name, as far as every system takes it."""
    start = str(Path.home() / f"{name.translate(_IN_NO_NAME)}.pdf")
    chosen, _ = QFileDialog.getSaveFileName(parent, words.text("Save as PDF"), start, "PDF (*.pdf)")
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix.lower() == ".pdf" else path.with_name(path.name + ".pdf")


def name_file_of(printer: "QPrinter") -> None:
    """Where the computer has no printer, let the dialog begin with a PDF that Enter can write; by
    itself it names a folder alone."""
    from PySide6.QtPrintSupport import QPrinterInfo

    if not QPrinterInfo.availablePrinterNames() and not printer.outputFileName():
        name = printer.docName().translate(_IN_NO_NAME)
        printer.setOutputFileName(str(Path.home() / f"{name}.pdf"))
