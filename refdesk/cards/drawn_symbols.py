"""QR symbols of a sheet that was drawn elsewhere, read from its bare pixels."""

from refdesk.cards.qr import decode_image


def decode_grey(pixels: bytes, width: int, height: int) -> tuple[str, ...]:
    """Return the texts of all QR symbols in a picture of ``width`` by ``height`` grey pixels, one
    byte each, row by row without gaps."""
    from PIL import Image

    return decode_image(Image.frombytes("L", (width, height), pixels))
