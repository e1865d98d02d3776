"""Where a PDF is saved, and the folder that it is in."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget


def ask_path(parent: QWidget, title: str, name: str) -> Path | None:
    """Ask where to save a PDF; None when cancelled."""
    documents = QStandardPaths.StandardLocation.DocumentsLocation
    folder = Path(QStandardPaths.writableLocation(documents) or Path.home())
    text, _ = QFileDialog.getSaveFileName(parent, title, str(folder / name), "PDF (*.pdf)")
    if not text:
        return None
    path = Path(text)
    return path if path.suffix else path.with_suffix(".pdf")


def open_folder(folder: Path) -> None:
    """Show a folder in the system's own file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
