"""Presets, programmes and their terms files."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from refdesk.cli.call import Call
from refdesk.cli.programme_try import declare_try
from refdesk.cli.tree import Branch, positive
from refdesk.cli.values import instant, printed_id
from refdesk.domain.errors import DomainError
from refdesk.domain.records import Version
from refdesk.domain.terms import Terms

if TYPE_CHECKING:
    from refdesk.services.presets import Preset

MAX_FILE = 1 << 20
"""No terms file is longer, in bytes."""

# -- presets -----------------------------------------------------------------------------------


def declare_presets(branch: Branch) -> None:
    """``preset list|show``."""
    words = branch.words
    branch.verb("list", _list_presets, words.text("every preset"))
    show = branch.verb("show", _show_preset, words.text("a preset’s terms file"))
    show.add_argument("name", metavar="NAME")


def _place(call: Call) -> tuple[int, str]:
    """The shop's decimals and language where there is one: presets can be read without it."""
    if call.opener.exists():
        return call.shop.decimals, call.shop.language
    return call.decimals, call.words.language


def _list_presets(call: Call) -> None:
    from refdesk.services import presets

    decimals, language = _place(call)
    rows = [
        (_preset_fields(call, one, decimals), (one.name, _title(call, one.terms)))
        for one in presets.list_presets(decimals, language)
    ]
    call.out.rows(rows, (call.words.text("name"), call.words.text("title")))


def _show_preset(call: Call) -> None:
    from refdesk.services import presets

    decimals, language = _place(call)
    preset = presets.load_preset(call.options.name, decimals, language)
    fields = _preset_fields(call, preset, decimals)
    call.out.result(fields, [preset.terms_text.rstrip("\n")])


def _preset_fields(call: Call, preset: "Preset", decimals: int) -> dict[str, object]:
    return {
        "name": preset.name,
        "title": _title(call, preset.terms),
        "group": preset.group,
        "terms": content(preset.terms, decimals),
    }


def _title(call: Call, terms: Terms) -> str:
    return terms.titled(call.words.language)


def content(terms: Terms, decimals: int) -> object:
    """A terms file's content as JSON has it."""
    from refdesk.domain.terms_file import terms_table

    return _plain(terms_table(terms, decimals))


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


# -- programmes --------------------------------------------------------------------------------


def declare(branch: Branch) -> None:
    """``programme add|list|show|revise|versions|pause|resume|end|try``."""
    words = branch.words
    add = branch.verb("add", _add, words.text("add a programme; it works at once"))
    source = add.add_mutually_exclusive_group(required=True)
    source.add_argument("--preset", metavar="NAME", help=words.text("a ready programme"))
    source.add_argument("--file", metavar="TERMS", help=words.text("a terms file"))
    add.add_argument("--name", metavar="N", help=words.text("its name in place of the file’s"))
    add.add_argument("--draft", action="store_true", help=words.text("it starts with resume"))
    branch.verb("list", _list, words.text("every programme"))
    show = branch.verb("show", _show, words.text("a programme’s terms file"))
    show.add_argument("programme", metavar="P")
    show.add_argument(
        "--version", metavar="N", type=positive, help=words.text("an earlier version’s terms")
    )
    revise = branch.verb("revise", _revise, words.text("new terms, as the next version"))
    revise.add_argument("programme", metavar="P")
    revise.add_argument("--file", metavar="TERMS", required=True, help=words.text("a terms file"))
    revise.add_argument(
        "--move-codes", action="store_true",
        help=words.text("live codes take the new terms too; without it they keep theirs"),
    )  # fmt: skip
    versions = branch.verb("versions", _versions, words.text("every version of a programme"))
    versions.add_argument("programme", metavar="P")
    for name, text in (
        ("pause", words.text("no new claims and benefits for now")),
        ("resume", words.text("let it work again, or start a draft")),
        ("end", words.text("no new claims and benefits for good")),
    ):
        verb = branch.verb(name, _set_status, text)
        verb.add_argument("programme", metavar="P")
        verb.set_defaults(action=name)
    declare_try(branch)


def _add(call: Call) -> None:
    from refdesk.services import programmes

    given, desk = call.options, call.desk()
    text = read_terms(given.file) if given.file is not None else None
    made = programmes.add_programme(
        desk, preset=given.preset, terms_text=text, name=given.name, draft=given.draft
    )
    call.out.result(_fields(made), [_line(call, made)])


def read_terms(name: str) -> str:
    """A terms file's text. Raises DomainError ``bad_file``, ``bad_terms``."""
    path = Path(name)
    try:
        if path.stat().st_size > MAX_FILE:
            raise DomainError("bad_file", text=path.name)
        return path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as broken:
        raise DomainError("bad_file", text=path.name) from broken


def _list(call: Call) -> None:
    from refdesk.services import programmes
    from refdesk.words.names import programme_state_name

    desk, words = call.desk(), call.words
    rows = [
        (
            _fields(one),
            (
                f"P{one.programme}",
                one.name,
                words.number(one.number),
                programme_state_name(words, one.status),
            ),
        )
        for one in programmes.list_programmes(desk)
    ]
    heads = (words.text("id"), words.text("name"), words.text("version"), words.text("state"))
    call.out.rows(rows, heads)


def _show(call: Call) -> None:
    from refdesk.domain.terms_file import dump_terms
    from refdesk.services import programmes

    version = programmes.get_programme(call.desk(), call.options.programme)
    if call.options.version is not None:
        version = _numbered(call, call.options.version)
    fields = {
        **_fields(version),
        "title": _title(call, version.terms),
        "terms": content(version.terms, call.decimals),
    }
    call.out.result(fields, [dump_terms(version.terms, call.decimals).rstrip("\n")])


def _numbered(call: Call, number: int) -> Version:
    """An earlier version of the programme that is asked for."""
    from refdesk.services import programmes

    given = call.options.programme
    for line in programmes.list_versions(call.desk(), given):
        if line.version.number == number:
            return line.version
    raise DomainError("bad_version", text=str(number))


def _revise(call: Call) -> None:
    from refdesk.domain.terms_file import parse_terms
    from refdesk.services import programmes

    given, desk = call.options, call.desk()
    terms = parse_terms(read_terms(given.file), call.decimals)
    made = programmes.revise(desk, given.programme, terms)
    moved = programmes.move_codes(desk, f"P{made.programme}") if given.move_codes else 0
    words = call.words
    lines = [_line(call, made), words.text("Version {number}", number=words.number(made.number))]
    if given.move_codes:
        lines.append(words.plural("{n} code moved to it", "{n} codes moved to it", moved))
    call.out.result({**_fields(made), "moved": moved}, lines)


def _versions(call: Call) -> None:
    from refdesk.domain.business_day import local
    from refdesk.services import programmes

    desk, words, zone = call.desk(), call.words, call.shop.zone
    rows = [
        (
            {**_fields(one.version), "since": instant(one.since), "codes": one.codes},
            (
                words.number(one.version.number),
                words.date(local(one.since, zone).date()),
                words.number(one.codes),
            ),
        )
        for one in programmes.list_versions(desk, call.options.programme)
    ]
    call.out.rows(rows, (words.text("version"), words.text("since"), words.text("live codes")))


def _set_status(call: Call) -> None:
    from refdesk.services import programmes

    given = call.options
    changed = programmes.set_status(call.desk(), given.programme, given.action)
    call.out.result(_fields(changed), [_line(call, changed)])


def _fields(version: Version) -> dict[str, object]:
    return {
        "programme": printed_id("P", version.programme),
        "name": version.name,
        "version": version.number,
        "status": version.status,
    }


def _line(call: Call, version: Version) -> str:
    from refdesk.words.names import programme_state_name

    state = programme_state_name(call.words, version.status)
    return f"P{version.programme}  {version.name}  {state}"
