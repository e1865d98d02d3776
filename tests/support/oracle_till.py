"""The oracle at the till: what a purchase gives everybody, and what undoing it takes back."""

from datetime import timedelta

from tests.support.oracle import (
    CREDIT_PERCENT,
    FULL_SUM,
    SILVER_FROM,
    STAMPS_FOR_A_WASH,
    WORTH,
    Asked,
    Bill,
    Gift,
    Given,
    Oracle,
    Owed,
    Pot,
    Refused,
    Spent,
    Told,
    share_out,
)

WASH = "Wash"


class TillOracle(Oracle):
    """Everybody's balances, with buying and undoing."""

    # -- buying --------------------------------------------------------------------------------

    def buy(
        self, who: int | None, lines: list[tuple[str, int]], *, friend: int | None = None,
        points: Asked = 0, credit: Asked = 0, gift: bool = False, keeps_stamps: bool = False,
    ) -> Told:  # fmt: skip
        """Somebody pays a bill; None is somebody new with a friend's code."""
        if who is not None and friend is not None:
            self._check_friend(who, friend)
        buyer = who if who is not None else self.enrol(friend)
        person = self.people[buyer]
        is_first_claim = person.friend is None and friend is not None
        kept_gift = self._gift_to_use(buyer) if gift else None
        prices = [price for _, price in lines]
        spent = self._free_wash(buyer, lines, prices, keeps_stamps)
        stamped = [place for place, (name, _) in enumerate(lines) if name == WASH]
        brought_by = friend if is_first_claim else person.friend
        had_it = any(
            one.is_first and not one.is_void for one in self.bills.values() if one.who == buyer
        )
        is_first = brought_by is not None and not had_it
        self._discounts(buyer, prices, is_first=is_first)
        paid = list(prices)
        spent += self._pay_with(buyer, paid, points, credit)
        if is_first_claim:
            person.friend = friend
        bill = Bill(
            len(self.bills) + 1, buyer, self.today, prices, paid, [0] * len(lines),
            brought_by is not None, is_first, sum(paid), spent,
        )  # fmt: skip
        for one in spent:
            for number, part in one.pots.items():
                self.pots[number].left -= part
        if kept_gift:
            kept_gift.used_in = bill.number
        self._earn(bill, stamped, gives_stamp=not any(one.unit == "stamps" for one in spent))
        self.bills[bill.number] = bill
        self.settle()
        return Told(buyer, bill.number, bill.to_pay)

    def _check_friend(self, who: int, friend: int) -> None:
        if who == friend:
            raise Refused("own_code")
        if self.people[who].friend not in (None, friend):
            raise Refused("already_referred")
        if who in self.above(friend):
            raise Refused("referral_cycle")

    def _gift_to_use(self, who: int) -> Gift:
        for one in self.gifts.values():
            if one.who == who and one.used_in is None and not one.waits and one.ends >= self.today:
                return one
        raise Refused("entitlement_unavailable")

    def _free_wash(
        self, who: int, lines: list[tuple[str, int]], prices: list[int], keeps: bool
    ) -> list[Spent]:
        """Three stamps make the cheapest wash free, before anything else (R63)."""
        washes = [(price, n) for n, (name, price) in enumerate(lines) if name == WASH and price]
        stamps = self.usable(who, "stamps")
        enough = sum(pot.left for pot in stamps) >= STAMPS_FOR_A_WASH
        if self.people[who].is_blocked or keeps or not washes or not enough:
            return []
        price, place = min(washes)
        prices[place] = 0
        taken = self._would_take(stamps, STAMPS_FOR_A_WASH)
        return [Spent("stamps", STAMPS_FOR_A_WASH, price, (), taken, in_parts=False)]

    @staticmethod
    def _would_take(pots: list[Pot], count: int) -> dict[int, int]:
        taken = {}
        for pot in pots:
            part = min(pot.left, count)
            if part:
                taken[pot.number] = part
                count -= part
        return taken

    def _discounts(self, who: int, prices: list[int], *, is_first: bool) -> None:
        """10 % for a friend's first purchase, then 5 % of the rest for Silver (R05)."""
        percents = [10] if is_first else []
        if self.spend(who) >= SILVER_FROM and not self.people[who].is_blocked:
            percents.append(5)
        for percent in percents:
            off = share_out(sum(prices) * percent // 100, prices)
            prices[:] = [price - part for price, part in zip(prices, off, strict=True)]

    def _pay_with(self, who: int, due: list[int], points: Asked, credit: Asked) -> list[Spent]:
        """Points, then credit: each pot up to its programme's share of the bill (R60, R61)."""
        share = {"Family": 50, "Own": 60 if self.spend(who) >= SILVER_FROM else 30, "": 100}
        pots = {unit: self.usable(who, unit) for unit in WORTH}
        room = {name: sum(due) * part // 100 for name, part in share.items()}
        names = {pot.programme for found in pots.values() for pot in found}
        room["all"] = max((room[name] for name in names), default=0)
        spent, refused = [], []
        for unit, asked in (("points", points), ("store_credit", credit)):
            has, worth = sum(pot.left for pot in pots[unit]), WORTH[unit]
            most = sum(v for _, v in self._paying(pots[unit], has, worth, list(due), dict(room)))
            count = most // worth if asked == "max" else asked
            if count > has:
                held = [
                    pot for pot in self.pots.values() if (pot.who, pot.unit) == (who, unit)
                    and pot.left and self.state(pot) == "held"
                ]  # fmt: skip
                refused.append("hold_not_over" if held and not has else "points_insufficient")
            elif count > -(-most // worth):
                refused.append("points_share_exceeded")
            elif count:
                before = list(due)
                paid = self._paying(pots[unit], count, worth, due, room)
                lines = tuple(n for n, left in enumerate(due) if left < before[n])
                taken: dict[int, int] = {}
                for number, part in paid:
                    taken[number] = taken.get(number, 0) - (-part // worth)
                value = sum(part for _, part in paid)
                spent.append(Spent(unit, count, value, lines, taken))
        for code in ("hold_not_over", "points_insufficient", "points_share_exceeded"):
            if code in refused:
                raise Refused(code)
        return spent

    @staticmethod
    def _paying(
        pots: list[Pot], count: int, worth: int, due: list[int], room: dict[str, int]
    ) -> list[tuple[int, int]]:
        """Whole units out of each pot, then one unit that may pay a part; uses the room up."""
        paid: list[tuple[int, int]] = []
        left = {pot.number: pot.left for pot in pots}

        def pay(pot: Pot, value: int) -> None:
            off = share_out(value, due)
            due[:] = [price - part for price, part in zip(due, off, strict=True)]
            room[pot.programme] -= value
            room["all"] -= value
            paid.append((pot.number, value))

        for pot in pots:
            fits = min(sum(due), room[pot.programme], room["all"])
            units = min(pot.left, count, fits // worth)
            if units:
                pay(pot, units * worth)
                count, left[pot.number] = count - units, pot.left - units
        for pot in pots if count else ():
            part = min(worth, sum(due), room[pot.programme], room["all"])
            if part and left[pot.number]:
                pay(pot, part)
                break
        return paid

    # -- what a bill gives -------------------------------------------------------------------------

    def _earn(self, bill: Bill, stamped: list[int], *, gives_stamp: bool) -> None:
        base, buyer = sum(bill.paid), self.people[bill.who]
        if bill.by_friend and base:
            self._earn_above(bill, base)
        if buyer.is_blocked:
            return
        if base:
            points = max(0, (buyer.carried + base) // FULL_SUM)
            buyer.carried += base - points * FULL_SUM
            pot = self._earned(bill, bill.who, "points", "Own", points, quiet_days=40)
            pot.carry_over, pot.base = True, base
        if gives_stamp and sum(bill.paid[place] for place in stamped) > 0:
            ends = self.today + timedelta(90)
            one = self._earned(bill, bill.who, "stamps", "Washes", 1, ends=ends)
            one.in_parts = False

    def _earn_above(self, bill: Bill, base: int) -> None:
        """What a friend's purchase gives the three above him, and the gift for the second."""
        person, line = self.people[bill.who], self.above(bill.who)[: len(CREDIT_PERCENT)]
        if bill.is_first:
            self._family(bill, line[0], "points", 100, held=3)
        for level, percent in enumerate(CREDIT_PERCENT[: len(line)]):
            self._family(bill, line[level], "store_credit", base * percent // 100)
        cash = base * 4 // 100
        self._family(bill, line[0], "money", cash * 70 // 100)
        self._family(bill, line[0], "store_credit", cash - cash * 70 // 100)
        if person.effective is None:
            person.effective = bill.number
            has_gift = any(gift.who == line[0] for gift in self.gifts.values())
            if self.friends(line[0]) >= 2 and not has_gift:
                number, ends = bill.number, self.today + timedelta(60)
                waits = self.people[line[0]].is_blocked
                self.gifts[number] = Gift(number, line[0], number, self.today, ends, waits)

    def _family(self, bill: Bill, who: int, unit: str, amount: int, held: int = 0) -> None:
        begins = self.today + timedelta(held)
        waits = self.people[who].is_blocked
        self._earned(bill, who, unit, "Family", amount, begins=begins,
                     ends=begins + timedelta(60), waits=waits)  # fmt: skip

    def _earned(
        self, bill: Bill, who: int, unit: str, programme: str, amount: int, **more: object
    ) -> Given:
        pot = self._pot(who, unit, programme, amount, **more) if amount else None
        given = Given(pot, amount, tuple(range(len(bill.prices))))
        bill.given.append(given)
        return given

    # -- undoing -----------------------------------------------------------------------------------

    def undo(self, number: int, amount: int | None = None) -> int:
        """A part of a bill goes back, or all that is left of it; the money that goes back."""
        bill = self.bills[number]
        if bill.is_void:
            raise Refused("already_voided")
        left = sum(bill.prices) - sum(bill.back)
        part = left if amount is None else amount
        if part > left:
            raise Refused("refund_exceeds_purchase")
        bill.back = share_out(sum(bill.back) + part, bill.prices)
        bill.is_void = bill.back == bill.prices
        money = self._return_spent(bill)
        for one in bill.given:
            self._take_back(bill, one)
        if bill.is_void:
            self._after_void(bill)
        self.settle()
        money, bill.money_back = money - bill.money_back, money
        return money

    def _share_gone(self, bill: Bill, whole: int, lines: tuple[int, ...], in_parts: bool) -> int:
        """How much of a whole has gone back by now, rounded down (R70)."""
        if bill.is_void:
            return whole
        price = sum(bill.prices[place] for place in lines)
        if not in_parts or not price:
            return 0
        return whole * sum(bill.back[place] for place in lines) // price

    def _return_spent(self, bill: Bill) -> int:
        """What paid goes back to its pots; money is the rest."""
        money = bill.to_pay if bill.is_void else sum(bill.back)
        for one in bill.spent:
            now = self._share_gone(bill, one.count, one.lines, one.in_parts)
            if not bill.is_void:
                money -= self._share_gone(bill, one.value, one.lines, one.in_parts)
            parts: dict[int, int] = {}
            for pot in sorted(one.pots):
                room = one.pots[pot] - one.returned.get(pot, 0)
                part = min(room, now - one.back - sum(parts.values()))
                if part:
                    parts[pot] = part
                    one.returned[pot] = one.returned.get(pot, 0) + part
            one.back = now
            if parts:
                # what a pot still holds when it has ended does not come back with it
                self.settle()
                self._put_back(parts)
                self.settle()
        return min(money, bill.to_pay)

    def _take_back(self, bill: Bill, one: Given) -> None:
        """From the very pot, even what died in it; else from others; the rest is owed (R68)."""
        now = self._share_gone(bill, one.whole, one.lines, one.in_parts)
        take, one.back = now - one.back, now
        if one.carry_over:
            gone = self._share_gone(bill, one.base, one.lines, in_parts=True)
            before, one.base_back = one.base_back, gone
            self.people[bill.who].carried -= gone - before - take * FULL_SUM
        if not one.pot or not take:
            return
        _, missing = self._take([one.pot], take)
        alive = min(missing, one.pot.died)
        one.pot.died, missing = one.pot.died - alive, missing - alive
        _, missing = self._take(self.usable(one.pot.who, one.pot.unit), missing)
        self.owed.append(Owed(one.pot.who, one.pot.unit, missing))

    def _after_void(self, bill: Bill) -> None:
        """The gift used comes back; the friend may be pending again, and a gift cancelled."""
        for gift in self.gifts.values():
            if gift.used_in == bill.number:
                gift.used_in = None
        person = self.people[bill.who]
        counting = [
            one.number for one in self.bills.values()
            if one.who == bill.who and one.by_friend and not one.is_void and any(one.paid)
        ]  # fmt: skip
        person.effective = min(counting, default=None)
        if person.friend is not None and self.friends(person.friend) < 2:
            self.gifts = {
                number: gift for number, gift in self.gifts.items()
                if gift.who != person.friend or gift.used_in is not None
            }  # fmt: skip
