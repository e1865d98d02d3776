"""What is sent beside the picture of a card: the offer as text, to be copied and passed on."""

from collections.abc import Mapping

from refdesk.words.catalogue import Words


def share_text(words: Words, fields: Mapping[str, str], shown_code: str) -> str:
    """The shop, what the friend gets, what the card's owner gets, the code and how long it works;
    a line each, without those that there is nothing for."""
    lines = [fields.get("shop", "")]
    lines.append(_benefit(words, fields, "offer", fields.get("offer_note", "")))
    lines.append(_benefit(words, fields, "reward"))
    lines.append(words.text("Code: {code}", code=shown_code))
    valid = fields.get("valid", "")
    lines.append(valid[:1].upper() + valid[1:])
    lines.append(fields.get("contact", ""))
    return "\n".join(line for line in lines if line)


def _benefit(words: Words, fields: Mapping[str, str], field: str, note: str = "") -> str:
    benefit, title = fields.get(field, ""), fields.get(f"{field}_title", "")
    if not benefit or not title:
        return benefit
    if note:
        return words.text("{title}: {benefit}, {note}", title=title, benefit=benefit, note=note)
    return words.text("{title}: {benefit}", title=title, benefit=benefit)
