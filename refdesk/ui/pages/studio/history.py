"""Undo and redo: designs never change, so a step is simply the design as it was."""

from dataclasses import replace
from typing import NamedTuple

from refdesk.cards.design import Design
from refdesk.ui.pages.studio.edits import Pick


class Step(NamedTuple):
    """A design, with the side and the choice that go with it."""

    design: Design
    side: str = "front"
    pick: Pick | None = None


class History:
    """The steps from a design as it was set to what it is now.

    Steps with the same ``merge`` that follow each other, such as those of one drag or of typing in
    one field, are one step.
    """

    def __init__(self, first: Step) -> None:
        self._steps = [first]
        self._now = 0
        self._merge = ""

    @property
    def now(self) -> Step:
        """The step that is shown."""
        return self._steps[self._now]

    @property
    def can_undo(self) -> bool:
        """Whether there is a step before this one."""
        return self._now > 0

    @property
    def can_redo(self) -> bool:
        """Whether a step was undone."""
        return self._now < len(self._steps) - 1

    def push(self, step: Step, merge: str = "") -> None:
        """Go on to another design; what was undone is gone."""
        if step.design == self.now.design:
            self.note(step)
            return
        del self._steps[self._now + 1 :]
        if merge and merge == self._merge:
            self._steps[-1] = step
        else:
            self._steps.append(step)
        self._merge = merge
        self._drop_return()
        self._now = len(self._steps) - 1

    def note(self, step: Step) -> None:
        """Remember side and choice with the present design."""
        self._steps[self._now] = step._replace(design=self.now.design)

    def rename(self, design: Design) -> None:
        """The present design goes by another name or title from now on, and those before it."""
        self._steps = [
            step._replace(design=replace(step.design, name=design.name, title=design.title))
            for step in self._steps
        ]

    def seal(self) -> None:
        """End a run of steps that would be one: a drag is over, a field was left."""
        self._merge = ""

    def undo(self) -> Step:
        """Go back a step. Side and choice are those at which the step was made."""
        if self.can_undo:
            left = self.now
            self._now -= 1
            self.note(left)
        self.seal()
        return self.now

    def redo(self) -> Step:
        """Go on to the step that was undone last."""
        if self.can_redo:
            self._now += 1
        self.seal()
        return self.now

    def _drop_return(self) -> None:
        """A drag that came back to where it began is no step."""
        if len(self._steps) > 1 and self._steps[-1].design == self._steps[-2].design:
            self._steps.pop()
            self.seal()
