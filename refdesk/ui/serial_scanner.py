"""The till's scanner on a serial port, as the window sees it: what it reads and how it stands."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Literal, cast

from PySide6.QtCore import QObject, Signal

from refdesk.ui.burst import Scan
from refdesk.ui.serial_device import PortInfo, SerialChoice, SerialDevice, Wire, open_device
from refdesk.ui.serial_text import SerialScan, as_scan
from refdesk.ui.tasks import Tasks

State = Literal["none", "connected", "lost", "busy", "missing"]
"""``none`` was chosen, it is connected, it is lost or was never there, another program has it, or
the computer lacks the library."""


class SerialScanner(QObject):
    """Reads the chosen port, if one was chosen.

    ``read`` gives a `Scan`, ``state_changed`` tells that ``state`` is another, ``ports_found``
    gives a list of `PortInfo`.
    """

    read = Signal(object)
    state_changed = Signal()
    ports_found = Signal(object)

    def __init__(self, *, open_with: Callable[[Wire], SerialDevice | None] = open_device) -> None:
        super().__init__()
        self._open = open_with
        self._wire = Wire(self)
        self._is_asked_for = False
        self._is_ready = False
        self._is_missing = False
        self._lists = False
        self._choice = SerialChoice()
        self.state: State = "none"
        self._wire.read.connect(self._on_read)
        self._wire.state.connect(self._on_state)
        self._wire.ports.connect(self._on_ports)

    @property
    def choice(self) -> SerialChoice:
        """What was chosen."""
        return self._choice

    def use(self, choice: SerialChoice, tasks: Tasks) -> None:
        """Read this port from now on; it is opened in its own time, and again when it was lost."""
        if choice == self._choice and self._is_asked_for:
            return
        self._choice = choice
        trouble: State = "missing" if self._is_missing else "lost"
        self._set_state(trouble if choice.port else "none")
        if self._is_ready:
            self._wire.choose.emit(choice)
        elif choice.port:
            self._begin(tasks)

    def list_ports(self, tasks: Tasks) -> None:
        """Have ``ports_found`` say which ports there are."""
        self._lists = True
        if self._is_missing:
            self._on_ports([])
        elif self._is_ready:
            self._wire.list_wanted.emit()
        else:
            self._begin(tasks)

    # -- inside ----------------------------------------------------------------------------

    def _begin(self, tasks: Tasks) -> None:
        if not self._is_asked_for:
            self._is_asked_for = True
            begin = partial(self._open, self._wire)
            tasks.stay_aside(begin, owner=self, done=self._begun)

    def _begun(self, is_there: bool) -> None:
        self._is_ready, self._is_missing = is_there, not is_there
        if not is_there:
            self._set_state("missing" if self._choice.port else "none")
            self._on_ports([])
            return
        if self._lists:
            self._wire.list_wanted.emit()
        if self._choice.port:
            self._wire.choose.emit(self._choice)

    def _on_read(self, one: SerialScan) -> None:
        scan: Scan = as_scan(one)
        self.read.emit(scan)

    def _on_state(self, state: str) -> None:
        if self._choice.port:
            self._set_state(cast("State", state))

    def _on_ports(self, ports: Sequence[PortInfo]) -> None:
        self._lists = False
        self.ports_found.emit(list(ports))

    def _set_state(self, state: State) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit()
