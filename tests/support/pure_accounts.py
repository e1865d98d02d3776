"""Lots and debts in memory, moved by the ledger's pure rules as storage moves them."""

from abc import ABC, abstractmethod
from dataclasses import replace
from datetime import date
from typing import Any

from refdesk.domain.ledger import Debt, Draw, Lot, pay_debts, returned, spending_order, take_back
from tests.support.oracle import GRACE

Account = tuple[int, str]


class PureAccounts(ABC):
    """Everybody's lots and debts; nothing is booked before it must be (R43)."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.lots: dict[int, Lot] = {}
        self.owners: dict[int, Account] = {}
        self.died: dict[int, int] = {}
        self.debts: dict[Account, list[Debt]] = {}
        self.entries = 0

    @abstractmethod
    def last_on(self, who: int) -> date | None:
        """When somebody paid last for something that was not reversed."""

    def _lots(self, account: Account) -> list[Lot]:
        return [self.lots[n] for n, one in self.owners.items() if one == account]

    def _change(self, lot: int, by: int) -> None:
        self.lots[lot] = replace(self.lots[lot], left=self.lots[lot].left + by)
        assert self.lots[lot].left >= 0

    def _settle(self, account: Account) -> None:
        debts = [one for one in self.debts.get(account, []) if one.amount]
        if debts:
            last_on = self.last_on(account[0])
            for entry, one in pay_debts(self._lots(account), debts, self.today, last_on):
                self._change(one.lot, -one.amount)
                place = next(n for n, debt in enumerate(debts) if debt.entry == entry)
                debts[place] = replace(debts[place], amount=debts[place].amount - one.amount)
            self.debts[account] = debts

    def _usable(self, account: Account) -> tuple[Lot, ...]:
        return spending_order(self._lots(account), self.today, self.last_on(account[0]))

    def _earn(self, account: Account, amount: int, **lot: Any) -> int:
        self._settle(account)
        self.entries += 1
        lot.setdefault("available_on", self.today)
        self.lots[self.entries] = Lot(self.entries, account[1], amount, self.today, **lot)
        self.owners[self.entries] = account
        made = self.entries
        self._settle(account)
        return made

    def _take(self, account: Account, draws: tuple[Draw, ...], debt: int = 0) -> None:
        for one in draws:
            self._change(one.lot, -one.amount)
        self.entries += 1
        if debt:
            self.debts.setdefault(account, []).append(Debt(self.entries, self.today, debt))

    def _expire(self, lot: Lot) -> None:
        self.died[lot.id] = self.died.get(lot.id, 0) + lot.left
        self._change(lot.id, -lot.left)

    def _expire_account(self, account: Account) -> None:
        self._settle(account)
        last_on = self.last_on(account[0])
        for lot in self._lots(account):
            if lot.left and lot.has_expired(self.today, last_on):
                self._expire(lot)

    def _put_back(self, account: Account, parts: list[Draw]) -> None:
        self._settle(account)
        last_on = self.last_on(account[0])
        for one in parts:
            lot = self.lots[one.lot]
            if lot.has_expired(self.today, last_on):
                self._expire(lot)
            back = returned(lot, self.today, GRACE, last_on)
            lot = self.lots[one.lot]
            self.lots[one.lot] = replace(
                lot, left=lot.left + one.amount, expires_on=back.expires_on,
                inactive_days=back.inactive_days,
            )  # fmt: skip
        self._settle(account)

    def _take_back(self, account: Account, lot: int | None, amount: int) -> None:
        self._settle(account)
        if lot is not None and self.lots[lot].left < amount:
            alive = min(self.died.get(lot, 0), amount - self.lots[lot].left)
            self.died[lot] = self.died.get(lot, 0) - alive
            self._change(lot, alive)
        own = self.lots[lot] if lot is not None else None
        draws, debt = take_back(own, self._usable(account), amount)
        self._take(account, draws, debt)

    def _purse(self, who: int) -> tuple[list[Lot], dict[str, int]]:
        """What somebody has and owes, with what is to be settled settled, but not booked."""
        lots: list[Lot] = []
        owed: dict[str, int] = {}
        for account in sorted({one for one in self.owners.values() if one[0] == who}
                              | {one for one in self.debts if one[0] == who}):  # fmt: skip
            own = {lot.id: lot for lot in self._lots(account) if lot.left}
            debts = [one for one in self.debts.get(account, []) if one.amount]
            left = sum(one.amount for one in debts)
            for _, one in pay_debts(own.values(), debts, self.today, self.last_on(who)):
                own[one.lot] = replace(own[one.lot], left=own[one.lot].left - one.amount)
                left -= one.amount
            lots += [lot for lot in own.values() if lot.left]
            if left:
                owed[account[1]] = left
        return lots, owed
