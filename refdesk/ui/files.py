"""Asking for a file or folder in the system's own dialog."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from refdesk.words.catalogue import Words


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
    """Where to save a PDF of this name, or None."""
    start = str(Path.home() / f"{name}.pdf")
    chosen, _ = QFileDialog.getSaveFileName(parent, words.text("Save as PDF"), start, "PDF (*.pdf)")
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix.lower() == ".pdf" else path.with_name(path.name + ".pdf")
