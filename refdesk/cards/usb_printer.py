"""Bytes to a receipt printer on a USB cable, by `pyusb`.

The place where a printer takes its data differs from model to model; it is looked up.
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final

from refdesk.cards.receipt_printer import TIMEOUT_S, refused_by
from refdesk.domain.errors import DomainError

if TYPE_CHECKING:
    from refdesk.cards.receipt_printer import UsbPrinter

_PRINTER_CLASS: Final = 7
_AT_ONCE: Final = 4096
_DENIED: Final = (errno.EACCES, errno.EPERM)
_GONE: Final = (errno.ENODEV, errno.ENOENT, errno.ENXIO)


def send_to_usb(data: bytes, printer: "UsbPrinter") -> None:
    """Send a job; raises the refusals of `send_receipt`, and ``printer_no_usb`` on a computer
    without the library that speaks to USB."""
    import usb.core
    import usb.util

    try:
        device = usb.core.find(idVendor=printer.vendor, idProduct=printer.product)
    except usb.core.NoBackendError:
        raise refused_by(printer, "printer_no_usb") from None
    except usb.core.USBError as trouble:
        raise _refusal(printer, trouble) from None
    if device is None:
        raise refused_by(printer, "printer_missing")
    is_begun = False
    try:
        with _claimed(device) as outlet:
            for start in range(0, len(data), _AT_ONCE):
                outlet.write(data[start : start + _AT_ONCE], timeout=int(TIMEOUT_S * 1000))
                is_begun = True
    except LookupError:
        raise refused_by(printer, "printer_missing") from None
    except usb.core.USBError as trouble:
        raise _refusal(printer, trouble, is_begun=is_begun) from None
    finally:
        usb.util.dispose_resources(device)


@contextmanager
def _claimed(device: Any) -> Iterator[Any]:
    """Where a printer takes data, ours for a while; the system's own driver has it again then."""
    import usb.core
    import usb.util

    number, outlet = _outlet(device)
    had_driver = _has_driver(device, number)
    if had_driver:
        device.detach_kernel_driver(number)
    try:
        usb.util.claim_interface(device, number)
        yield outlet
        usb.util.release_interface(device, number)
    finally:
        if had_driver:
            # a printer that is gone by now has nothing to be given back
            with suppress(usb.core.USBError):
                device.attach_kernel_driver(number)


def _outlet(device: Any) -> tuple[int, Any]:
    """The way out of the interface of the class of printers, or of the first one that has any,
    with the interface's number; raises LookupError where there is none."""
    import usb.util

    ways = [
        (interface.bInterfaceClass != _PRINTER_CLASS, interface.bInterfaceNumber, outlet)
        for interface in _configured(device)
        if (outlet := usb.util.find_descriptor(interface, custom_match=_is_way_out)) is not None
    ]
    if not ways:
        raise LookupError
    _, number, outlet = min(ways, key=lambda way: way[:2])
    return number, outlet


def _configured(device: Any) -> Any:
    """The interfaces of a device, which is switched on first where nobody has done it."""
    import usb.core

    try:
        return device.get_active_configuration()
    except usb.core.USBError as trouble:
        if trouble.errno in _DENIED + _GONE:
            raise
        device.set_configuration()
        return device.get_active_configuration()


def _is_way_out(endpoint: Any) -> bool:
    import usb.util

    is_out = usb.util.endpoint_direction(endpoint.bEndpointAddress) == usb.util.ENDPOINT_OUT
    kind = usb.util.endpoint_type(endpoint.bmAttributes)
    return bool(is_out and kind == usb.util.ENDPOINT_TYPE_BULK)


def _has_driver(device: Any, number: int) -> bool:
    try:
        return bool(device.is_kernel_driver_active(number))
    except NotImplementedError:  # how pyusb says that the system has no such drivers (Windows)
        return False


def _refusal(printer: "UsbPrinter", trouble: Any, *, is_begun: bool = False) -> DomainError:
    if trouble.errno in _DENIED:
        return refused_by(printer, "printer_denied")
    if trouble.errno == errno.EBUSY:
        return refused_by(printer, "printer_busy")
    if is_begun:
        return refused_by(printer, "printer_stopped")
    return refused_by(printer, "printer_missing" if trouble.errno in _GONE else "printer_off")
