"""The card studio: a design on its card, changed by mouse, keys and figures."""
