"""When keys are a scanner: the rules alone, told by times."""

from hypothesis import given
from hypothesis import strategies as st

from refdesk.ui.burst import Answer, BurstDetector, BurstLimits, Key, Scan

ENTER = Key.END


def type_text(
    detector: BurstDetector, text: str, *, gap: int = 10, start: int = 1_000
) -> tuple[list[Answer], int]:
    at = start
    answers = []
    for number, symbol in enumerate(text):
        at = start + number * gap
        answers.append(detector.press(Key.SYMBOL, at, symbol))
    return answers, at


def finished(detector: BurstDetector) -> str | None:
    scan = detector.take()
    return scan.text if scan else None


def test_fast_symbols_and_enter_are_a_scan() -> None:
    detector = BurstDetector()
    answers, at = type_text(detector, "7K4M9XQT2A")
    assert answers[0] is Answer.FIRST
    assert answers[1:5] == [Answer.PASS] * 4
    assert answers[5] is Answer.TAKE_BACK
    assert answers[6:] == [Answer.KEEP] * 4
    assert detector.press(ENTER, at + 10) is Answer.DONE
    assert finished(detector) == "7K4M9XQT2A"
    assert finished(detector) is None


def test_a_gap_of_35_ms_belongs_and_36_ms_does_not() -> None:
    detector = BurstDetector()
    _, at = type_text(detector, "ABCDEF", gap=35)
    assert detector.press(ENTER, at + 35) is Answer.DONE
    slow = BurstDetector()
    answers, at = type_text(slow, "ABCDEF", gap=36)
    assert answers == [Answer.FIRST] * 6
    assert slow.press(ENTER, at + 36) is Answer.PASS
    assert finished(slow) is None


def test_five_symbols_are_typing() -> None:
    detector = BurstDetector()
    answers, _ = type_text(detector, "ABCDE")
    assert answers == [Answer.FIRST, *[Answer.PASS] * 4]
    assert detector.press(ENTER, 1_400) is Answer.PASS
    assert finished(detector) is None
    _, _at = type_text(detector, "ABCDE", start=5_000)
    assert detector.silence() is False


def test_the_enter_of_a_short_barcode_presses_nothing() -> None:
    detector = BurstDetector()
    _, at = type_text(detector, "123")
    assert detector.press(ENTER, at + 10) is Answer.KEEP
    assert finished(detector) is None
    _, at = type_text(detector, "12", start=5_000)
    assert detector.press(ENTER, at + 10) is Answer.PASS
    _, at = type_text(detector, "123", start=9_000)
    assert detector.press(ENTER, at + 36) is Answer.PASS


def test_silence_ends_a_scan_without_enter() -> None:
    detector = BurstDetector()
    type_text(detector, "ABCDEF")
    assert detector.silence() is True
    assert finished(detector) == "ABCDEF"


def test_enter_after_the_gap_but_before_the_silence_still_ends_the_scan() -> None:
    detector = BurstDetector()
    _, at = type_text(detector, "ABCDEF")
    assert detector.press(ENTER, at + 80) is Answer.DONE


def test_cr_and_lf_are_one_end_within_250_ms() -> None:
    detector = BurstDetector()
    _, at = type_text(detector, "ABCDEF")
    detector.press(ENTER, at + 10)
    assert detector.press(ENTER, at + 10 + 250) is Answer.KEEP
    assert detector.press(ENTER, at + 10 + 251) is Answer.PASS


def test_enter_after_a_silent_end_is_swallowed_too() -> None:
    detector = BurstDetector()
    _, at = type_text(detector, "ABCDEF")
    detector.silence()
    assert detector.press(ENTER, at + 200) is Answer.KEEP


def test_two_scans_in_quick_succession_do_not_merge() -> None:
    detector = BurstDetector()
    _, at = type_text(detector, "AAAAAA")
    detector.press(ENTER, at + 5)
    first = finished(detector)
    _, at = type_text(detector, "BBBBBB", start=at + 10)
    detector.press(ENTER, at + 5)
    assert (first, finished(detector)) == ("AAAAAA", "BBBBBB")


def test_a_scanner_that_hesitates_is_still_one_scan() -> None:
    detector = BurstDetector()
    _, at = type_text(detector, "ABCDEF")
    assert detector.press(Key.SYMBOL, at + 80, "G") is Answer.KEEP
    assert detector.press(ENTER, at + 90) is Answer.DONE
    assert finished(detector) == "ABCDEFG"


def test_a_scan_without_an_end_is_not_lost_to_the_keys_after_it() -> None:
    detector = BurstDetector()
    _, at = type_text(detector, "AAAAAA")
    assert detector.press(Key.SYMBOL, at + 81, "B") is Answer.FIRST
    assert finished(detector) == "AAAAAA"
    _, at = type_text(detector, "BBBBBB", start=10_000)
    assert detector.press(Key.OTHER, at + 50) is Answer.PASS
    assert finished(detector) == "BBBBBB"
    _, at = type_text(detector, "CCCCCC", start=20_000)
    assert detector.press(ENTER, at + 200) is Answer.KEEP
    assert finished(detector) == "CCCCCC"
    _, at = type_text(detector, "DDDDDD", start=30_000)
    assert detector.press(ENTER, at + 400) is Answer.PASS
    assert finished(detector) == "DDDDDD"


def test_a_control_symbol_before_a_scan_is_known_does_not_break_it() -> None:
    detector = BurstDetector()
    _, at = type_text(detector, "ABC")
    assert detector.press(Key.CONTROL, at + 5) is Answer.KEEP
    type_text(detector, "DEF", start=at + 10)
    assert detector.silence() is True
    assert finished(detector) == "ABCDEF"


def test_control_symbols_inside_a_scan_are_dropped() -> None:
    detector = BurstDetector()
    _, at = type_text(detector, "ABCDEF")
    assert detector.press(Key.CONTROL, at + 5) is Answer.KEEP
    detector.press(Key.SYMBOL, at + 10, "G")
    detector.press(ENTER, at + 15)
    assert finished(detector) == "ABCDEFG"


def test_shift_between_symbols_neither_breaks_nor_counts() -> None:
    detector = BurstDetector()
    at = 1_000
    for symbol in "ABCDEF":
        detector.press(Key.QUIET, at)
        detector.press(Key.SYMBOL, at + 20, symbol)
        at += 40  # 40 ms from symbol to symbol, 20 ms from key to key
    assert detector.press(ENTER, at) is Answer.DONE
    assert finished(detector) == "ABCDEF"


def test_another_key_breaks_a_run() -> None:
    detector = BurstDetector()
    _, at = type_text(detector, "ABCDE")
    detector.press(Key.OTHER, at + 5)
    assert detector.press(Key.SYMBOL, at + 10, "F") is Answer.FIRST


def test_shortcuts_are_off_from_the_second_fast_symbol_on() -> None:
    detector = BurstDetector()
    detector.press(Key.SYMBOL, 1_000, "A")
    assert not detector.is_fast_run(1_010)
    detector.press(Key.SYMBOL, 1_010, "B")
    assert detector.is_fast_run(1_020)
    assert not detector.is_fast_run(1_200)


def test_prefix_and_suffix_of_the_scanner_are_taken_off() -> None:
    detector = BurstDetector(BurstLimits(prefix="~", suffix="#"))
    _, at = type_text(detector, "~ABCDEF#")
    detector.press(ENTER, at + 5)
    assert finished(detector) == "ABCDEF"


def test_limits_can_be_wider_for_a_slow_scanner() -> None:
    detector = BurstDetector(BurstLimits(max_gap_ms=60, min_symbols=4))
    _, at = type_text(detector, "ABCD", gap=55)
    assert detector.press(ENTER, at + 55) is Answer.DONE


def test_a_flood_of_symbols_is_counted_but_not_kept() -> None:
    detector = BurstDetector()
    _, at = type_text(detector, "A" * 5_000, gap=1)
    detector.press(ENTER, at + 1)
    scan = detector.take()
    assert scan is not None
    assert len(scan.text) == 512
    assert scan.symbols == 5_000


def test_the_measures_of_a_scan_are_told() -> None:
    detector = BurstDetector()
    for at, symbol in zip((0, 10, 30, 40, 50, 60), "ABCDEF", strict=True):
        detector.press(Key.SYMBOL, at, symbol)
    detector.press(ENTER, 70)
    assert detector.take() == Scan("ABCDEF", 6, 20, 60, True)


def test_the_measures_of_a_scan_are_its_own() -> None:
    detector = BurstDetector()
    _, at = type_text(detector, "AAAAAA", gap=30)
    detector.press(ENTER, at + 30)
    assert detector.take() == Scan("AAAAAA", 6, 30, 150, True)
    _, at = type_text(detector, "BBBBBB", gap=5, start=9_000)
    detector.press(ENTER, at + 5)
    assert detector.take() == Scan("BBBBBB", 6, 5, 25, True)


def test_a_clock_that_is_set_back_joins_no_keys() -> None:
    detector = BurstDetector()
    _, at = type_text(detector, "ABCDE")
    assert detector.press(Key.SYMBOL, at - 3_600_000, "F") is Answer.FIRST
    _, at = type_text(detector, "ABCDEF", start=90_000)
    assert detector.press(ENTER, at + 5) is Answer.DONE
    assert detector.press(ENTER, at - 3_600_000) is Answer.PASS


@given(st.lists(st.integers(min_value=36, max_value=2_000), min_size=1, max_size=60))
def test_human_typing_is_never_a_scan(gaps: list[int]) -> None:
    detector = BurstDetector()
    at = 10_000
    for number, gap in enumerate(gaps):
        at += gap
        key = Key.END if number % 7 == 6 else Key.SYMBOL
        answer = detector.press(key, at, "x")
        assert answer in (Answer.FIRST, Answer.PASS)
        if gap > 80:
            assert detector.silence() is False
    assert detector.take() is None


@given(
    st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=6, max_size=64),
    st.integers(min_value=0, max_value=35),
)
def test_every_fast_text_comes_out_whole(text: str, gap: int) -> None:
    detector = BurstDetector()
    _, at = type_text(detector, text, gap=gap)
    detector.press(ENTER, at + gap)
    assert finished(detector) == text
