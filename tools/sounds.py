"""Make the four sounds of the counter, as plain arithmetic: nothing is recorded or copied.

    python -m tools.sounds          write them into resources/sounds
    python -m tools.sounds --check  exit status 1 unless the files are what would be written

*ok* is one high tone of 90 ms, *check* two middle tones, *stop* one low tone of 300 ms, *busy* a
tick. All are mono, 16 bits, 44 100 samples a second; each tone fades in and out, so that nothing
clicks. The low tone has overtones, because a small loudspeaker hardly gives its ground.
"""

import io
import sys
import wave
from array import array
from collections.abc import Mapping
from math import pi, sin
from pathlib import Path
from typing import Final, NamedTuple

FOLDER: Final = Path(__file__).resolve().parent.parent / "resources" / "sounds"
RATE: Final = 44_100
LOUDEST: Final = 32_767
FADE_MS: Final = 6


class Tone(NamedTuple):
    """A tone in Hz and ms; ``overtones`` are the strengths of its multiples, from the ground on.

    Without strengths it is silence."""

    pitch: int
    ms: int
    overtones: tuple[float, ...] = (1.0,)
    fade_ms: int = FADE_MS


HIGH, MIDDLE, LOW = 1_568, 784, 196

SOUNDS: Final[Mapping[str, tuple[Tone, ...]]] = {
    "ok": (Tone(HIGH, 90),),
    "check": (Tone(MIDDLE, 90), Tone(0, 50, ()), Tone(MIDDLE, 90)),
    "stop": (Tone(LOW, 300, (1.0, 0.6, 0.35, 0.2)),),
    "busy": (Tone(2_400, 12, fade_ms=5),),
}


def samples_of(tone: Tone) -> list[int]:
    """The samples of a tone, as loud as the format allows but for a margin."""
    count = RATE * tone.ms // 1_000
    whole = sum(tone.overtones) or 1.0
    fade = RATE * tone.fade_ms // 1_000

    def at(place: int) -> int:
        wave_ = sum(
            strength * sin(2 * pi * tone.pitch * multiple * place / RATE)
            for multiple, strength in enumerate(tone.overtones, 1)
        )
        edge = min(1.0, place / fade, (count - 1 - place) / fade)
        return round(LOUDEST * 0.8 * edge * wave_ / whole)

    return [at(place) for place in range(count)]


def wav_of(tones: tuple[Tone, ...]) -> bytes:
    """A WAV file of tones in a row."""
    samples = array("h", [sample for tone in tones for sample in samples_of(tone)])
    if sys.byteorder == "big":
        samples.byteswap()
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
    return made.getvalue()


def main(arguments: list[str]) -> int:
    """Write the files, or look whether they are up to date."""
    made = {FOLDER / f"{name}.wav": wav_of(tones) for name, tones in SOUNDS.items()}
    if "--check" in arguments:
        old = [file.name for file, content in made.items() if _content(file) != content]
        if old:
            print(f"not what tools/sounds.py makes: {', '.join(old)}", file=sys.stderr)
        return 1 if old else 0
    FOLDER.mkdir(exist_ok=True)
    for file, content in made.items():
        file.write_bytes(content)
        print(f"{file.name}: {len(content)} bytes")
    return 0


def _content(file: Path) -> bytes | None:
    return file.read_bytes() if file.is_file() else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
