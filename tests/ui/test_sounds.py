"""The counter's sounds: what they are, which is played when, and that they hold nobody up."""

import array
import cmath
import sys
import threading
import time
import wave
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from refdesk.resources import resource_path
from refdesk.services.codes import block_code
from refdesk.ui.page import Context
from refdesk.ui.pages.counter.cues import SETTLED_MS, Cues
from refdesk.ui.pages.counter.page import CounterPage
from refdesk.ui.preferences import Preferences
from refdesk.ui.sound_device import Bell, open_device
from refdesk.ui.sounds import VOLUMES, Cue, Level, Sounds
from refdesk.ui.tasks import ImmediateRunner, Tasks
from tests.ui.counter_till import SECOND, Till
from tests.ui.keys import Clock
from tests.ui.running import make_shop, running
from tests.ui.test_settings_page import open_settings
from tools.sounds import HIGH, LOW, MIDDLE, main

# -- the files -----------------------------------------------------------------------------------


class Heard:
    """A WAV file: its stretches of tone, each with its length in ms and its pitch in Hz."""

    def __init__(self, name: str) -> None:
        with wave.open(str(resource_path("sounds", f"{name}.wav")), "rb") as file:
            assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
            self.rate = file.getframerate()
            self.samples = array.array("h", file.readframes(file.getnframes()))
        if sys.byteorder == "big":
            self.samples.byteswap()

    @property
    def ms(self) -> float:
        return 1000 * len(self.samples) / self.rate

    def tones(self) -> list["array.array[int]"]:
        """The stretches between silences of at least 10 ms."""
        quiet, found, since = self.rate // 100, [array.array("h")], 0
        for sample in self.samples:
            since = since + 1 if abs(sample) < 40 else 0
            if since == quiet and found[-1]:
                found.append(array.array("h"))
            elif since < quiet:
                found[-1].append(sample)
        return [tone for tone in found if len(tone) > quiet // 2]

    def pitch(self, tone: "array.array[int]") -> float:
        """The frequency that is strongest in the middle of a tone, of those 14 Hz apart."""
        middle = tone[len(tone) // 4 : 3 * len(tone) // 4][:4_000]

        def strength(pitch: int) -> float:
            turns = (cmath.exp(-2j * cmath.pi * pitch * at / self.rate) for at in range(20_000))
            return abs(sum(sample * turn for sample, turn in zip(middle, turns, strict=False)))

        return max(range(98, 3_000, 14), key=strength)


def test_the_files_are_what_the_tool_makes() -> None:
    assert main(["--check"]) == 0
    assert {file.stem for file in resource_path("sounds").iterdir()} == set(Cue)


def test_ok_is_one_high_tone_of_90_ms() -> None:
    heard = Heard("ok")
    (tone,) = heard.tones()
    assert heard.ms == pytest.approx(90, abs=1)
    assert heard.pitch(tone) == pytest.approx(HIGH, rel=0.05)


def test_check_is_two_middle_tones() -> None:
    heard = Heard("check")
    tones = heard.tones()
    assert [heard.pitch(tone) for tone in tones] == pytest.approx([MIDDLE] * 2, rel=0.05)
    assert heard.ms < 300


def test_stop_is_one_low_tone_of_300_ms() -> None:
    heard = Heard("stop")
    (tone,) = heard.tones()
    assert heard.ms == pytest.approx(300, abs=1)
    assert heard.pitch(tone) == pytest.approx(LOW, rel=0.05)
    assert LOW < MIDDLE < HIGH


def test_busy_is_a_tick() -> None:
    assert Heard("busy").ms <= 15


@pytest.mark.parametrize("cue", list(Cue))
def test_no_sound_clicks_at_its_ends(cue: Cue) -> None:
    samples = Heard(cue).samples
    assert max(map(abs, (*samples[:10], *samples[-10:]))) < 2_500
    assert max(map(abs, samples)) > 10_000


# -- what is played, and when --------------------------------------------------------------------


class FakeDevice(QObject):
    """Writes down what would be heard, and how loud."""

    def __init__(self, log: list[str]) -> None:
        super().__init__()
        self.log = log
        self.volume = -1.0
        self.is_ended = False

    def open(self, bells: Mapping[str, Bell], files: Mapping[str, Path]) -> "FakeDevice":
        for name, bell in bells.items():
            assert files[name].is_file()
            bell.rung.connect(lambda name=name: self.log.append(name))
            bell.volume.connect(self._take_volume)
        return self

    def _take_volume(self, volume: float) -> None:
        self.volume = volume

    def end(self) -> None:
        self.is_ended = True


class PaintLog(QObject):
    """Writes down each paint of what it is put upon."""

    def __init__(self, log: list[str]) -> None:
        super().__init__()
        self.log = log

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self.log[-1:] != ["paint"]:
            self.log.append("paint")
        return False


class SoundTill(Till):
    """A till whose sounds are written down."""

    def listen(self, level: Level = Level.LOW) -> list[str]:
        self.log: list[str] = []
        self.device = FakeDevice(self.log)
        self.sounds = Sounds(self.context.tasks, level, open_with=self.device.open)
        cues = Cues(self.page)
        self.page.showing.opened.connect(cues.opened)
        self.page.scans.read_twice.connect(cues.busy)
        cues.wanted.connect(self.sounds.play)
        self.sounds._load()
        self.paints = PaintLog(self.log)
        return self.log

    def heard(self) -> list[str]:
        """What was heard since it was asked last, once everything is painted."""
        self.bot.wait(50)
        sounds = [one for one in self.log if one != "paint"]
        self.log.clear()
        return sounds

    def wait_settled(self) -> None:
        self.bot.wait(SETTLED_MS + 100)


@pytest.fixture
def till(qtbot: QtBot, context: Context, clock: Clock, tmp_path: Path) -> Iterator[SoundTill]:
    till = SoundTill(qtbot, context, clock, tmp_path)
    till.listen()
    yield till
    till.close()


def test_a_working_code_sounds_ok_once_and_after_it_was_painted(till: SoundTill) -> None:
    till.page.banner._title.installEventFilter(till.paints)  # painted after the banner itself
    till.log.clear()
    till.scan(till.shop.anna_code)
    till.bot.waitUntil(lambda: "ok" in till.log)
    assert till.log.index("paint") < till.log.index("ok")
    till.page.update()
    till.page.banner.update()
    till.bot.wait(50)
    assert till.log.count("ok") == 1


def test_each_kind_of_answer_has_its_sound(till: SoundTill) -> None:
    block_code(till.shop.desk, till.shop.anna_code, "lost card")
    till.scan(till.shop.anna_code)
    assert till.heard() == ["stop"]
    till.scan(till.shop.marina_code)
    assert till.heard() == ["ok"]
    code = till.shop.marina_code
    till.scan(("3" if code[0] != "3" else "4") + code[1:])
    assert till.heard() == ["check"]
    till.press(Qt.Key.Key_Escape)
    assert till.heard() == []
    till.scan(code)
    till.scan(code, later=SECOND // 2)
    assert till.heard() == ["ok", "busy"]


def test_the_same_answer_to_the_next_scan_is_heard_again(till: SoundTill) -> None:
    till.scan(till.shop.anna_code)
    assert till.heard() == ["ok"]
    till.scan(till.shop.anna_code)
    assert till.heard() == ["ok"]


def test_a_scan_that_waits_ticks_and_a_saved_purchase_sounds_ok(till: SoundTill) -> None:
    till.scan(till.shop.anna_code)
    till.type("9000001234")
    till.scan(till.shop.marina_code)
    assert till.heard() == ["ok", "busy"]
    till.press(Qt.Key.Key_Escape)
    till.press(Qt.Key.Key_F6)
    till.type("1000")
    assert till.heard() == []
    till.enter()
    assert till.purchases() == [(90_000, False)]
    assert till.heard() == ["ok"]


def test_what_typing_brings_about_is_heard_once_it_stays(till: SoundTill) -> None:
    till.type("9160004512")
    till.enter()
    assert till.heard() == ["ok"]
    till.type("1000")
    till.page.forms._page.show_verdict(
        till.page.banner.verdict()._replace(kind="check", title="Too little")  # type: ignore[union-attr]
    )
    assert till.heard() == []
    till.wait_settled()
    assert till.heard() == ["check"]


def test_trouble_with_the_data_sounds_stop(till: SoundTill) -> None:
    till.desk.store.sql("PRAGMA query_only = ON")
    till.scan(till.shop.anna_code)
    till.press(Qt.Key.Key_F5)
    till.heard()
    till.type("9000001234")
    till.press(Qt.Key.Key_F6)
    till.type("1000")
    till.enter()
    assert till.heard() == ["stop"]
    till.desk.store.sql("PRAGMA query_only = OFF")


def test_a_silent_till_loads_nothing_until_it_is_made_louder(context: Context) -> None:
    log: list[str] = []
    device = FakeDevice(log)
    sounds = Sounds(context.tasks, Level.OFF, open_with=device.open)
    sounds.load_soon()
    assert not sounds._load_later.isActive()
    sounds.play(Cue.STOP)
    sounds.try_out()
    assert (log, device.volume) == ([], -1.0)
    sounds.set_level(Level.HIGH)
    sounds.try_out()
    assert (log, device.volume) == (["ok"], VOLUMES[Level.HIGH])
    sounds.set_level(Level.LOW)
    assert device.volume == VOLUMES[Level.LOW]
    sounds.set_level(Level.OFF)
    assert device.volume == 0
    sounds.play(Cue.STOP)
    assert log == ["ok"]


def test_sounds_are_loaded_once_and_only_after_the_counter_stands(context: Context) -> None:
    device = FakeDevice([])
    sounds = Sounds(context.tasks, Level.LOW, open_with=device.open)
    sounds.load_soon()
    assert sounds._load_later.isActive()
    assert device.volume == -1.0
    sounds._load_later.timeout.emit()
    assert device.volume == VOLUMES[Level.LOW]
    sounds.load_soon()
    assert not sounds._load_later.isActive()


def test_try_plays_what_the_till_says_one_after_the_other(qtbot: QtBot, context: Context) -> None:
    device = FakeDevice([])
    sounds = Sounds(context.tasks, Level.LOW, open_with=device.open)
    sounds.try_out()
    qtbot.waitUntil(lambda: device.log == ["ok", "check", "stop"])
    assert VOLUMES[Level.OFF] < device.volume < VOLUMES[Level.HIGH]


def test_try_pressed_again_begins_anew(qtbot: QtBot, context: Context) -> None:
    device = FakeDevice([])
    sounds = Sounds(context.tasks, Level.LOW, open_with=device.open)
    sounds.try_out()
    qtbot.waitUntil(lambda: device.log == ["ok", "check"])
    sounds.try_out()
    qtbot.waitUntil(lambda: device.log == ["ok", "check", "ok", "check", "stop"])
    assert not sounds._next.isActive()


def test_a_cue_before_the_sounds_are_there_is_not_heard_late(context: Context) -> None:
    device = FakeDevice([])
    sounds = Sounds(context.tasks, Level.LOW, open_with=device.open)
    sounds.play(Cue.OK)
    sounds._load()
    assert device.log == []


# -- nobody is held up ---------------------------------------------------------------------------


def test_without_a_sound_library_the_till_is_quiet_and_says_nothing(
    context: Context, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "PySide6.QtMultimedia", None)
    assert open_device({"ok": Bell()}, {}) is None
    sounds = Sounds(context.tasks, Level.HIGH)
    sounds.try_out()
    sounds.play(Cue.OK)
    assert not sounds._is_ready
    assert capfd.readouterr() == ("", "")


def test_a_device_lives_and_ends_in_a_thread_of_its_own(qtbot: QtBot) -> None:
    tasks, owner, told, ends = Tasks(), QObject(), list[bool](), list[str]()

    class Named:
        def end(self) -> None:
            ends.append(threading.current_thread().name)

    tasks.stay_aside(Named, owner=owner, done=told.append)
    qtbot.waitUntil(lambda: told == [True])
    tasks.shut_down()
    assert (ends, tasks.is_stuck) == (["aside"], False)


def test_the_sounds_are_made_and_ended_away_from_the_windows_thread(qtbot: QtBot) -> None:
    tasks, names = Tasks(), list[str]()

    class Named:
        def __init__(self) -> None:
            names.append(threading.current_thread().name)

        def end(self) -> None:
            names.append(threading.current_thread().name)

    sounds = Sounds(tasks, Level.LOW, open_with=lambda _bells, _files: Named())
    sounds._load()
    qtbot.waitUntil(lambda: sounds._is_ready)
    tasks.shut_down()
    assert names == ["aside", "aside"]


def test_a_device_that_never_answers_holds_up_neither_window_nor_end(qtbot: QtBot) -> None:
    tasks, owner, told, answer = Tasks(), QObject(), list[bool](), threading.Event()
    begun = threading.Event()

    def begin() -> None:
        begun.set()
        answer.wait(30)

    tasks.stay_aside(begin, owner=owner, done=told.append)
    qtbot.waitUntil(begun.is_set)
    assert told == []
    began = time.monotonic()
    tasks.shut_down()
    assert time.monotonic() - began < 3
    assert tasks.is_stuck
    answer.set()


def test_a_till_keeps_its_level_and_hears_it_at_once(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_shop(tmp_path, pin="")
    device = FakeDevice([])
    monkeypatch.setattr(Tasks, "stay_aside", ImmediateRunner.stay_aside)
    with running(qtbot, qapp, tmp_path) as run:
        run.wait_for(CounterPage)
        assert run.session._sounds.level is Level.LOW
        run.session._sounds._open = device.open
        open_settings(run, "window", pin="")
        run.click("window_sounds_off")
        assert not run.find(QAbstractButton, "window_sounds_try").isEnabled()
        assert device.log == []
        run.click("window_sounds_high")
        assert device.log == ["ok"]
        run.wait(lambda: device.log == ["ok", "check", "stop"])
        run.click("window_sounds_try")
        assert device.log[3:] == ["ok"]
    assert Preferences(tmp_path, "1").sound is Level.HIGH
