"""The serial port itself, in a thread of its own: opened, read, and opened again after it was lost.

The only file that uses QtSerialPort, which is loaded when a port was chosen. Opening a port that
answers late (Bluetooth) takes seconds; nobody waits for it here.

A port is remembered by its device (maker, product and serial number) and its name: plugged into
another socket it has another name and is the same scanner.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, cast

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from refdesk.ui.serial_text import Ending, SerialReader, SerialScan

if TYPE_CHECKING:
    from PySide6.QtSerialPort import QSerialPort, QSerialPortInfo

AGAIN_MS = 2_000
BAUDS = (1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200)
USUAL_BAUD = 9600


class SerialChoice(NamedTuple):
    """The serial scanner of a till: its port as `PortInfo.key` (empty: none), pace and ending."""

    port: str = ""
    baud: int = USUAL_BAUD
    ending: Ending = Ending.CR


class PortInfo(NamedTuple):
    """A port of this computer: what is remembered of it, its name, and what it calls itself."""

    key: str
    name: str
    text: str


class Wire(QObject):
    """Carries words between the window's thread and the port's.

    To the port: ``choose`` a `SerialChoice`, ``list_wanted``. From it: ``read`` a `SerialScan`,
    ``state`` one of ``connected``, ``lost`` and ``busy``, ``ports`` a list of `PortInfo`.
    """

    choose = Signal(object)
    list_wanted = Signal()
    read = Signal(object)
    state = Signal(str)
    ports = Signal(object)


class SerialDevice(QObject):
    """Reads one port for as long as it is chosen. It lives where it was made."""

    def __init__(self, wire: Wire) -> None:
        super().__init__()
        self._wire = wire
        self._choice = SerialChoice()
        self._reader = SerialReader()
        self._port: QSerialPort | None = None
        self._again = QTimer(self)
        self._again.setInterval(AGAIN_MS)
        self._again.timeout.connect(self._open)
        self._silence = QTimer(self)
        self._silence.setSingleShot(True)
        self._silence.timeout.connect(self._end_by_silence)
        wire.choose.connect(self.choose)
        wire.list_wanted.connect(self.tell_ports)

    def choose(self, choice: object) -> None:
        """Read another port, or the same in another way; without a port, none."""
        self._close()
        self._again.stop()
        self._choice = cast("SerialChoice", choice)
        self._reader = SerialReader(self._choice.ending)
        if self._choice.port:
            self._again.start()
            self._open()

    def tell_ports(self) -> None:
        """Say which ports there are."""
        self._wire.ports.emit([info_of(one) for one in available_ports()])

    def end(self) -> None:
        """Give the port back."""
        self._again.stop()
        self._silence.stop()
        self._close()

    # -- inside ----------------------------------------------------------------------------

    def _open(self) -> None:
        from PySide6.QtSerialPort import QSerialPort

        if self._port is not None:
            return
        name = find_name(self._choice.port)
        if not name:
            self._wire.state.emit("lost")
            return
        port = QSerialPort(self)
        port.setPortName(name)
        port.setBaudRate(self._choice.baud)
        port.setDataBits(QSerialPort.DataBits.Data8)
        port.setParity(QSerialPort.Parity.NoParity)
        port.setStopBits(QSerialPort.StopBits.OneStop)
        port.setFlowControl(QSerialPort.FlowControl.NoFlowControl)
        if not port.open(QSerialPort.OpenModeFlag.ReadOnly):
            is_busy = port.error() == QSerialPort.SerialPortError.PermissionError
            port.deleteLater()
            self._wire.state.emit("busy" if is_busy else "lost")
            return
        self._port = port
        port.readyRead.connect(self._take)
        # queued: a port is not closed while it tells of its trouble
        port.errorOccurred.connect(self._trouble, Qt.ConnectionType.QueuedConnection)
        port.setDataTerminalReady(True)  # many scanners on USB are silent before that
        port.clearError()
        self._wire.state.emit("connected")

    def _take(self) -> None:
        if self._port is None:
            return
        data = bytes(self._port.readAll().data())
        self._tell(lambda: self._reader.feed(data))
        if self._reader.is_waiting():
            self._silence.start(self._reader.silence_ms)
        else:
            self._silence.stop()

    def _end_by_silence(self) -> None:
        self._tell(self._reader.silence)

    def _tell(self, read: Callable[[], list[SerialScan]]) -> None:
        for one in read():
            self._wire.read.emit(one)

    def _trouble(self) -> None:
        from PySide6.QtSerialPort import QSerialPort

        gone = (
            QSerialPort.SerialPortError.ResourceError,
            QSerialPort.SerialPortError.ReadError,
            QSerialPort.SerialPortError.DeviceNotFoundError,
            QSerialPort.SerialPortError.PermissionError,
            QSerialPort.SerialPortError.NotOpenError,
        )
        if self._port is not None and self._port.error() in gone:
            self._close()
            self._wire.state.emit("lost")

    def _close(self) -> None:
        self._silence.stop()
        self._reader.forget()
        port, self._port = self._port, None
        if port is not None:
            port.blockSignals(True)
            port.close()
            port.deleteLater()


def open_device(wire: Wire) -> SerialDevice | None:
    """The port's side of a wire; None where this computer has no library for it."""
    try:
        import PySide6.QtSerialPort  # noqa: F401 - whether it is there
    except ImportError:
        return None
    return SerialDevice(wire)


def available_ports() -> "list[QSerialPortInfo]":
    """The ports that there are now."""
    from PySide6.QtSerialPort import QSerialPortInfo

    return list(QSerialPortInfo.availablePorts())


def info_of(port: "QSerialPortInfo") -> PortInfo:
    """A port as it is shown and remembered."""
    name = port.portName()
    text = " ".join(part for part in (port.manufacturer(), port.description()) if part)
    return PortInfo(f"{_device_of(port)}@{name}", name, text)


def find_name(key: str) -> str:
    """The present name of a remembered port; empty where its device is not there."""
    device, _, name = key.rpartition("@")
    if not device:
        return name
    same = [one.portName() for one in available_ports() if _device_of(one) == device]
    return name if name in same else (same or [""])[0]


def _device_of(port: "QSerialPortInfo") -> str:
    if not port.hasVendorIdentifier():
        return ""
    ids = f"{port.vendorIdentifier():04x}:{port.productIdentifier():04x}"
    return f"{ids}:{port.serialNumber().replace('@', '')}"
