"""Setting up a shop, its settings, and what it sells."""

import os

from refdesk.cli.call import PIN, Call
from refdesk.cli.checking import declare_new_key, key_lines
from refdesk.cli.tree import Branch
from refdesk.cli.values import percent
from refdesk.domain.money import parse_percent

# -- init --------------------------------------------------------------------------------------


def declare_init(branch: Branch) -> None:
    """``init``."""
    words = branch.words
    parser = branch.runs(_init)
    parser.add_argument("--shop", metavar="NAME", required=True, help=words.text("its name"))
    parser.add_argument(
        "--currency", metavar="RUB", default="RUB", help=words.text("three letters")
    )
    parser.add_argument(
        "--time-zone", metavar="ZONE", default="Europe/Moscow", help=words.text("a place’s clock")
    )
    parser.add_argument(
        "--language", choices=("en", "ru"), default="ru", help=words.text("what cards speak")
    )
    parser.add_argument(
        "--owner", metavar="NAME", default="",
        help=words.text("the owner; the new PIN comes from REFDESK_PIN"),
    )  # fmt: skip
    parser.add_argument(
        "--preset", metavar="NAME", action="append", default=[],
        help=words.text("a ready programme; may be repeated"),
    )  # fmt: skip


def _init(call: Call) -> None:
    from refdesk.services import shop as shops

    given = call.options
    draft = shops.ShopDraft(
        name=given.shop,
        currency=given.currency,
        time_zone=given.time_zone,
        language=given.language,
        owner=given.owner,
        pin=call.new_pin(PIN, given.owner) if given.owner or os.environ.get(PIN) else "",
        presets=tuple(given.preset),
    )
    desk = call.opener.open() if call.opener.exists() else call.opener.create()
    call.use(desk)
    made = shops.create_shop(desk, draft)
    words, folder = call.words, str(call.opener.folder)
    lines = [words.text("{shop} is set up in {folder}", shop=made.shop.name, folder=folder)]
    lines += [words.text("Programme: {name}", name=name) for name in made.programmes]
    fields: dict[str, object] = {
        "shop": made.shop.name, "programmes": list(made.programmes), "folder": folder,
    }  # fmt: skip
    if made.recovery_code:
        fields["recovery_code"] = made.recovery_code
        lines.append(words.text(
            "Recovery code, keep it on paper: {code}", code=made.recovery_code
        ))  # fmt: skip
    fields["audit_key"] = made.audit_key
    lines += key_lines(call, made.audit_key)
    call.out.result(fields, lines)


# -- settings ----------------------------------------------------------------------------------


def declare_settings(branch: Branch) -> None:
    """``setting list|set|audit-key``."""
    words = branch.words
    branch.verb("list", _list_settings, words.text("every setting"))
    change = branch.verb("set", _set_setting, words.text("change one setting"))
    change.add_argument("name", metavar="NAME")
    change.add_argument("value", metavar="VALUE")
    declare_new_key(branch)


def _list_settings(call: Call) -> None:
    from refdesk.services import shop as shops
    from refdesk.words.setting_names import setting_name

    settings, words = shops.list_settings(call.desk()), call.words
    rows = [
        ({"name": name, "value": value}, (name, value, setting_name(words, name)))
        for name, value in settings.items()
    ]
    call.out.rows(rows, (words.text("name"), words.text("value"), words.text("meaning")))


def _set_setting(call: Call) -> None:
    from refdesk.services import shop as shops

    name = call.options.name
    value = shops.set_setting(call.desk(), name, call.options.value)
    call.out.result({"name": name, "value": value}, [f"{name} = {value}"])


# -- services ----------------------------------------------------------------------------------


def declare_services(branch: Branch) -> None:
    """``service add|list``."""
    words = branch.words
    add = branch.verb("add", _add_service, words.text("add a service, or change it"))
    add.add_argument("service", metavar="S")
    add.add_argument("--group", metavar="G", default="service", help=words.text("its group"))
    add.add_argument("--price", metavar="A", help=words.text("the usual price"))
    add.add_argument("--margin", metavar="PERCENT", help=words.text("gross margin"))
    branch.verb("list", _list_services, words.text("everything that is sold"))


def _add_service(call: Call) -> None:
    from refdesk.services import catalogue

    given, desk = call.options, call.desk()
    made = catalogue.add_service(
        desk,
        given.service,
        group=given.group,
        price=call.amount(given.price) if given.price is not None else None,
        margin=parse_percent(given.margin) if given.margin is not None else None,
    )
    fields = _service_fields(call, made.name, made.group, made.price, made.margin)
    call.out.result(fields, [made.name])


def _list_services(call: Call) -> None:
    from refdesk.services import catalogue
    from refdesk.words.names import group_name

    desk, words = call.desk(), call.words
    rows = [
        (
            _service_fields(call, one.name, one.group, one.price, one.margin),
            (
                one.name,
                group_name(words, one.group),
                words.money(one.price) if one.price is not None else "",
                words.percent(one.margin) if one.margin is not None else "",
            ),
        )
        for one in catalogue.list_services(desk)
    ]
    heads = (words.text("service"), words.text("group"), words.text("price"), words.text("margin"))
    call.out.rows(rows, heads)


def _service_fields(
    call: Call, name: str, group: str, price: int | None, margin: int | None
) -> dict[str, object]:
    return {
        "service": name,
        "group": group,
        "price": None if price is None else call.money(price),
        "margin": percent(margin),
    }
