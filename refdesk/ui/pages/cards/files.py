"""Where a file is saved, and the folder that it is in."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget


def ask_path(parent: QWidget, title: str, name: str) -> Path | None:
    """Ask where to save a file; its kind is that of the name. None when cancelled."""
    documents = QStandardPaths.StandardLocation.DocumentsLocation
    folder = Path(QStandardPaths.writableLocation(documents) or Path.home())
    suffix = Path(name).suffix
    kinds = "PNG (*.png);;SVG (*.svg)" if suffix == ".png" else "PDF (*.pdf)"
    text, _ = QFileDialog.getSaveFileName(parent, title, str(folder / name), kinds)
    if not text:
        return None
    path = Path(text)
    return path if path.suffix else path.with_suffix(suffix)


def open_folder(folder: Path) -> None:
    """Show a folder in the system's own file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
