"""A till that redeems without end and notes every result after the call returned (H2).

Run as ``python -m tests.support.till_driver FOLDER ACKS START [--no-keys]``: operation N is always
the same purchase under the key ``op-N``; a line is written and synced only for what came back.
"""

import os
import sys
from pathlib import Path

from refdesk.bootstrap import Opener
from refdesk.domain.bill import Line
from refdesk.services.counter import Receipt, Request, record_purchase
from refdesk.services.desk import Desk


def operation(desk: Desk, code: str, number: int, *, with_key: bool = True) -> Receipt:
    """Operation N: a newcomer with the friend's code, his third of a point spent later."""
    request = Request((Line(100_000 + number),), code=code, phone=f"+7917{number:07}")
    if number % 3 == 2:
        request = Request((Line(100_000 + number),), customer=code, spend_points=1)
    return record_purchase(desk, request, key=f"op-{number}" if with_key else "")


def main(folder: str, acks: str, code: str, start: str, *options: str) -> None:
    """Redeem until killed."""
    desk = Opener(Path(folder)).open()
    number = int(start)
    with Path(acks).open("a", encoding="ascii") as stream:
        while True:
            made = operation(desk, code, number, with_key="--no-keys" not in options)
            stream.write(f"{number} {made.purchase}\n")
            stream.flush()
            os.fsync(stream.fileno())
            print(number, flush=True)
            number += 1


if __name__ == "__main__":
    main(*sys.argv[1:])
