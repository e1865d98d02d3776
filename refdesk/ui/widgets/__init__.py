"""The parts that pages are built of; each takes the theme and an object name first."""
