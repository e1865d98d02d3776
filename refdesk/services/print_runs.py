"""Print runs, and cards on paper: made, confirmed, printed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from refdesk.cards.compose import CardRecord
from refdesk.cards.pdf import Printed, write_pdf
from refdesk.domain.bill import GIFT_CARD
from refdesk.domain.card_numbers import ranges_text
from refdesk.domain.card_terms import terms_of_card
from refdesk.domain.codes import group_code
from refdesk.domain.errors import DomainError
from refdesk.domain.money import format_amount
from refdesk.domain.progress import Progress
from refdesk.domain.records import PromoCode, Run, RunCard, Shop, Version
from refdesk.services import codes, customers, programmes
from refdesk.services.codes import STORED_VALUE
from refdesk.services.desk import Desk
from refdesk.services.read_back import write_checked
from refdesk.services.sheet_setup import Sheet, set_up
from refdesk.services.studio import ShopPictures
from refdesk.storage import codes as code_storage
from refdesk.storage import coupons as coupon_storage
from refdesk.storage import customers as people
from refdesk.storage import print_runs as storage
from refdesk.storage import programmes as programme_storage
from refdesk.words.catalogue import Words
from refdesk.words.coupon_text import coupon_fields
from refdesk.words.gift_card_text import gift_card_fields
from refdesk.words.terms_text import card_fields

MAX_RUN, MAX_STACKS, MAX_PLACE = 5000, 500, 80
KINDS = ("coupon", "blank", GIFT_CARD)
_FITTING = {
    "coupon": ("personal", "coupon"),
    "blank": ("personal",),
    GIFT_CARD: ("personal", "coupon", "campaign", "none"),
}
"""Which programmes' cards a run of a kind may be, by the codes that they have."""

_BATCH = 400
_TO_HAND_OUT = ("live", "used_up")
"""A card whose days are over is not printed any more; one that has had its uses may get them back
by an undo."""
MOST_NAMED = 200
"""So many codes of one go are named in the audit, by their ids, to tell what is printed again."""


@dataclass(frozen=True)
class NewRun:
    """A run to be made: so many cards, in so many stacks, with their holders or places.

    ``kind`` is ``coupon``, ``blank`` (a customer's own from its activation) or ``gift_card``, with
    the ``value`` each is sold for (minor units); None: for any sum.
    """

    count: int
    programme: str = ""
    stacks: int = 1
    holders: tuple[int, ...] = ()
    places: tuple[str, ...] = ()
    kind: str = "coupon"
    value: int | None = None


@dataclass(frozen=True)
class RunMade:
    """A run and its codes (bare), in the run's order."""

    run: Run
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Selection:
    """Which cards to print: of a run, of these customers, of everybody, or these coupons for the
    next visit (bare codes); the first ``limit``.

    Of a run all, those with the numbers ``cards``, or the ``rest`` that has not come out yet;
    never spoiled or blocked ones.
    """

    run: int | None = None
    cards: tuple[int, ...] = ()
    rest: bool = False
    customers: tuple[int, ...] = ()
    everybody: bool = False
    programme: str = ""
    limit: int | None = None
    coupons: tuple[str, ...] = field(default=(), repr=False)


# -- runs ----------------------------------------------------------------------------------------


def create_run(desk: Desk, new: NewRun) -> RunMade:
    """Make a run of cards; coupons work once it is confirmed that the cards came out, blanks and
    gift cards can be activated from then on (R29, R74).

    Raises DomainError ``not_allowed``, ``bad_count``, ``bad_run_kind``, ``bad_amount``,
    ``bad_programme``, ``customer_unknown``.
    """
    desk.require("manager", "create_run")
    shop = desk.shop()
    _check_run(new, shop.decimals)
    version = _run_programme(desk, new)
    with desk.store.write():
        stamp = desk.stamp(shop)
        for holder in new.holders:
            customers.get_customer(desk, holder)
        run = storage.insert_run(
            desk.store, programme=version.programme, kind=new.kind, count=new.count,
            value=new.value, created_at=stamp.at,
        )  # fmt: skip
        stack_of = _put_stacks(desk, run, new)
        made = codes.fresh_codes(desk, new.count, STORED_VALUE if new.kind == GIFT_CARD else 9)
        is_coupon = new.kind == "coupon"
        rows = [
            {
                "code": code, "kind": new.kind, "status": "printed", "version": version.id,
                "stack": stack, "use_limit": 1 if is_coupon else None, "issued_at": stamp.at,
                "valid_to": codes.life_end(version, stamp.on) if is_coupon else None,
            }
            for code, stack in zip(made, stack_of, strict=True)
        ]  # fmt: skip
        storage.insert_run_codes(desk.store, run, rows)
        desk.audit(stamp, "run_created", run=run, count=new.count)
    return RunMade(get_run(desk, run), tuple(made))


def _check_run(new: NewRun, decimals: int) -> None:
    if new.kind not in KINDS:
        raise DomainError("bad_run_kind", text=new.kind, options=", ".join(KINDS))
    if new.value is not None and (
        new.kind != GIFT_CARD or not 0 < new.value < 10 ** (9 + decimals)
    ):
        raise DomainError("bad_amount", text=format_amount(new.value, decimals))
    if not 1 <= new.count <= MAX_RUN:
        raise DomainError("bad_count", text=str(new.count), most=MAX_RUN)
    if not 1 <= new.stacks <= min(MAX_STACKS, new.count):
        raise DomainError("bad_count", text=str(new.stacks), most=min(MAX_STACKS, new.count))
    if len(new.holders) > new.stacks or len(new.places) > new.stacks:
        raise DomainError("bad_count", text=str(len(new.holders or new.places)), most=new.stacks)
    if any(len(place) > MAX_PLACE for place in new.places):
        raise DomainError("bad_name", text="")


def may_be_run(version: Version, kind: str) -> bool:
    """Whether a running programme may have a run of this kind."""
    return version.status == "active" and version.terms.codes in _FITTING[kind]


def _run_programme(desk: Desk, new: NewRun) -> Version:
    """The programme that is named, or the only one that fits; a gift card is of none in truth, so
    any running one will do (R73)."""
    fitting = _FITTING[new.kind]
    if new.programme:
        version = programmes.get_programme(desk, new.programme)
    else:
        running = [one for one in programmes.list_programmes(desk) if may_be_run(one, new.kind)]
        if not running or (len(running) > 1 and new.kind != GIFT_CARD):
            raise DomainError("bad_programme", text="")
        version = running[0]
    codes.check_issuable(version)
    if version.terms.codes not in fitting:
        raise DomainError("bad_programme", text=version.name)
    return version


def _put_stacks(desk: Desk, run: int, new: NewRun) -> list[int]:
    """Cut the run into stacks as equal as can be, the first ones larger; a stack id per card."""
    size, larger = divmod(new.count, new.stacks)
    stack_of: list[int] = []
    for number in range(1, new.stacks + 1):
        count = size + (1 if number <= larger else 0)
        stack = storage.insert_stack(
            desk.store, run=run, number=number, first=len(stack_of) + 1, count=count,
            holder=new.holders[number - 1] if number <= len(new.holders) else None,
            place=new.places[number - 1] if number <= len(new.places) else "",
        )  # fmt: skip
        stack_of += [stack] * count
    return stack_of


def get_run(desk: Desk, run: int) -> Run:
    """One run. Raises DomainError ``run_unknown``."""
    found = storage.find_run(desk.store, run)
    if found is None:
        raise DomainError("run_unknown")
    return found


def list_runs(desk: Desk) -> list[Run]:
    """All runs, newest first."""
    return storage.list_runs(desk.store)


def all_cards(desk: Desk, run: int) -> list[RunCard]:
    """Every card of a run in its order, the spoiled too. Raises DomainError ``run_unknown``."""
    get_run(desk, run)
    return storage.cards_of(desk.store, run)


# -- printing ------------------------------------------------------------------------------------


def print_cards(
    desk: Desk,
    selection: Selection,
    out: Path,
    *,
    words: Words,
    sheet: Sheet | None = None,
    progress: Progress | None = None,
) -> Printed:
    """Write the cards of a selection as a PDF.

    Of a run every symbol is read back from the picture of its page before the file has its name.
    Raises DomainError ``nothing_to_print``, ``symbols_unreadable``, and what `run_cards`, `set_up`
    and `write_pdf` raise.
    """
    ids = card_ids(desk, selection)
    if not ids:
        raise DomainError("nothing_to_print")
    progress = progress or Progress()
    setup = set_up(desk, sheet or Sheet(), title=desk.shop().name)

    def write(path: Path, progress: Progress) -> Printed:
        return write_pdf(
            path, ShopCards(desk, ids, words), stock=setup.stock, design=setup.design,
            options=setup.options, progress=progress,
        )  # fmt: skip

    if selection.run is None:
        printed = write(out, progress)
    else:
        cards = numbers_by_code(desk, selection.run, ids)
        printed = write_checked(out, write, cards, progress)
    log_printed(desk, ids, run=selection.run)
    return printed


def log_printed(desk: Desk, ids: Sequence[int], run: int | None = None) -> int:
    """Note that the cards of these codes were printed; how many of them not for the first time
    (R29: a reprint keeps its code and is logged)."""
    shop = desk.shop()
    with desk.store.write():
        stamp = desk.stamp(shop, opens_shift=False, minds_clock=False)
        if run is None:
            codes = sorted(ids)[:MOST_NAMED]
            desk.audit(stamp, "cards_printed", cards=len(ids), run=None, codes=codes)
            return 0
        again = storage.mark_printed(desk.store, run, ids, stamp.at)
        wanted = frozenset(ids)
        numbers = [one.position for one in storage.cards_of(desk.store, run) if one.id in wanted]
        desk.audit(
            stamp, "cards_printed", cards=len(ids), run=run, again=again,
            numbers=ranges_text(numbers),
        )  # fmt: skip
    return again


def numbers_by_code(desk: Desk, run: int, ids: Sequence[int]) -> dict[str, int]:
    """The numbers in their run of the cards of these codes, by their bare codes."""
    wanted = frozenset(ids)
    cards = storage.cards_of(desk.store, run)
    return {card.code: card.position for card in cards if card.id in wanted}


def card_ids(desk: Desk, selection: Selection) -> list[int]:
    """The ids of the codes to print, in the order of printing.

    A cashier prints a customer's cards and the coupons that he hands out; a run's and everybody's,
    which are money and the whole base on paper, are a manager's (R28, 4a). Raises DomainError
    ``not_allowed``, and what `run_cards` raises.
    """
    if selection.run is not None or selection.everybody:
        desk.require("manager", "print_many")
    if selection.run is not None:
        found = [card.id for card in run_cards(desk, selection.run, selection)]
    elif selection.coupons:
        coupons = code_storage.find_codes(desk.store, selection.coupons, desk.today())
        found = [code.id for code in coupons if code.effect is not None and code.status == "live"]
    elif selection.everybody:
        found = code_storage.owners_with_codes(desk.store, _versions_to_print(desk, selection))
    else:
        found = _codes_of_customers(desk, selection)
    return found[: selection.limit] if selection.limit is not None else found


def run_cards(desk: Desk, run: int, selection: Selection) -> list[RunCard]:
    """The cards of a run that a selection means, in the run's order; not the spoiled or blocked.

    Raises DomainError ``run_unknown``, ``bad_cards`` for a number that the run has not.
    """
    count = get_run(desk, run).count
    if any(not 1 <= number <= count for number in selection.cards):
        raise DomainError("bad_cards", text=ranges_text(selection.cards), most=count)
    wanted = frozenset(selection.cards) or range(1, count + 1)
    return [
        card for card in storage.cards_of(desk.store, run)
        if card.may_be_printed and card.position in wanted
        and not (selection.rest and card.issued_at)
    ]  # fmt: skip


def _versions_to_print(desk: Desk, selection: Selection) -> list[int]:
    if selection.programme:
        wanted = programmes.get_programme(desk, selection.programme).programme
    else:
        inviting = programmes.inviting(programmes.list_programmes(desk))
        if not inviting:
            raise DomainError("nothing_to_print")
        wanted = inviting[0].programme
    return programme_storage.versions_of(desk.store, wanted)


def _codes_of_customers(desk: Desk, selection: Selection) -> list[int]:
    versions, today = set(_versions_to_print(desk, selection)), desk.today()
    ids = []
    for customer in selection.customers:
        person = customers.get_customer(desk, customer)
        live = [one for one in code_storage.codes_of(desk.store, person.id)
                if one.state(today) in _TO_HAND_OUT and one.version in versions]  # fmt: skip
        ids += [live[-1].id] if live else []
    return ids


def card_records(desk: Desk, shop: Shop, ids: Sequence[int], words: Words) -> Iterator[CardRecord]:
    """The cards' contents in words with the shop's pictures, read in batches so that memory stays
    flat."""
    versions: dict[int, Version] = {}
    pictures = ShopPictures(desk)
    for start in range(0, len(ids), _BATCH):
        batch = code_storage.codes_by_id(desk.store, ids[start : start + _BATCH])
        owners = {code.owner for code in batch if code.owner is not None}
        names = people.names_of(desk.store, owners)
        stacks = storage.stack_names(desk.store, {one.stack for one in batch if one.stack})
        for code in batch:
            if code.version not in versions:
                versions[code.version] = programme_storage.get_version(
                    desk.store, code.version, shop.decimals
                )
            name = names.get(code.owner, "") if code.owner is not None else ""
            if code.kind == GIFT_CARD:
                value = storage.value_of(desk.store, code.id)
                fields = gift_card_fields(words, shop, value)
                record = _record(shop, code, fields)
            elif brought := coupon_storage.brought_by(desk.store, code):
                fields = coupon_fields(words, shop, brought.benefit, code.valid_to)
                record = _record(shop, code, fields)
            else:
                record = card_record(shop, code, versions[code.version], name, words)
            if code.stack is not None:
                record = replace(record, fields={**record.fields, "stack": stacks[code.stack]})
            yield replace(record, pictures=pictures)


class ShopCards:
    """The cards of these codes, read in batches as they are asked for: a ``CardSource``."""

    def __init__(self, desk: Desk, ids: Sequence[int], words: Words) -> None:
        self._desk, self._ids, self._words = desk, ids, words

    def __len__(self) -> int:
        """How many there are."""
        return len(self._ids)

    def in_order(self, cards: Iterable[int]) -> Iterator[CardRecord]:
        """Yield these cards, counted from 0, in this order."""
        shop, rest = self._desk.shop(), iter(cards)
        while batch := [self._ids[card] for card in islice(rest, _BATCH)]:
            yield from card_records(self._desk, shop, batch, self._words)


def card_record(
    shop: Shop, code: PromoCode, version: Version, name: str, words: Words
) -> CardRecord:
    """One card's content in words, with the split that was picked for it (G07). A blank will be
    somebody's own: he gives it to a friend."""
    fields = card_fields(
        words, terms_of_card(version.terms, code.friend_share), shop=shop, name=name,
        valid_to=code.valid_to, is_personal=code.kind in ("personal", "blank"),
    )  # fmt: skip
    return _record(shop, code, fields)


def _record(shop: Shop, code: PromoCode, fields: Mapping[str, str]) -> CardRecord:
    return CardRecord(code=code.code, shown_code=group_code(code.code, shop.prefix), fields=fields)
