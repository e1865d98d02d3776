"""What comes out of the printer, what is printed again, and the codes that wait (R29, R74)."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from refdesk.cards.drawn_symbols import decode_sheets
from refdesk.cards.qr import decode_page
from refdesk.domain.errors import DomainError
from refdesk.domain.progress import Cancelled, Progress
from refdesk.domain.records import RunCard
from refdesk.services import codes, customers, print_runs, read_back
from refdesk.services.activation import activate_code
from refdesk.services.card_swap import replace_code
from refdesk.services.look_up import look_up
from refdesk.services.print_runs import NewRun, RunMade, Selection
from refdesk.services.run_confirming import confirm_run, find_card
from refdesk.services.sheet_setup import Sheet
from refdesk.storage.print_runs import cards_of
from refdesk.storage.tables import AuditRow
from refdesk.words.catalogue import load_words
from refdesk.words.reasons import refusal_text
from tests.support.refusals import refused
from tests.support.shops import TestShop

WORDS = load_words("en")


@pytest.fixture
def shop(wash: TestShop) -> TestShop:
    wash.add("Anna")
    return wash


def make(shop: TestShop, count: int = 4, kind: str = "coupon", **more: object) -> RunMade:
    return print_runs.create_run(shop.desk, NewRun(count, kind=kind, **more))  # type: ignore[arg-type]


def cards(shop: TestShop, made: RunMade) -> list[RunCard]:
    return cards_of(shop.desk.store, made.run.id)


def states(shop: TestShop, made: RunMade) -> str:
    return "".join(card.status[0] for card in cards(shop, made))


def audit(shop: TestShop, action: str) -> list[dict[str, object]]:
    query = AuditRow.select().where(AuditRow.action == action).order_by(AuditRow.id)
    return [row.details for row in shop.desk.store.all(query)]


# -- confirming ----------------------------------------------------------------------------------


def test_r29_after_a_paper_jam_the_cards_that_came_out_work_and_the_rest_waits(
    shop: TestShop,
) -> None:
    made = make(shop, 6)
    done = confirm_run(shop.desk, made.run.id, up_to=4)
    assert (done.confirmed_at, done.issued, done.left) == (None, 4, 2)
    assert states(shop, made) == "llllpp"
    shop.buy("1000", code=made.codes[3], phone="+79170000001")
    with refused("code_not_activated", run="R1"):
        shop.buy("1000", code=made.codes[4], phone="+79170000002")
    rest = print_runs.run_cards(shop.desk, 1, Selection(run=1, rest=True))
    assert [(card.position, card.code) for card in rest] == [(5, made.codes[4]), (6, made.codes[5])]
    shop.clock.forward(hours=1)
    whole = confirm_run(shop.desk, made.run.id)
    assert (whole.confirmed_at, whole.issued, whole.left) == (shop.clock.at, 6, 0)
    issued = [card.issued_at for card in cards(shop, made)]
    assert len(set(issued[:4])) == len(set(issued[4:])) == 1
    assert issued[0] != issued[5]
    shop.buy("1000", code=made.codes[4], phone="+79170000002")
    # nothing was lost, nothing came twice
    assert [card.code for card in cards(shop, made)] == list(made.codes)
    assert states(shop, made) == "llllll"
    assert shop.problems() == []


def test_r29_saying_less_later_takes_nothing_back(shop: TestShop) -> None:
    made = make(shop, 5)
    confirm_run(shop.desk, 1, up_to=4)
    assert confirm_run(shop.desk, 1, up_to=2).issued == 4
    assert confirm_run(shop.desk, 1, up_to=0).issued == 4
    for wrong in (-1, 6):
        with refused("bad_count", most=5):
            confirm_run(shop.desk, 1, up_to=wrong)
    assert states(shop, made) == "llllp"


def test_r29_spoiled_cards_are_named_by_code_number_or_range(shop: TestShop) -> None:
    made = make(shop, 8)
    done = confirm_run(shop.desk, 1, [made.codes[0], "3, 5-6"])
    assert (done.issued, done.spoiled, done.left) == (4, 4, 0)
    assert states(shop, made) == "rlrlrrll"
    for place in (0, 2, 4):
        with refused("code_voided"):
            shop.buy("1000", code=made.codes[place], phone="+79170000001")
    assert audit(shop, "run_confirmed")[-1] == {
        "run": 1, "issued": 4, "up_to": 8, "spoiled": 4, "cards": "1, 3, 5-6",
    }  # fmt: skip


def test_r29_a_card_found_spoiled_later_never_comes_back(shop: TestShop) -> None:
    made = make(shop, 3)
    confirm_run(shop.desk, 1)
    first = print_runs.get_run(shop.desk, 1).confirmed_at
    shop.clock.forward(days=1)
    done = confirm_run(shop.desk, 1, ["2"])
    assert (done.issued, done.spoiled, done.confirmed_at) == (2, 1, first)
    again = confirm_run(shop.desk, 1, [made.codes[1]])
    assert (again.issued, again.spoiled) == (2, 1)
    confirm_run(shop.desk, 1)
    assert states(shop, made) == "lrl"
    with refused("code_voided"):
        shop.buy("1000", code=made.codes[1], phone="+79170000001")


def test_r29_a_card_that_somebody_uses_is_not_spoiled(shop: TestShop) -> None:
    coupons, blanks = make(shop, 3), make(shop, 3, "blank")
    for run in (1, 2):
        confirm_run(shop.desk, run)
    shop.buy("1000", code=coupons.codes[0], phone="+79170000001")
    anna = customers.get_customer(shop.desk, shop.who("Anna"))
    activate_code(shop.desk, blanks.codes[1], customer=anna)
    replace_code(shop.desk, coupons.codes[2])
    for run, card in ((1, 1), (2, 2), (1, 3)):
        with refused("card_in_use", card=card):
            confirm_run(shop.desk, run, ["1-3"] if card == 1 else [str(card)])
    assert states(shop, coupons) == states(shop, blanks).replace("p", "l") == "lll"
    # the old text of a swapped card names the same piece
    with refused("card_in_use", card=3):
        confirm_run(shop.desk, 1, [coupons.codes[2]])


def test_r29_what_is_no_card_of_the_run_is_refused(shop: TestShop) -> None:
    made, other = make(shop), make(shop)
    with refused("code_unknown"):
        confirm_run(shop.desk, made.run.id, [other.codes[0]])
    with refused("code_unknown"):
        confirm_run(shop.desk, made.run.id, [shop.code("Anna")])
    with refused("bad_cards", most=4):
        confirm_run(shop.desk, made.run.id, ["5"])
    with refused("run_unknown"):
        confirm_run(shop.desk, 9)
    with shop.acting(shop.hire("Rita", "cashier")), refused("not_allowed"):
        confirm_run(shop.desk, made.run.id)
    assert states(shop, made) == "pppp"


def test_g16_a_blocked_card_of_a_run_stays_blocked_when_the_run_is_confirmed(
    shop: TestShop,
) -> None:
    made = make(shop)
    codes.block_code(shop.desk, made.codes[1], "stolen on the way")
    confirm_run(shop.desk, 1)
    assert states(shop, made) == "lbll"


# -- codes that wait (R74) -----------------------------------------------------------------------


def _scan(shop: TestShop, code: str) -> None:
    seen = look_up(shop.desk, code)
    assert seen.refusal is not None, seen
    raise seen.refusal


def _typed(shop: TestShop, code: str) -> None:
    _scan(shop, f"{code[:5].lower()} {code[5:].lower()}")


def _redeem(shop: TestShop, code: str) -> None:
    shop.buy("1000", code=code, phone="+79170000001")


def _quote(shop: TestShop, code: str) -> None:
    shop.quote("1000", code=code, phone="+79170000001")


def _claim(shop: TestShop, code: str) -> None:
    shop.add("Boris", code=code)


def _activate(shop: TestShop, code: str) -> None:
    anna = customers.get_customer(shop.desk, shop.who("Anna"))
    activate_code(shop.desk, code, customer=anna, paid=50_000)


def _pay(shop: TestShop, code: str) -> None:
    shop.buy("1000", gift_cards=(code,))


_EVERYWHERE = (_scan, _typed, _redeem, _quote, _claim, _activate)


@pytest.mark.parametrize("path", _EVERYWHERE, ids=lambda path: path.__name__)
@pytest.mark.parametrize("kind", ["coupon", "blank"])
@pytest.mark.parametrize("holds", [True, False], ids=["held", "free"])
def test_r74_a_code_of_an_unconfirmed_run_is_refused_everywhere(
    shop: TestShop, kind: str, path: Callable[[TestShop, str], None], holds: bool
) -> None:
    made = make(shop, 3, kind, holders=(shop.who("Anna"),) if holds else ())
    confirm_run(shop.desk, 1, up_to=1)
    before = states(shop, made)
    with refused("code_not_activated", run="R1"):
        path(shop, made.codes[1])
    assert states(shop, made) == before
    assert shop.count("code_use") == shop.count("referral") == shop.count("purchase") == 0


@pytest.mark.parametrize("path", [_scan, _typed, _activate, _pay], ids=lambda path: path.__name__)
def test_r74_a_gift_card_of_an_unconfirmed_run_is_refused_everywhere(
    shop: TestShop, path: Callable[[TestShop, str], None]
) -> None:
    made = make(shop, 2, "gift_card", value=50_000)
    with refused("code_not_activated", run="R1"):
        path(shop, made.codes[0])
    confirm_run(shop.desk, 1)
    _activate(shop, made.codes[0])
    _pay(shop, made.codes[0])


def test_r74_it_is_said_which_run_is_to_be_confirmed(shop: TestShop) -> None:
    made = make(shop)
    refusal = look_up(shop.desk, made.codes[0]).refusal
    assert refusal is not None
    assert refusal_text(WORDS, refusal) == (
        "Print run R1 is not confirmed yet",
        "A manager says first that the cards of R1 came out",
    )
    confirm_run(shop.desk, 1)
    assert look_up(shop.desk, made.codes[0]).kind == "code"
    blank = make(shop, 1, "blank").codes[0]
    confirm_run(shop.desk, 2)
    refusal = look_up(shop.desk, blank).refusal
    assert refusal is not None
    assert refusal_text(WORDS, refusal)[0] == "Card is not activated yet"


@pytest.mark.parametrize("kind", ["coupon", "blank", "gift_card"])
def test_r74_swapping_a_blocked_card_puts_nothing_into_use(shop: TestShop, kind: str) -> None:
    made = make(shop, 2, kind, value=50_000 if kind == "gift_card" else None)
    for code in made.codes:
        codes.block_code(shop.desk, code, "lost")
    early = replace_code(shop.desk, made.codes[0])
    assert early.shown.state == "printed"
    confirm_run(shop.desk, 1)
    late = replace_code(shop.desk, made.codes[1])
    assert late.shown.state == ("live" if kind == "coupon" else "printed")
    assert codes.show_code(shop.desk, early.code).state == late.shown.state
    assert shop.problems() == []


# -- printing ------------------------------------------------------------------------------------


def write(shop: TestShop, file: Path, progress: Progress | None = None, **chosen: object) -> int:
    selection = Selection(run=1, **chosen)  # type: ignore[arg-type]
    return print_runs.print_cards(shop.desk, selection, file, words=WORDS, progress=progress).cards


def test_r29_the_rest_is_printed_again_with_the_same_codes(shop: TestShop, tmp_path: Path) -> None:
    made, file = make(shop, 12), tmp_path / "cards.pdf"
    assert write(shop, file) == 12
    confirm_run(shop.desk, 1, ["5"], up_to=7)
    assert write(shop, file, rest=True) == 5
    assert set(decode_page(file, 1)) == set(made.codes[7:])
    assert [card.reprints for card in cards(shop, made)] == [0] * 7 + [1] * 5
    confirm_run(shop.desk, 1)
    with refused("nothing_to_print"):
        write(shop, file, rest=True)
    assert [card.code for card in cards(shop, made)] == list(made.codes)


def test_r29_a_reprint_of_a_part_keeps_its_codes_and_is_logged(
    shop: TestShop, tmp_path: Path
) -> None:
    made, file = make(shop, 6, stacks=2), tmp_path / "cards.pdf"
    write(shop, file)
    confirm_run(shop.desk, 1, ["2"])
    codes.block_code(shop.desk, made.codes[4], "stolen")
    assert write(shop, file, cards=(1, 2, 3)) == 2
    assert set(decode_page(file, 1)) == {made.codes[0], made.codes[2]}
    assert write(shop, file, cards=(3, 4, 5, 6)) == 3
    assert [card.reprints for card in cards(shop, made)] == [1, 0, 2, 1, 0, 1]
    assert print_runs.get_run(shop.desk, 1).reprinted == 4
    assert [(one["numbers"], one["again"]) for one in audit(shop, "cards_printed")] == [
        ("1-6", 0), ("1, 3", 2), ("3-4, 6", 3),
    ]  # fmt: skip
    with refused("bad_cards", text="7", most=6):
        write(shop, file, cards=(7,))


def test_r29_a_symbol_that_reads_as_another_card_leaves_no_file(
    shop: TestShop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, file = make(shop, 3), tmp_path / "cards.pdf"
    other = codes.issue_coupon(shop.desk, codes.show_code(shop.desk, made.codes[0]).version)

    def decode(swap: str) -> None:
        def read(path: Path, dpi: float) -> Iterator[tuple[str, ...]]:
            for seen in decode_sheets(path, dpi):
                yield tuple(swap if one == made.codes[1] else one for one in seen)

        monkeypatch.setattr(read_back, "decode_sheets", read)

    decode(other)
    with refused("symbols_unreadable", sheet=1):
        write(shop, file)
    decode("")
    with pytest.raises(DomainError) as refusal:
        write(shop, file)
    assert refusal_text(WORDS, refusal.value) == (
        "The symbols of these cards do not read: 2",
        "Nothing was written. Take a larger size or another design",
    )
    assert list(tmp_path.glob("*.pdf*")) == []
    assert [card.printed_at for card in cards(shop, made)] == [None] * 3
    assert audit(shop, "cards_printed") == []


def test_r29_every_copy_of_a_card_is_read(
    shop: TestShop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, file = make(shop, 6), tmp_path / "cards.pdf"
    sheet = Sheet(copies=3)

    def save() -> int:
        chosen = Selection(run=1)
        return print_runs.print_cards(shop.desk, chosen, file, words=WORDS, sheet=sheet).cards

    def read(path: Path, dpi: float) -> Iterator[tuple[str, ...]]:
        *others, last = decode_sheets(path, dpi)
        yield from (*others, tuple(one for one in last if one != made.codes[4]))

    assert save() == 18
    monkeypatch.setattr(read_back, "decode_sheets", read)
    with refused("symbols_unreadable", cards="5"):
        save()


def test_g06_a_card_can_say_which_stack_it_is_of(shop: TestShop) -> None:
    make(shop, 3, stacks=2)
    ids = print_runs.card_ids(shop.desk, Selection(run=1))
    records = print_runs.card_records(shop.desk, shop.desk.shop(), ids, WORDS)
    assert [record.fields["stack"] for record in records] == ["R1-1", "R1-1", "R1-2"]


def test_stopping_while_symbols_are_read_leaves_no_file(shop: TestShop, tmp_path: Path) -> None:
    make(shop, 30)

    class Stop(Progress):
        def report(self, done: int, total: int | None) -> None:
            assert (done, total) == (10, 30)
            self.cancelled = True

    with pytest.raises(Cancelled):
        write(shop, tmp_path / "cards.pdf", Stop())
    assert [one.name for one in tmp_path.iterdir() if "cards" in one.name] == []


def test_a_card_is_found_by_its_code_also_after_a_swap(shop: TestShop) -> None:
    made = make(shop, 3)
    swapped = replace_code(shop.desk, made.codes[1])
    for text in (made.codes[1], swapped.code):
        card = find_card(shop.desk, text)
        assert card is not None
        assert (card.run, card.position, card.is_replaced) == (1, 2, True)
    assert find_card(shop.desk, shop.code("Anna")) is None
    assert find_card(shop.desk, "22222-22222") is None


def test_r28_a_request_for_a_code_that_waits_counts_as_no_wrong_code(shop: TestShop) -> None:
    made = make(shop)
    for _ in range(6):
        with refused("code_not_activated"):
            shop.buy("1000", code=made.codes[0], phone="+79170000001")
