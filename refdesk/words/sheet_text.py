"""What is said when cards do not go on a sheet as they were asked to."""

from collections.abc import Mapping
from typing import Final

from refdesk.words.catalogue import N_

SHEET_REFUSALS: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "bad_skip": (
        (N_("The first sheet has no place left: {cell}"), N_("The first sheet has no place left")),
        (N_("It has {cells} places, counted along the rows"), N_("Leave a place free")),
    ),
    "bad_copies": (
        (N_("Not so many copies: {copies}"), N_("Not so many copies")),
        (N_("It can be from 1 to {most}"), N_("Take another count")),
    ),
    "bad_duplex": (
        (N_("This paper has one side: {stock}"), N_("This paper has one side to print on")),
        (N_("Print one side, or take sheets"),),
    ),
    "bad_calibration": (
        (N_("This measure does not fit: {value}"), N_("This measure does not fit")),
        (N_("A printer is at most 5 mm and 3 % off. Measure again, printed at 100 %"),),
    ),
    "bad_calibration_file": (
        (N_("{file}: {field} cannot be used"), N_("The printers’ file cannot be used")),
        (N_("Change the file or move it away, and try again"),),
    ),
    "printer_not_calibrated": (
        (
            N_("{printer} is not calibrated for {stock}"),
            N_("This printer is not calibrated for this paper"),
        ),
        (N_("Calibrate it, or print without its name"),),
    ),
}
