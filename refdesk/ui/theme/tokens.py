"""The colour tokens of both themes as data, and the contrast between two of them.

Pure: no Qt. ``LIGHT`` and ``DARK`` hold the same names; widgets and the style sheet use names only.
"""

from collections.abc import Mapping
from types import MappingProxyType

Tokens = Mapping[str, str]

_TABLE = """
bg          #EEF1F4 #0F161C
surface     #FFFFFF #18222A
sunken      #E2E8ED #0A1015
hover       #F3F6F9 #22303A
border      #CBD4DC #32424F
strong      #6B7986 #8193A2
text        #14212C #F0F4F7
muted       #485765 #AEBCC8
accent      #0F5AA0 #7DB9F5
accent_h    #0B4A86 #9CCBF8
accent_p    #083A6A #BBDCFB
on_accent   #FFFFFF #06192B
accent_soft #DBE9F7 #17395A
accent_ink  #0B4178 #C3E0FC
ok          #17683B #1B7544
on_ok       #FFFFFF #FFFFFF
ok_soft     #DDF2E5 #12331F
ok_ink      #0E5530 #8FE0B0
check       #F4B92F #EFB32B
on_check    #261A00 #261A00
check_soft  #FFF1CC #3B2D0B
check_ink   #6A4300 #FFD98A
stop        #A8211B #B8342C
on_stop     #FFFFFF #FFFFFF
stop_soft   #FBE4E2 #421814
stop_ink    #8C1813 #FFB6AE
info        #2B3E4E #34495A
on_info     #FFFFFF #FFFFFF
"""

# What the style sheet needs beside the table: the outline of a verdict.
_VERDICT_LINES = {
    "light": {"ok_line": "ok", "check_line": "check_ink", "stop_line": "stop", "info_line": "info"},
    "dark": dict.fromkeys(("ok_line", "check_line", "stop_line", "info_line"), "strong"),
}


def _column(index: int, theme: str) -> Tokens:
    rows = [line.split() for line in _TABLE.strip().splitlines()]
    table = {row[0]: row[index] for row in rows}
    table |= {name: table[source] for name, source in _VERDICT_LINES[theme].items()}
    return MappingProxyType(table)


LIGHT: Tokens = _column(1, "light")
DARK: Tokens = _column(2, "dark")


def luminance(colour: str) -> float:
    """Relative luminance of ``#RRGGBB`` by WCAG 2.2, 0 (black) to 1 (white)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two ``#RRGGBB`` colours by WCAG 2.2, 1 to 21."""
    brighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)
