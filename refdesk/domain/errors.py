"""The one expected kind of failure: a rule said no."""


class DomainError(Exception):
    """A refusal that a person can act on.

    ``code`` is one of the stable refusal codes of the command line; codes that begin with
    ``bad_`` mean that the input itself could not be read. ``params`` are plain values from which
    the text is made in the reader's language; they hold no whole promo codes (R28).
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    def __repr__(self) -> str:
        return f"DomainError({self.code!r}, {self.params!r})"
