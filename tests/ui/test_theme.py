"""The tokens are readable, measures scale, fonts have two real weights, icons are there."""

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QFont, QFontMetrics, QPalette
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

import refdesk.ui
from refdesk.ui.theme.fonts import load_family, make_font
from refdesk.ui.theme.icons import IconMissingError, icon_pixmap, missing_icons, svg_text
from refdesk.ui.theme.stylesheet import TEMPLATE, build_stylesheet, scaled_px
from refdesk.ui.theme.theme import SCALES, Mode, Theme
from refdesk.ui.theme.tokens import DARK, LIGHT, Tokens, contrast

TEXT_PAIRS = (
    ("text", "bg"), ("text", "surface"), ("text", "sunken"), ("text", "hover"),
    ("text", "accent_soft"), ("muted", "bg"), ("muted", "surface"), ("muted", "sunken"),
    ("accent", "bg"), ("accent", "surface"), ("on_accent", "accent"), ("on_accent", "accent_h"),
    ("on_accent", "accent_p"), ("accent_ink", "accent_soft"), ("on_ok", "ok"),
    ("ok_ink", "ok_soft"), ("ok_ink", "surface"), ("on_check", "check"),
    ("check_ink", "check_soft"), ("check_ink", "surface"), ("on_stop", "stop"),
    ("stop_ink", "stop_soft"), ("stop_ink", "surface"), ("on_info", "info"),
)  # fmt: skip
OUTLINE_PAIRS = (
    ("strong", "surface"), ("strong", "bg"), ("accent", "surface"), ("accent", "bg"),
    ("text", "bg"), ("on_accent", "accent"), ("ok_ink", "ok_soft"), ("check_ink", "check_soft"),
    ("stop_ink", "stop_soft"), ("accent", "accent_soft"),
)  # fmt: skip


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ink,ground", TEXT_PAIRS)
def test_text_has_a_contrast_of_4_5(tokens: Tokens, ink: str, ground: str) -> None:
    assert contrast(tokens[ink], tokens[ground]) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("line,ground", OUTLINE_PAIRS)
def test_outlines_and_focus_have_a_contrast_of_3(tokens: Tokens, line: str, ground: str) -> None:
    assert contrast(tokens[line], tokens[ground]) >= 3


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_both_themes_have_the_same_tokens_and_the_sheet_names_only_those() -> None:
    assert LIGHT.keys() == DARK.keys()
    assert set(re.findall(r"@(\w+)", TEMPLATE)) <= LIGHT.keys()


@pytest.mark.parametrize("scale", SCALES)
def test_scale_multiplies_every_measure_and_no_line_vanishes(scale: int) -> None:
    sheet = build_stylesheet(LIGHT, scale)
    assert "@" not in sheet
    assert f"border-radius: {scaled_px(8, scale)}px" in sheet
    assert scaled_px(1, scale) >= 1
    assert scaled_px(-12, scale) == -scaled_px(12, scale)


def test_bold_is_a_real_weight_of_the_variable_font(qtbot: QtBot) -> None:
    assert load_family()
    regular, bold = make_font(28), make_font(28, bold=True)
    assert bold.weight() == QFont.Weight.DemiBold
    text = "Код действует"
    assert QFontMetrics(bold).horizontalAdvance(text) > QFontMetrics(regular).horizontalAdvance(
        text
    )


def test_digits_are_tabular(qtbot: QtBot) -> None:
    metrics = QFontMetrics(make_font(20, bold=True))
    assert len({metrics.horizontalAdvance(digit * 8) for digit in "0123456789"}) == 1


def test_every_icon_that_the_window_names_is_in_the_package() -> None:
    names = set()
    for path in Path(refdesk.ui.__path__[0]).rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        names |= set(re.findall(r'icon="([a-z0-9-]+)"', source))
    names |= {"circle-check", "triangle-alert", "octagon-x", "user-check", "info", "check"}
    assert missing_icons(names) == []


def test_an_icon_takes_its_colour_and_an_unknown_one_is_told(qtbot: QtBot) -> None:
    image = icon_pixmap("square", "#A8211B", 24, 2.0).toImage()
    assert image.width() == 48
    inks = {
        image.pixelColor(x, 24).name() for x in range(48) if image.pixelColor(x, 24).alpha() == 255
    }
    assert inks == {"#a8211b"}
    with pytest.raises(IconMissingError):
        svg_text("no-such-icon")


def test_dark_and_light_change_without_a_new_window(qtbot: QtBot, theme: Theme) -> None:
    label = QLabel("x")
    qtbot.addWidget(label)
    label.show()
    before = label.palette().color(QPalette.ColorRole.Window).name()
    with qtbot.waitSignal(theme.changed):
        theme.set_mode(Mode.DARK)
    assert theme.is_dark
    assert before == LIGHT["bg"].lower()
    assert label.palette().color(QPalette.ColorRole.Window).name() == DARK["bg"].lower()


def test_palette_roles_are_those_of_the_design(theme: Theme, qtbot: QtBot) -> None:
    palette = QLabel().palette()
    roles = QPalette.ColorRole
    expected = {
        roles.Window: "bg", roles.Base: "surface", roles.Button: "surface",
        roles.AlternateBase: "hover", roles.WindowText: "text", roles.PlaceholderText: "muted",
        roles.Highlight: "accent_soft", roles.HighlightedText: "text", roles.Link: "accent",
        roles.Accent: "accent", roles.Mid: "border", roles.Dark: "strong",
    }  # fmt: skip
    for role, token in expected.items():
        assert palette.color(role).name() == LIGHT[token].lower(), role
