"""A window under a real X server, for `test_real_keyboard`: says what it heard, line by line."""

import sys

from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget

from refdesk.ui.burst import BurstLimits
from refdesk.ui.scanner import Scanner


def main() -> int:
    app = QApplication(sys.argv)
    frame = QWidget()
    field, button = QLineEdit("Boris"), QPushButton("Do not press")
    column = QVBoxLayout(frame)
    column.addWidget(field)
    column.addWidget(button)
    # Key codes and layouts are looked at here; a busy machine must not make a scan slow.
    scanner = Scanner(BurstLimits(max_gap_ms=1_000, silence_ms=3_000))
    scanner.start(app)

    def tell(*words: object) -> None:
        print(*words, flush=True)

    def heard(text: str) -> None:
        tell("scanned", text, "field", field.text())
        if text.startswith("quit"):
            app.quit()
        (button if field.hasFocus() else field).setFocus()

    scanner.scanned.connect(heard)
    button.clicked.connect(lambda: tell("pressed"))
    field.textEdited.connect(lambda text: None)
    frame.show()
    frame.activateWindow()
    app.focusWindowChanged.connect(lambda window: tell("focus") if window else None)
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
