"""What the editor shows, as values: cards of blocks of sentences with blanks.

Sections make these from a draft; the form shows them. Two cards of the same shape (all but the
values of their blanks) are one card whose values are written anew.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from refdesk.domain.errors import DomainError
from refdesk.domain.money import format_amount, format_percent, parse_amount, parse_percent
from refdesk.ui.pages.programmes.dates import read_date, read_hours
from refdesk.ui.pages.programmes.draft import Draft, Path, dotted

Kind = Literal["money", "percent", "count", "text", "date", "hours", "choice", "many", "area"]


@dataclass(frozen=True)
class Blank:
    """A place to fill in. ``label`` is its spoken name and its name among changes.

    ``change`` takes the new value where writing it at ``path`` is not all. ``empty`` is what an
    empty blank means; a blank without it has to be filled.
    """

    path: Path
    label: str = field(compare=False)
    kind: Kind
    value: Any = field(default=None, compare=False)
    options: tuple[tuple[Any, str], ...] = ()
    unit: str = field(default="", compare=False)
    empty: str | None = None
    wide: int = 0
    change: Callable[[Draft, Any], None] | None = field(default=None, compare=False)
    name: str = ""

    @property
    def field(self) -> str:
        """The path as a refusal names it."""
        return dotted(self.path)

    @property
    def object_name(self) -> str:
        """What its widget is called."""
        return f"blank_{self.name or self.field}"


@dataclass(frozen=True)
class Action:
    """A button: adds or takes away. ``key`` makes its name."""

    key: str
    text: str
    run: Callable[[Draft], None] = field(compare=False)
    icon: str = ""
    focus: str = ""
    """The blank to go to afterwards."""
    group: str = ""
    """The part of a menu where it stands with others of its kind."""


@dataclass(frozen=True)
class Line:
    """A sentence: a translated text with named places; a place is a blank or a plain word.

    ``heading`` is set bold; ``remove`` takes what the sentence says away.
    """

    text: str
    places: Mapping[str, "Blank | str"] = field(default_factory=dict)
    remove: Action | None = None
    heading: bool = False
    note: bool = False

    def blanks(self) -> list[Blank]:
        """The blanks of the sentence."""
        return [one for one in self.places.values() if isinstance(one, Blank)]


@dataclass(frozen=True)
class Block:
    """Sentences about one thing, with its name and icon at the left."""

    title: str
    icon: str
    lines: tuple[Line, ...]
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True)
class Card:
    """A white box of blocks. ``more`` is what its menu can add, ``remove`` takes all of it away."""

    key: str
    blocks: tuple[Block, ...]
    title: str = ""
    more: tuple[Action, ...] = field(default=(), compare=False)
    more_text: str = ""
    remove: Action | None = None

    def blanks(self) -> list[Blank]:
        """Every blank in order."""
        return [
            blank for block in self.blocks for line in block.lines for blank in line.blanks()
        ]  # fmt: skip


# -- what was typed ----------------------------------------------------------------------------


def raw_of(blank: Blank, text: str, decimals: int) -> Any:
    """What a typed text is in a terms file; as it is, where it is no such thing."""
    text = text.strip()
    if not text:
        return None if blank.empty is not None else ""
    try:
        match blank.kind:
            case "money":
                return format_amount(parse_amount(text, decimals, allow_zero=True), decimals)
            case "percent":
                return format_percent(parse_percent(text))
            case "count":
                return parse_amount(text, 0, allow_zero=True)
            case "date":
                return read_date(text) or text
            case "hours":
                return read_hours(text)
    except DomainError:
        return text
    return text
