"""Cards on paper: what to print, on which sheets, and what became of them."""
