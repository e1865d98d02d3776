"""For whom cards are printed, as one list under the card: people, everybody, and the last runs."""

from typing import Final

from PySide6.QtCore import QObject, Signal

from refdesk.services.desk import Desk
from refdesk.ui.page import Context
from refdesk.ui.pages.cards.print_panel import PrintPanel
from refdesk.ui.pages.cards.runs_pane import may_run
from refdesk.ui.pages.cards.who_pane import EVERYBODY, PEOPLE, RUN, WhoPane

MOST_RUNS: Final = 20


class Whom(QObject):
    """Keeps the list beside the pane with people and runs. ``search_wanted`` and ``run_wanted``
    ask for that pane: somebody is to be searched, or a run to be made."""

    search_wanted = Signal()
    run_wanted = Signal()

    def __init__(self, context: Context, desk: Desk, who: WhoPane, panel: PrintPanel) -> None:
        super().__init__(who)
        self._context = context
        self._desk = desk
        self._who = who
        self._panel = panel
        who.runs.model.loaded.connect(self.offer)
        panel.whom_wanted.connect(self._choose)
        self.offer()

    def offer(self) -> None:
        """Offer what there is now."""
        words, who = self._context.words, self._who
        people = len(who.people.ids())
        chosen = words.plural("{n} customer", "{n} customers", people)
        options = [(PEOPLE, chosen if people else words.text("Choose customers…"))]
        if may_run(self._desk):
            options.append((EVERYBODY, words.text("Everybody with a code")))
        for run in who.runs.all_runs()[:MOST_RUNS]:
            cards = words.plural("{n} card", "{n} cards", run.count)
            text = words.text("Run {run}: {cards}", run=f"R{run.id}", cards=cards)
            options.append((f"{RUN} {run.id}", text))
        if may_run(self._desk):
            options.append((RUN, words.text("New print run…")))
        if who.kind() not in (PEOPLE, EVERYBODY, RUN):
            options.append((who.kind(), words.text("Coupons from the counter")))
        run_now = who.runs.run()
        now = f"{RUN} {run_now.id}" if who.kind() == RUN and run_now else who.kind()
        self._panel.set_whom(options, now)

    def _choose(self, whom: str) -> None:
        kind, _, number = whom.partition(" ")
        if number:
            self._who.runs.choose_cards(int(number), ())
        if whom == PEOPLE and not self._who.people.ids():
            self.search_wanted.emit()
        elif whom == RUN:
            self._who.choose_kind(RUN)
            self.run_wanted.emit()
        else:
            self._who.choose_kind(kind)
        self.offer()
