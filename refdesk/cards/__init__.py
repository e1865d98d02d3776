"""Card layout in millimetres and its renderers."""
