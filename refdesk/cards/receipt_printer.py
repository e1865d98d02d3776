"""Where a receipt printer is, and bytes sent there.

The addresses are ``tcp://host:9100`` (or the bare host), ``usb://04b8:0202`` and
``file:///dev/usb/lp0`` (or the bare path). A printer that is off is a refusal in words, within
seconds: nobody waits for it. The connections are not those of the printing library: that knows a
trouble by an English sentence only, IPv4 alone, and writes to a stuck device until it moves.
"""

import errno
import os
import re
import select
import socket
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias
from urllib.parse import unquote, urlsplit

from refdesk.domain.errors import DomainError

TIMEOUT_S: Final = 3.0
"""How long a printer may take to answer, or to take more."""

PORT: Final = 9100

_STATUS_S: Final = 0.4
_CLOSING_S: Final = 1.0
_LONGEST: Final = 200
_ASK_WHY_OFF: Final = b"\x10\x04\x02"
_FIXED_BITS, _FIXED = 0x93, 0x12
_COVER_OPEN, _PAPER_OUT = 0x04, 0x20
_DEVICES: Final = "/dev/"
_USB: Final = re.compile(r"([0-9a-f]{4}):([0-9a-f]{4})", re.IGNORECASE)
_HOST: Final = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?|[0-9A-Fa-f:]+(%\w+)?")


@dataclass(frozen=True, slots=True)
class NetworkPrinter:
    """A printer with an address in the network."""

    host: str
    port: int = PORT

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"tcp://{host}:{self.port}"


@dataclass(frozen=True, slots=True)
class UsbPrinter:
    """A printer on a USB cable, by the numbers of its maker and model."""

    vendor: int
    product: int

    def __str__(self) -> str:
        return f"usb://{self.vendor:04x}:{self.product:04x}"


@dataclass(frozen=True, slots=True)
class FilePrinter:
    """A device of the system, a shared printer's path, or a plain file that each job replaces."""

    path: Path

    def __str__(self) -> str:
        return self.path.as_uri() if self.path.is_absolute() else f"file:{self.path}"


ReceiptPrinter: TypeAlias = NetworkPrinter | UsbPrinter | FilePrinter


# -- addresses -----------------------------------------------------------------------------------


def parse_printer(text: str) -> ReceiptPrinter:
    """Return the printer of an address. Raises DomainError ``bad_printer`` with ``text``."""
    address = text.strip()
    found = _parse(address) if 0 < len(address) <= _LONGEST and address.isprintable() else None
    if found is None:
        raise DomainError("bad_printer", text=address[:_LONGEST])
    return found


def _parse(address: str) -> ReceiptPrinter | None:
    scheme, separator, rest = address.partition(":")
    match scheme.lower() if separator else "":
        case "tcp":
            return _network(rest.removeprefix("//"))
        case "usb":
            return _usb(rest.removeprefix("//"))
        case "file":
            return _file(rest)
    if address.startswith(("/", "\\\\")) or re.match(r"[A-Za-z]:[\\/]", address):
        return FilePrinter(Path(address))
    return _usb(address) or _network(address)


def _network(text: str) -> NetworkPrinter | None:
    try:
        parts = urlsplit(f"//{text}" if text.count(":") < 2 or "[" in text else f"//[{text}]")
        host, port = parts.hostname or "", parts.port or PORT
    except ValueError:
        return None
    is_bare = not (parts.path.strip("/") or parts.query or parts.fragment or parts.username)
    return NetworkPrinter(host, port) if is_bare and _HOST.fullmatch(host) else None


def _usb(text: str) -> UsbPrinter | None:
    found = _USB.fullmatch(text)
    return UsbPrinter(int(found[1], 16), int(found[2], 16)) if found else None


def _file(text: str) -> FilePrinter | None:
    path = unquote(text.removeprefix("//"))
    if re.match(r"/[A-Za-z]:[\\/]", path):  # file:///C:/...
        path = path[1:]
    return FilePrinter(Path(path)) if path.strip("/") else None


# -- sending -------------------------------------------------------------------------------------


def send_receipt(data: bytes, printer: ReceiptPrinter) -> None:
    """Send a job.

    Raises DomainError with ``printer``, its address: ``printer_off`` (nothing answers there),
    ``printer_missing`` (no such host, device or cable), ``printer_denied`` (no right to use it),
    ``printer_busy`` (somebody else does), ``printer_no_paper``, ``printer_open`` (its cover), and
    ``printer_stopped`` where it took a part only; OSError where a plain file cannot be written.
    """
    match printer:
        case NetworkPrinter():
            _send_to_host(data, printer)
        case UsbPrinter():
            from refdesk.cards.usb_printer import send_to_usb

            send_to_usb(data, printer)
        case FilePrinter():
            _send_to_file(data, printer)


def refused_by(printer: ReceiptPrinter, code: str) -> DomainError:
    """The refusal of a printer."""
    return DomainError(code, printer=str(printer))


# -- the network ---------------------------------------------------------------------------------


def _send_to_host(data: bytes, printer: NetworkPrinter) -> None:
    try:
        connection = socket.create_connection((printer.host, printer.port), timeout=TIMEOUT_S)
    except (socket.gaierror, UnicodeError):
        raise refused_by(printer, "printer_missing") from None
    except OSError:
        raise refused_by(printer, "printer_off") from None
    with connection:
        try:
            _refuse_where_it_cannot(connection, printer)
            connection.settimeout(TIMEOUT_S)
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
        except OSError:
            raise refused_by(printer, "printer_stopped") from None
        _let_it_read(connection)


def _refuse_where_it_cannot(connection: socket.socket, printer: NetworkPrinter) -> None:
    """Ask why the printer is off line; one that does not answer such questions is trusted."""
    connection.sendall(_ASK_WHY_OFF)
    connection.settimeout(_STATUS_S)
    try:
        answer = connection.recv(1)
    except TimeoutError:
        return
    if not answer:
        raise ConnectionResetError
    state = answer[0]
    if state & _FIXED_BITS != _FIXED:
        return
    if state & _PAPER_OUT:
        raise refused_by(printer, "printer_no_paper")
    if state & _COVER_OPEN:
        raise refused_by(printer, "printer_open")


def _let_it_read(connection: socket.socket) -> None:
    """Wait a moment for the printer to hang up: what it said and nobody read would cut it off."""
    connection.settimeout(_CLOSING_S)
    end = time.monotonic() + _CLOSING_S
    with suppress(OSError):
        while time.monotonic() < end and connection.recv(64):
            pass


# -- devices and files ---------------------------------------------------------------------------


def _send_to_file(data: bytes, printer: FilePrinter) -> None:
    path = printer.path
    is_device = str(path).startswith((_DEVICES, "\\\\"))
    # A printer that is off has no device; a plain file of its name would hide that for good.
    flags = os.O_WRONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    flags |= 0 if is_device else os.O_CREAT | os.O_TRUNC
    try:
        device = os.open(path, flags, 0o666)
    except OSError as trouble:
        raise _refusal(printer, trouble, is_device=is_device) from None
    try:
        _write_all(device, data)
    except TimeoutError:
        raise refused_by(printer, "printer_stopped") from None
    except OSError as trouble:
        if trouble.errno in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise refused_by(printer, "printer_stopped") from None
    finally:
        os.close(device)


def _refusal(printer: FilePrinter, trouble: OSError, *, is_device: bool) -> Exception:
    if trouble.errno in (errno.EACCES, errno.EPERM):
        return refused_by(printer, "printer_denied")
    if trouble.errno == errno.EBUSY:
        return refused_by(printer, "printer_busy")
    if is_device or trouble.errno in (errno.ENODEV, errno.ENXIO):
        return refused_by(printer, "printer_missing")
    return trouble


def _write_all(device: int, data: bytes) -> None:
    """Write everything; a device that takes nothing for a while is stuck."""
    rest = memoryview(data)
    while rest:
        if os.name == "posix" and not select.select([], [device], [], TIMEOUT_S)[1]:
            raise TimeoutError
        with suppress(BlockingIOError):
            rest = rest[os.write(device, rest) :]
