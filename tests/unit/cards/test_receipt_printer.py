"""Addresses of receipt printers, and what is said of one that does not print."""

import errno
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from refdesk.cards import receipt_printer
from refdesk.cards.receipt_printer import (
    FilePrinter,
    NetworkPrinter,
    ReceiptPrinter,
    UsbPrinter,
    parse_printer,
    send_receipt,
)
from refdesk.domain.errors import DomainError
from tests.support.receipt_till import ASKS_STATUS, TcpPrinter, tcp_printer
from tests.support.refusals import refused

JOB = b"\x1b@" + bytes(range(256)) * 400


# -- addresses -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text,printer",
    [
        ("tcp://192.168.1.50:9101", NetworkPrinter("192.168.1.50", 9101)),
        ("tcp://kitchen.local", NetworkPrinter("kitchen.local")),
        ("192.168.1.50", NetworkPrinter("192.168.1.50")),
        (" printer:9100 ", NetworkPrinter("printer")),
        ("TCP://[fe80::1]:9100", NetworkPrinter("fe80::1")),
        ("::1", NetworkPrinter("::1")),
        ("usb://04b8:0202", UsbPrinter(0x04B8, 0x0202)),
        ("04B8:0E15", UsbPrinter(0x04B8, 0x0E15)),
        ("file:///dev/usb/lp0", FilePrinter(Path("/dev/usb/lp0"))),
        ("/dev/usb/lp0", FilePrinter(Path("/dev/usb/lp0"))),
        ("file:///srv/last%20job.bin", FilePrinter(Path("/srv/last job.bin"))),
        ("file:job.bin", FilePrinter(Path("job.bin"))),
        ("file:///C:/out/job.bin", FilePrinter(Path("C:/out/job.bin"))),
        ("\\\\till\\receipts", FilePrinter(Path("\\\\till\\receipts"))),
        ("C:\\out\\job.bin", FilePrinter(Path("C:\\out\\job.bin"))),
    ],
)
def test_an_address_is_read_and_written(text: str, printer: ReceiptPrinter) -> None:
    assert parse_printer(text) == printer
    assert parse_printer(str(printer)) == printer


@pytest.mark.parametrize(
    "text",
    [
        "", "  ", "tcp://", "tcp://host:0x1", "tcp://host:99999", "tcp://host/path", "usb://04b8",
        "usb://xyzw:0202", "file:", "file:///", "http://printer/", "a b", "tcp://user@host",
        "printer\n", "x" * 300, "принтер",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(text: str) -> None:
    if text == "printer\n":
        text = "prin\nter"
    with refused("bad_printer"):
        parse_printer(text)


# -- the network -----------------------------------------------------------------------------


def test_a_network_printer_gets_the_whole_job() -> None:
    with tcp_printer() as printer:
        send_receipt(JOB, printer.address)
    assert printer.received == ASKS_STATUS + JOB


def test_a_printer_that_says_it_is_ready_gets_the_job() -> None:
    with tcp_printer(status=b"\x12") as printer:
        started = time.monotonic()
        send_receipt(JOB, printer.address)
        assert time.monotonic() - started < 1
    assert printer.received == ASKS_STATUS + JOB


@pytest.mark.parametrize(
    "status,code",
    [(b"\x32", "printer_no_paper"), (b"\x16", "printer_open"), (b"\x36", "printer_no_paper")],
)
def test_a_printer_that_cannot_print_says_why(status: bytes, code: str) -> None:
    with tcp_printer(status=status) as printer, refused(code, printer=str(printer.address)):
        send_receipt(JOB, printer.address)
    assert printer.received == ASKS_STATUS


def test_an_answer_that_is_no_status_is_not_minded() -> None:
    with tcp_printer(status=b"\xff") as printer:
        send_receipt(JOB, printer.address)
    assert printer.received.endswith(JOB)


def test_a_printer_that_is_off_is_told_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    started = time.monotonic()
    with refused("printer_off", printer=f"tcp://127.0.0.1:{port}"):
        send_receipt(JOB, NetworkPrinter("127.0.0.1", port))
    assert time.monotonic() - started < 2


def test_a_host_that_nobody_knows_is_missing() -> None:
    with refused("printer_missing"):
        send_receipt(JOB, NetworkPrinter("printer.invalid"))
    with refused("printer_missing"):
        send_receipt(JOB, NetworkPrinter("x" * 80))


def test_a_printer_that_hangs_up_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    with tcp_printer(hangs_up=True) as printer, refused("printer_stopped"):
        send_receipt(JOB, printer.address)


def test_a_printer_that_takes_no_more_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receipt_printer, "TIMEOUT_S", 0.2)
    with tcp_printer(takes=1000) as printer, refused("printer_stopped"):
        send_receipt(bytes(40_000_000), printer.address)


# -- devices and files -----------------------------------------------------------------------


def test_a_plain_file_holds_the_last_job(tmp_path: Path) -> None:
    path = tmp_path / "job.bin"
    send_receipt(JOB * 2, FilePrinter(path))
    send_receipt(JOB, FilePrinter(path))
    assert path.read_bytes() == JOB


def test_a_device_that_is_not_there_is_missing_and_not_made() -> None:
    path = Path("/dev/refdesk-no-such-printer")
    with refused("printer_missing", printer="file:///dev/refdesk-no-such-printer"):
        send_receipt(JOB, FilePrinter(path))
    assert not path.exists()


def test_a_folder_that_is_not_there_is_trouble_with_a_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        send_receipt(JOB, FilePrinter(tmp_path / "none" / "job.bin"))


def test_a_pipe_that_nobody_reads_is_missing(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with refused("printer_missing"):
        send_receipt(JOB, FilePrinter(pipe))


def test_a_device_gets_the_job_as_fast_as_it_takes_it(tmp_path: Path) -> None:
    pipe, read = tmp_path / "pipe", bytearray()
    os.mkfifo(pipe)
    end = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    os.set_blocking(end, True)
    # while somebody may still write, who reads waits for more
    writer = os.open(pipe, os.O_WRONLY)
    done = threading.Thread(target=_read_all, args=(end, read))
    with _running(done):
        try:
            send_receipt(JOB, FilePrinter(pipe))
        finally:
            os.close(writer)
    os.close(end)
    assert bytes(read) == JOB


def test_a_device_that_takes_nothing_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receipt_printer, "TIMEOUT_S", 0.1)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    end = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        with refused("printer_stopped"):
            send_receipt(JOB * 10, FilePrinter(pipe))
    finally:
        os.close(end)


@pytest.mark.parametrize(
    "trouble,code",
    [
        (errno.EACCES, "printer_denied"), (errno.EPERM, "printer_denied"),
        (errno.EBUSY, "printer_busy"), (errno.ENODEV, "printer_missing"),
        (errno.ENXIO, "printer_missing"),
    ],
)  # fmt: skip
def test_why_a_device_cannot_be_opened_is_said(
    trouble: int, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "open", _failing(trouble))
    with refused(code):
        send_receipt(JOB, FilePrinter(tmp_path / "lp0"))


@pytest.mark.parametrize("trouble,kind", [(errno.ENOSPC, OSError), (errno.EIO, DomainError)])
def test_a_full_disk_is_told_from_a_printer_that_broke_off(
    trouble: int, kind: type[Exception], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "write", _failing(trouble))
    with pytest.raises(kind) as raised:
        send_receipt(JOB, FilePrinter(tmp_path / "job.bin"))
    assert getattr(raised.value, "code", "") in ("", "printer_stopped")


def _failing(trouble: int) -> Callable[..., int]:
    def fail(*_args: object) -> int:
        raise OSError(trouble, os.strerror(trouble))

    return fail


def _read_all(end: int, read: bytearray) -> None:
    while part := os.read(end, 4096):
        read.extend(part)


@contextmanager
def _running(thread: threading.Thread) -> Iterator[None]:
    thread.start()
    try:
        yield
    finally:
        thread.join(timeout=10)
    assert not thread.is_alive()


def test_the_printer_of_the_tests_is_what_it_says() -> None:
    with tcp_printer() as printer:
        assert isinstance(printer, TcpPrinter)
        assert printer.address.host == "127.0.0.1"
