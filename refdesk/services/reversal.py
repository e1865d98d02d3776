"""Undoing what a purchase did, wholly or in part, by new entries (R10-R17, R62, R68-R73)."""

from collections.abc import Sequence
from dataclasses import replace

from refdesk.domain.bill import Effect, Step
from refdesk.domain.errors import DomainError
from refdesk.domain.ledger import EXPIRED, Draw, Lot, returned, take_back
from refdesk.domain.records import Shop, Stamp
from refdesk.domain.reversal import PaidLine, Undone, is_whole, undone_so_far
from refdesk.services.desk import Desk
from refdesk.services.lots import grace_days, own_lot
from refdesk.storage import (
    coupons,
    entitlements,
    gift_cards,
    ledger,
    occasions,
    print_runs,
    programmes,
    purchases,
)
from refdesk.storage import customers as people
from refdesk.words.names import LOSS

RETURNED = "returned"
"""The state of an undone spending: its figures are negative, what it says comes back."""


class Reversal:
    """One undo of one purchase. ``lines`` are its lines with what has gone back, this undo
    included."""

    def __init__(
        self, desk: Desk, shop: Shop, stamp: Stamp, *, purchase: int, undo: int,
        lines: Sequence[PaidLine],
    ) -> None:  # fmt: skip
        self.desk, self.store, self.shop, self.stamp = desk, desk.store, shop, stamp
        self.purchase, self.undo, self.lines = purchase, undo, lines
        self.entries = {one.effect: one for one in ledger.entries_of_purchase(self.store, purchase)}

    def run(self) -> tuple[Effect, ...]:
        """Return what was spent, then take back what was earned (R68); the negative effects."""
        effects = [
            (row, effect) for row, effect in purchases.effects_of(self.store, self.purchase)
            if not self._is_milestone(effect)
        ]  # fmt: skip
        before = self._undone_before()
        parts = [
            (row, effect, self._cancelled(row, effect) or self._part(row, effect, before))
            for row, effect in effects
        ]
        for row, effect, part in parts:
            if effect.spent and part.spent:
                self._return_spent(self.entries[row], part.spent)
        for row, effect, part in parts:
            if not effect.spent and part.value and row in self.entries:
                self._take_back(self.entries[row], part.value)
        if is_whole(self.lines):
            entitlements.give_back(self.store, self.purchase)
        made = [self._record(row, effect, part) for row, effect, part in parts]
        return tuple(effect for effect in made if effect is not None)

    def _is_milestone(self, effect: Effect) -> bool:
        """R71: what a milestone gave follows the count of referrals, not one purchase."""
        if effect.version is None or effect.rule is None:
            return False
        version = programmes.get_version(self.store, effect.version, self.shop.decimals)
        return version.terms.rule(effect.rule).trigger == "milestone"

    def _undone_before(self) -> dict[int, Undone]:
        before: dict[int, Undone] = {}
        for row, one in purchases.undone_of(self.store, self.purchase):
            sum_ = before.get(row, Undone())
            before[row] = Undone(
                sum_.value - one.value, sum_.spent - one.spent, sum_.cost - one.cost,
                sum_.carry - one.carry,
            )  # fmt: skip
        return before

    def _part(self, row: int, effect: Effect, before: dict[int, Undone]) -> Undone:
        """What this undo undoes of an effect: all so far, less what earlier undos did."""
        now, old = undone_so_far(effect, self.lines), before.get(row, Undone())
        return Undone(
            now.value - old.value, now.spent - old.spent, now.cost - old.cost,
            now.carry - old.carry,
        )  # fmt: skip

    def _cancelled(self, row: int, effect: Effect) -> Undone | None:
        """What is kept is cancelled with the whole purchase; once used it stays given (R62)."""
        if effect.keeps is None or not is_whole(self.lines):
            return None
        if effect.customer is None:
            is_unused = coupons.retire_of_effect(self.store, row)
        else:
            is_unused = entitlements.cancel_of_effect(self.store, row, self.stamp.at)
        if not is_unused:
            return Undone()
        return Undone(value=effect.value, cost=effect.cost)

    def cancel_milestones(self, referrer: int) -> tuple[Effect, ...]:
        """R71: a count that falls below a milestone takes its benefit back while it is unused."""
        count, made = people.count_effective(self.store, referrer), []
        for occasion in occasions.live_milestones(self.store, referrer):
            version = programmes.get_version(self.store, occasion.version_id, self.shop.decimals)
            if count >= (version.terms.rule(occasion.rule).n or 0):
                continue
            given = self._cancel_given(occasion.purchase_id, occasion.rule, referrer)
            if given:
                occasions.cancel_occasion(self.store, occasion.id)
                made += given
        return tuple(made)

    def _cancel_given(self, purchase: int, rule: str, referrer: int) -> list[Effect]:
        entries = {one.effect: one for one in ledger.entries_of_purchase(self.store, purchase)}
        made = []
        for row, effect in purchases.effects_of(self.store, purchase):
            if (effect.rule, effect.customer, effect.side) != (rule, referrer, "referrer"):
                continue
            if self._is_unused(row, effect, entries):
                whole = Undone(effect.value, effect.spent, effect.cost, effect.carry)
                made.append(self._record(row, effect, whole, purchase))
        return [effect for effect in made if effect is not None]

    def _is_unused(self, row: int, effect: Effect, entries: dict[int, ledger.Booked]) -> bool:
        """Whether nothing of it was used; takes it away then."""
        if effect.keeps is not None:
            return entitlements.cancel_of_effect(self.store, row, self.stamp.at)
        entry = entries.get(row)
        lot = ledger.lot_with_rest(self.store, entry.id) if entry else None
        if entry is None or lot is None:
            return False
        # what expired was not used, booked or not (R43)
        if lot.left + ledger.expired_of(self.store, entry.id) < entry.change:
            return False
        self._take_back(entry, entry.change)
        return True

    def _record(
        self, row: int, effect: Effect, part: Undone, purchase: int | None = None
    ) -> Effect | None:
        if part == Undone() and not (is_whole(self.lines) and effect.value == 0):
            return None
        if effect.programme is not None and part.cost:
            programmes.give_budget_back(self.store, effect.programme, part.cost)
        change = part.spent if effect.spent else -part.value
        step = Step("undone", {"value": change, "benefit": effect.benefit})
        back = replace(
            effect, value=-part.value, spent=-part.spent, cost=-part.cost, carry=-part.carry,
            state=RETURNED if effect.spent else "cancelled", why=(step,),
        )  # fmt: skip
        purchases.insert_effect(
            self.store, purchase or self.purchase, row, back, undo=self.undo, undoes=row
        )
        return back

    # -- accounts ----------------------------------------------------------------------------

    def _return_spent(self, entry: ledger.Booked, amount: int) -> None:
        """R12: to the very lots, with their old expiry, or grace where that has passed."""
        ledger.settle(self.store, self.stamp, entry.account)
        last_on = ledger.last_purchase_on(self.store, entry.account)
        before = ledger.returned_of(self.store, entry.id)
        draws: list[tuple[Draw, Lot]] = []
        for drawn, lot in ledger.drawn_from(self.store, entry.id):
            part = min(amount, drawn.amount - before.get(drawn.lot, 0))
            if part <= 0:
                continue
            amount -= part
            if lot.state(self.stamp.on, last_on) == EXPIRED:
                self._expire(entry.account, lot)
            grace = grace_days(self.desk, self.shop, lot.version)
            draws.append((Draw(drawn.lot, part), returned(lot, self.stamp.on, grace, last_on)))
        cause = ledger.Cause("return", purchase=entry.purchase, undoes=entry.id, undo=self.undo)
        ledger.give_back(self.store, self.stamp, entry.account, draws, cause=cause)

    def _expire(self, account: int, lot: Lot) -> None:
        """Book what a lot still holds as expired: grace is for what returns alone (R12, R43)."""
        draws = [Draw(lot.id, lot.left)]
        ledger.take(self.store, self.stamp, account, draws, cause=ledger.Cause("expire"))

    def _take_back(self, entry: ledger.Booked, amount: int) -> None:
        cause = ledger.Cause("take_back", purchase=entry.purchase, undoes=entry.id, undo=self.undo)
        ledger.settle(self.store, self.stamp, entry.account)
        own = own_lot(self.desk, self.stamp, amount, cause)
        usable = ledger.usable_lots(self.store, entry.account, self.stamp.on)
        draws, debt = take_back(own, usable, amount)
        code = gift_cards.code_of_account(self.store, entry.account)
        if code is not None:
            self._take_card_back(code, debt)
        ledger.take(self.store, self.stamp, entry.account, draws, cause=cause, debt=debt)
        if debt and self.shop.settings.negative_balance == "stop":
            self._write_off(entry.account, debt)

    def _take_card_back(self, code: int, debt: int) -> None:
        """R73: a gift card's sale goes back up to its unused value, and wholly it is for sale."""
        if debt:
            raise DomainError("refund_exceeds_purchase", max=gift_cards.card_left(self.store, code))
        if is_whole(self.lines):
            print_runs.deactivate(self.store, code)

    def _write_off(self, account: int, debt: int) -> None:
        """R14: where the shop lets nobody owe, the loss is an entry of its own."""
        lot = ledger.NewLot(available_on=self.stamp.on, expires_on=self.stamp.on)
        cause = ledger.Cause("adjust", reason=LOSS)
        ledger.earn(self.store, self.stamp, account, debt, lot=lot, cause=cause)
        self.desk.audit(self.stamp, LOSS, account=account, amount=debt)
