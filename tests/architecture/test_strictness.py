"""The test-suite itself is strict: each laxness that pytest would let pass turns it red."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

HEAD = "import logging, os, warnings\nimport pytest\n"


def run_suite(folder: Path, body: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run one test file under the project's own settings."""
    test_file = folder / "test_sample.py"
    test_file.write_text(HEAD + body, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-c", str(ROOT / "pyproject.toml")]
    command += ["-p", "tests.conftest", f"--rootdir={folder}", "-p", "no:cacheprovider"]
    kept = {name: text for name, text in os.environ.items() if name != "CI"}
    return subprocess.run(
        [*command, str(test_file)],
        cwd=ROOT,
        env={**kept, "REFDESK_NO_SKIPS": "0", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_a_warning_a_log_line_and_a_stale_xfail_turn_the_run_red(tmp_path: Path) -> None:
    run = run_suite(
        tmp_path,
        "def test_warning(): warnings.warn('careless')\n"
        "def test_log(): logging.getLogger('refdesk.x').warning('odd')\n"
        "@pytest.mark.xfail\ndef test_stale(): pass\n",
    )
    assert "careless" in run.stdout
    assert "unexpected in the log:\nrefdesk.x: odd" in run.stdout
    assert "XPASS(strict)" in run.stdout
    assert run.returncode == 1


@pytest.mark.slow
def test_an_unknown_marker_turns_the_run_red(tmp_path: Path) -> None:
    run = run_suite(tmp_path, "@pytest.mark.unheard_of\ndef test_it(): pass\n")
    assert "'unheard_of' not found in `markers`" in run.stdout
    assert run.returncode != 0


NEEDLESS = "def test_it(): pytest.skip('not now')\n"
WHOLE_FILE = "pytest.importorskip('no_such_module')\n"


@pytest.mark.slow
@pytest.mark.parametrize("body", [NEEDLESS, WHOLE_FILE])
def test_a_needless_skip_turns_a_full_run_red(tmp_path: Path, body: str) -> None:
    run = run_suite(tmp_path, body, CI="true")
    assert "skipped without need" in run.stdout
    assert run.returncode != 0


@pytest.mark.slow
def test_a_needless_skip_passes_while_one_works_on_it(tmp_path: Path) -> None:
    assert run_suite(tmp_path, NEEDLESS).returncode == 0


@pytest.mark.slow
def test_what_is_declared_on_purpose_passes(tmp_path: Path) -> None:
    run = run_suite(
        tmp_path,
        "def test_device(): pytest.skip('needs hardware: a receipt printer')\n"
        "@pytest.mark.xfail\ndef test_known(): assert False\n"
        "@pytest.mark.expects_log\n"
        "def test_log(): logging.getLogger('refdesk.x').warning('provoked')\n",
        REFDESK_NO_SKIPS="1",
    )
    assert run.returncode == 0, run.stdout


def test_each_test_has_a_home_of_its_own(own_home: Path) -> None:
    assert Path.home() == own_home
    assert "REFDESK_DATA" not in os.environ
