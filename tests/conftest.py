"""What every test has: an own home, a strict log, and no skip without need."""

import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# Before anything imports Qt: a test never needs a screen unless it starts one itself.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

settings.register_profile("quick", max_examples=50, deadline=None)
settings.register_profile("ci", max_examples=100, deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "quick")

NEEDED_SKIP = "needs hardware:"

_OWN_SETTINGS = ("REFDESK_", "LANG", "LC_", "XDG_")
_KEPT_SETTINGS = ("REFDESK_NO_SKIPS", "REFDESK_PICTURES", "REFDESK_TEST_PG", "XDG_RUNTIME_DIR")


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the tests away from the developer's own shop, settings and language."""
    for name in list(os.environ):
        if name.startswith(_OWN_SETTINGS) and name not in _KEPT_SETTINGS:
            monkeypatch.delenv(name)
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    return home


@pytest.fixture(autouse=True)
def no_unexpected_log_lines(
    request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> Iterator[None]:
    """A warning in RefDesk's log fails the test, unless the test is marked `expects_log`."""
    yield
    if request.node.get_closest_marker("expects_log") is not None:
        return
    unexpected = [
        f"{record.name}: {record.getMessage()}"
        for record in caplog.get_records("call")
        if record.levelno >= logging.WARNING and record.name.startswith("refdesk")
    ]
    if unexpected:
        pytest.fail("unexpected in the log:\n" + "\n".join(unexpected), pytrace=False)


# -- no skip without need --------------------------------------------------------------------

_needless_skips: list[str] = []


def _skips_are_failures() -> bool:
    return os.environ.get("CI") == "true" or os.environ.get("REFDESK_NO_SKIPS") == "1"


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    if isinstance(report.longrepr, tuple):
        return str(report.longrepr[2]).removeprefix("Skipped: ")
    return str(report.longrepr)


def _note_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    # An expected failure is reported as skipped too; xfail_strict watches over those.
    if report.skipped and not hasattr(report, "wasxfail"):
        reason = _reason(report)
        if not reason.startswith(NEEDED_SKIP):
            _needless_skips.append(f"{report.nodeid}: {reason}")


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Remember a test that was skipped."""
    _note_skip(report)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    """Remember a whole file that was skipped."""
    _note_skip(report)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Turn the run red for tests that did not run and could have."""
    if _needless_skips and _skips_are_failures() and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the skipped tests that turned the run red."""
    if _needless_skips and _skips_are_failures():
        terminalreporter.section("skipped without need", red=True, bold=True)
        for line in _needless_skips:
            terminalreporter.line(line)


def pytest_report_header() -> str:
    """Say which Python and Qt the tests ran on."""
    from importlib.metadata import version

    python = ".".join(str(part) for part in sys.version_info[:3])
    return f"refdesk: Python {python}, PySide6 {version('PySide6_Essentials')}"
