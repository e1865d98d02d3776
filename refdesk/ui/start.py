"""Starting the window (`refdesk` without arguments)."""

import gc
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from refdesk.ui.opener import Opener
    from refdesk.ui.preferences import Preferences

FOLDER_IN_USE = 3
"""The exit code of a second window, the command line's for a folder that another one holds."""


def run(opener: "Opener", arguments: Sequence[str], *, language: str = "") -> int:
    """Show the window of a data folder and serve it until it is closed; return the exit code.

    ``language`` is that of this run, whatever the till's own one is.
    The first frame stands before the database's library is even imported. With REFDESK_SMOKE=1
    the window closes by itself as soon as it shows what the folder holds.
    """
    gc.disable()  # what the imports make stays anyway; `Shell.run` turns it on again
    from refdesk.storage.errors import LOCKED, StorageError
    from refdesk.ui.app import make_application
    from refdesk.ui.folder_hold import FolderHold
    from refdesk.ui.preferences import Preferences
    from refdesk.ui.session import Session

    app = make_application(["refdesk", *arguments])
    preferences = Preferences(opener.folder, opener.till, language=language)
    hold = FolderHold(opener.folder)
    trouble = None
    try:
        hold.take()
    except StorageError as error:
        trouble = error
    if trouble is not None and trouble.reason == LOCKED:
        return _tell_of_other_window(app, preferences)
    session = Session(app, opener, preferences, hold)
    if os.environ.get("REFDESK_SMOKE") == "1":
        session.close_when_shown()
    session.start(trouble)
    code = session.run()
    if session.context.tasks.is_stuck:
        os._exit(code)  # everything is saved; a device's library would hold up the end for ever
    return code


def _tell_of_other_window(app: "QApplication", preferences: "Preferences") -> int:
    from refdesk.ui.second_window import SecondWindow
    from refdesk.ui.theme.theme import Theme

    theme = Theme(app, mode=preferences.mode, scale=preferences.scale)
    dialog = SecondWindow(theme, preferences.words())
    if os.environ.get("REFDESK_SMOKE") != "1":
        dialog.exec()
    return FOLDER_IN_USE
