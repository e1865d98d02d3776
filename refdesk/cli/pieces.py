"""Single pieces: a card as a picture, and a programme's poster."""

from pathlib import Path

from refdesk.cli.call import Call
from refdesk.cli.cards import card_words
from refdesk.cli.tree import Branch


def declare_pieces(branch: Branch) -> None:
    """``cards image`` and ``cards poster``."""
    from refdesk.services.pieces import DEFAULT_POSTER
    from refdesk.services.sheet_setup import DEFAULT_DESIGN

    words = branch.words
    image = branch.verb("image", _image, words.text("one card as a picture for messengers"))
    image.add_argument("code", metavar="CODE")
    image.add_argument("--out", metavar="FILE", required=True, help=words.text("PNG or SVG"))
    image.add_argument("--design", metavar="D", default=DEFAULT_DESIGN)
    poster = branch.verb(
        "poster", _poster, words.text("a poster or a table tent with a programme’s offer")
    )
    poster.add_argument(
        "--programme", metavar="P", required=True, help=words.text("number or name")
    )
    poster.add_argument("--out", metavar="FILE.pdf", required=True)
    poster.add_argument("--stock", metavar="S", default=DEFAULT_POSTER)
    poster.add_argument("--design", metavar="D", default=DEFAULT_DESIGN)


def _image(call: Call) -> None:
    from refdesk.services import pieces

    given = call.options
    made = pieces.card_image(
        call.desk(), given.code, Path(given.out), card_words(call), design=given.design
    )
    line = call.words.text("{file}: card {code}", file=str(made.file), code=made.mask)
    call.out.result({"file": str(made.file), "code": made.mask}, [line])


def _poster(call: Call) -> None:
    from refdesk.services import pieces

    given, desk, words = call.options, call.desk(), call.words
    out = Path(given.out)
    printed = pieces.poster(
        desk, given.programme, out, card_words(call), stock=given.stock, design=given.design
    )
    count = words.plural("{n} poster", "{n} posters", printed.cards)
    fields = {
        "file": str(out), "posters": printed.cards, "sheets": printed.sheets,
        "replaced": list(printed.replaced),
    }  # fmt: skip
    call.out.result(fields, [words.text("{file}: {count}", file=str(out), count=count)])
