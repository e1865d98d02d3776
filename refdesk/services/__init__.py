"""Use-cases: one public function per intention of a person."""
