"""Primitives as JSON that a person can read in a diff."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from refdesk.cards.primitives import Primitive, Qr

FOLDER = Path(__file__).parents[2] / "golden" / "cards"


def as_json(primitives: Iterable[Primitive]) -> str:
    return "[\n" + ",\n".join(map(_one, primitives)) + "\n]\n"


def _one(primitive: Primitive) -> str:
    values: dict[str, object] = {"kind": type(primitive).__name__, **asdict(primitive)}
    if isinstance(primitive, Qr):
        values["module_mm"] = round(primitive.module_mm, 6)
        values["matrix"] = ["".join(".#"[dark] for dark in row) for row in primitive.matrix]
    return json.dumps(values, ensure_ascii=False)
