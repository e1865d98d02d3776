"""Receipt printers on a USB cable: `pyusb` as it is, with a cable of the tests' own."""

import errno
from types import SimpleNamespace as Descriptor
from typing import Any

import pytest
import usb.backend
import usb.core

from refdesk.cards.receipt_printer import UsbPrinter, send_receipt
from tests.support.refusals import refused

PRINTER = UsbPrinter(0x04B8, 0x0202)
JOB = bytes(range(256)) * 100
OUT, IN = 0x03, 0x82
BULK, INTERRUPT = 2, 3
KEYBOARD_CLASS, PRINTER_CLASS, VENDOR_CLASS = 3, 7, 255


class Cable(usb.backend.IBackend):  # type: ignore[misc]
    """A bus with one device; ``interfaces`` are the classes of its interfaces, with the addresses
    and kinds of their endpoints."""

    def __init__(self, *interfaces: tuple[int, list[tuple[int, int]]]) -> None:
        self.interfaces = interfaces
        self.is_plugged = True
        self.has_driver = False
        self.is_configured = True
        self.trouble: dict[str, int] = {}
        self.written = b""
        self.calls: list[tuple[str, int]] = []

    def _fail(self, deed: str) -> None:
        if deed in self.trouble:
            raise usb.core.USBError("no", errno=self.trouble[deed])

    def enumerate_devices(self) -> list[str]:
        return ["device"] if self.is_plugged else []

    def get_device_descriptor(self, _device: object) -> Any:
        return Descriptor(
            idVendor=PRINTER.vendor, idProduct=PRINTER.product, bNumConfigurations=1, bLength=18,
            bDescriptorType=1, bcdUSB=0x200, bDeviceClass=0, bDeviceSubClass=0, bDeviceProtocol=0,
            bMaxPacketSize0=64, bcdDevice=0, iManufacturer=0, iProduct=0, iSerialNumber=0,
            address=1, bus=1, port_number=1, port_numbers=(1,), speed=3,
        )  # fmt: skip

    def get_configuration_descriptor(self, _device: object, config: int) -> Any:
        if config:
            raise IndexError
        return Descriptor(
            bLength=9, bDescriptorType=2, wTotalLength=32, bNumInterfaces=len(self.interfaces),
            bConfigurationValue=1, iConfiguration=0, bmAttributes=0xC0, bMaxPower=50,
            extra_descriptors=[],
        )  # fmt: skip

    def get_interface_descriptor(self, _device: object, number: int, alt: int, _config: int) -> Any:
        if alt or number >= len(self.interfaces):
            raise IndexError
        kind, endpoints = self.interfaces[number]
        return Descriptor(
            bLength=9, bDescriptorType=4, bInterfaceNumber=number, bAlternateSetting=0,
            bNumEndpoints=len(endpoints), bInterfaceClass=kind, bInterfaceSubClass=1,
            bInterfaceProtocol=2, iInterface=0, extra_descriptors=[],
        )  # fmt: skip

    def get_endpoint_descriptor(
        self, _device: object, number: int, interface: int, _alt: int, _config: int
    ) -> Any:
        address, kind = self.interfaces[interface][1][number]
        return Descriptor(
            bLength=7, bDescriptorType=5, bEndpointAddress=address, bmAttributes=kind,
            wMaxPacketSize=64, bInterval=0, bRefresh=0, bSynchAddress=0, extra_descriptors=[],
        )  # fmt: skip

    def open_device(self, _device: object) -> str:
        self._fail("open")
        return "handle"

    def close_device(self, _handle: object) -> None:
        self.calls.append(("close", 0))

    def get_configuration(self, _handle: object) -> int:
        if not self.is_configured:
            raise usb.core.USBError("not yet", errno=errno.EIO)
        return 1

    def set_configuration(self, _handle: object, value: int) -> None:
        self.calls.append(("set", value))
        self.is_configured = True

    def is_kernel_driver_active(self, _handle: object, _number: int) -> bool:
        self._fail("driver")
        return self.has_driver

    def detach_kernel_driver(self, _handle: object, number: int) -> None:
        self._fail("detach")
        self.calls.append(("detach", number))

    def attach_kernel_driver(self, _handle: object, number: int) -> None:
        self.calls.append(("attach", number))

    def claim_interface(self, _handle: object, number: int) -> None:
        self._fail("claim")
        self.calls.append(("claim", number))

    def release_interface(self, _handle: object, number: int) -> None:
        self.calls.append(("release", number))

    def bulk_write(
        self, _handle: object, endpoint: int, _interface: int, data: Any, timeout: int
    ) -> int:
        assert endpoint == OUT
        assert 0 < timeout <= 3000
        if len(self.written) >= self.trouble.get("full", 10**9):
            raise usb.core.USBTimeoutError("stuck", errno=errno.ETIMEDOUT)
        self._fail("write")
        self.written += bytes(data)
        return len(data)


def plug(monkeypatch: pytest.MonkeyPatch, cable: Cable | None) -> None:
    for name in ("libusb1", "openusb", "libusb0"):
        monkeypatch.setattr(f"usb.backend.{name}.get_backend", lambda: cable)


@pytest.fixture
def cable(monkeypatch: pytest.MonkeyPatch) -> Cable:
    made = Cable((PRINTER_CLASS, [(IN, BULK), (OUT, BULK)]))
    plug(monkeypatch, made)
    return made


def test_a_usb_printer_gets_the_whole_job(cable: Cable) -> None:
    send_receipt(JOB, PRINTER)
    assert cable.written == JOB
    assert cable.calls == [("claim", 0), ("release", 0), ("close", 0)]


def test_the_systems_own_driver_has_the_printer_again_afterwards(cable: Cable) -> None:
    cable.has_driver = True
    send_receipt(JOB, PRINTER)
    assert cable.written == JOB
    deeds = [deed for deed, _ in cable.calls]
    assert deeds == ["detach", "claim", "release", "attach", "close"]


def test_a_printer_that_nobody_switched_on_is_configured(cable: Cable) -> None:
    cable.is_configured = False
    send_receipt(JOB, PRINTER)
    assert cable.calls[0] == ("set", 1)
    assert cable.written == JOB


def test_the_interface_of_a_printer_is_taken_where_there_are_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cable = Cable(
        (KEYBOARD_CLASS, [(0x81, INTERRUPT)]),
        (VENDOR_CLASS, [(0x04, BULK)]),
        (PRINTER_CLASS, [(IN, BULK), (OUT, BULK)]),
    )
    plug(monkeypatch, cable)
    send_receipt(JOB, PRINTER)
    assert ("claim", 2) in cable.calls
    assert cable.written == JOB


def test_a_makers_own_interface_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    cable = Cable((VENDOR_CLASS, [(OUT, BULK)]))
    plug(monkeypatch, cable)
    send_receipt(JOB, PRINTER)
    assert cable.written == JOB


def test_a_cable_that_is_out_is_missing(cable: Cable) -> None:
    cable.is_plugged = False
    with refused("printer_missing", printer="usb://04b8:0202"):
        send_receipt(JOB, PRINTER)


def test_a_device_that_takes_no_data_is_no_printer(monkeypatch: pytest.MonkeyPatch) -> None:
    plug(monkeypatch, Cable((KEYBOARD_CLASS, [(0x81, INTERRUPT)])))
    with refused("printer_missing"):
        send_receipt(JOB, PRINTER)


@pytest.mark.parametrize(
    "deed,trouble,code",
    [
        ("open", errno.EACCES, "printer_denied"), ("open", errno.EBUSY, "printer_busy"),
        ("claim", errno.EBUSY, "printer_busy"), ("claim", errno.EPERM, "printer_denied"),
        ("open", errno.ENODEV, "printer_missing"), ("write", errno.EIO, "printer_off"),
        ("driver", errno.ENOENT, "printer_missing"),
    ],
)  # fmt: skip
def test_why_a_usb_printer_does_not_print_is_said(
    deed: str, trouble: int, code: str, cable: Cable
) -> None:
    cable.trouble = {deed: trouble}
    with refused(code):
        send_receipt(JOB, PRINTER)
    assert not cable.written


def test_a_printer_without_paper_takes_no_more(cable: Cable) -> None:
    cable.trouble = {"full": 8192}
    with refused("printer_stopped"):
        send_receipt(JOB, PRINTER)
    assert len(cable.written) == 8192


def test_a_computer_without_libusb_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    plug(monkeypatch, None)
    with refused("printer_no_usb"):
        send_receipt(JOB, PRINTER)
