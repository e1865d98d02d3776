"""Whether the computer's clock can be believed (R46, G18).

It is measured against the newest recording time of the shop, which a confirmation sets anew: a
manager who confirms the clock says that recording goes on from what it shows now, and from then on
the same two limits hold against what is recorded after that, whatever was recorded before. Facts
count by when they were entered, not by the day that they are about.
"""

from datetime import datetime, timedelta

OK, BEHIND, AHEAD = "ok", "behind", "ahead"
MOST_BEHIND, MOST_AHEAD = timedelta(minutes=5), timedelta(days=60)


def clock_state(now: datetime, newest: datetime | None) -> str:
    """``ok``, or ``behind`` or ``ahead`` of the newest recording; nothing recorded is ``ok``."""
    if newest is None:
        return OK
    if newest - now > MOST_BEHIND:
        return BEHIND
    return AHEAD if now - newest > MOST_AHEAD else OK
