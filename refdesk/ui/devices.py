"""What the status bar says of the scanner, the receipt printer and the backups."""

from datetime import datetime, timedelta

from refdesk.ui.serial_scanner import State
from refdesk.ui.status_bar import Device
from refdesk.words.catalogue import Words

STALE = timedelta(days=2)


def scanner_device(words: Words, last_scan: datetime | None, serial: State = "none") -> Device:
    """A scanner that types is known by its last scan only, one on a serial port by its state too.

    ``last_scan`` is a local time.
    """
    trouble: dict[State, str] = {
        "lost": words.text("Scanner is not connected"),
        "busy": words.text("Another program uses the scanner"),
        "missing": words.text("Serial scanners cannot be used here"),
    }
    if serial in trouble:
        return Device("scanner", "scan-qr-code", trouble[serial], "check")
    if last_scan is None and serial == "connected":
        text = words.text("Scanner connected")
    elif last_scan is None:
        text = words.text("No scan yet")
    else:
        text = words.text("Last scan {time}", time=words.time(last_scan))
    return Device("scanner", "scan-qr-code", text)


def printer_device(words: Words) -> Device:
    """The receipt printer, once something did not come out of it."""
    return Device("printer", "printer", words.text("Look at the receipt printer"), "check")


def backup_device(words: Words, last: datetime | None, now: datetime) -> Device:
    """How old the newest backup is, both times local; none is the worst."""
    if last is None:
        return Device("backup", "hard-drive", words.text("No backup yet"), "check")
    if last.date() == now.date():
        text = words.text("Backup today {time}", time=words.time(last))
        return Device("backup", "hard-drive", text)
    on = words.date(last.date(), today=now.date())
    text = words.text("Backup {date}", date=on)
    return Device("backup", "hard-drive", text, "check" if now - last > STALE else "ok")
