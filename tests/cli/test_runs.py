"""Runs and their stacks on the command line: a paper jam, reprints, handing out, lost cards."""

from pathlib import Path

from refdesk.cards.qr import decode_page
from tests.cli.terminal import Terminal


def bare(code: str) -> str:
    return code.replace("-", "")


def redeem(shop: Terminal, code: str, phone: int) -> None:
    shop.json("redeem", code, "--amount", "1000", "--phone", f"+7917000000{phone}")


def test_r29_after_a_paper_jam_the_rest_is_printed_with_the_same_codes(
    shop: Terminal, tmp_path: Path
) -> None:
    made = shop.json("run", "create", "--programme", "P1", "--count", "12")
    file = str(tmp_path / "run.pdf")
    shop.json("cards", "print", "--run", "R1", "--out", file)
    jam = shop.json("run", "confirm", "R1", "--up-to", "7", "--spoiled", "6-7")
    assert (jam["issued"], jam["left"], jam["confirmed_at"]) == (5, 5, None)
    assert (jam["spoiled"], jam["spoiled_cards"]) == (["6-7"], 2)
    redeem(shop, made["codes"][0], 1)
    late = shop.refused("redeem", made["codes"][7], "--amount", "1000", "--phone", "+79170000002")
    assert (late["refused"], late["verdict"], late["run"]) == (
        "code_not_activated", "stop_inactive", "R1",
    )  # fmt: skip
    rest = shop.json("cards", "print", "--run", "R1", "--rest", "--out", file)
    assert rest["cards"] == 5
    assert set(decode_page(tmp_path / "run.pdf", 1)) == set(map(bare, made["codes"][7:]))
    done = shop.json("run", "confirm", "R1")
    assert (done["issued"], done["left"], done["reprinted_cards"]) == (10, 0, 5)
    assert done["confirmed_at"] is not None
    redeem(shop, made["codes"][7], 2)


def test_r29_any_part_of_a_run_is_printed_again(shop: Terminal, tmp_path: Path) -> None:
    made = shop.json("run", "create", "--programme", "P1", "--count", "9", "--stacks", "3")
    file = tmp_path / "part.pdf"

    def printed(*options: str) -> list[int]:
        shop.json("cards", "print", *options, "--out", str(file))
        seen = decode_page(file, 1)
        return [n for n, code in enumerate(made["codes"], 1) if bare(code) in seen]

    assert printed("--run", "R1", "--cards", "2, 5-6") == [2, 5, 6]
    assert printed("--run", "R1-3") == [7, 8, 9]
    assert printed("--run", "R1-3", "--cards", "1-7") == [7]
    two = [option for n in (0, 4) for option in ("--card", made["codes"][n])]
    assert printed("--run", "R1", *two) == [1, 5]
    out = ["--out", str(file)]
    assert (
        shop.refused("cards", "print", "--run", "R1", "--cards", "10", *out, code=2)["refused"]
        == "bad_cards"
    )
    _, other = shop.add("Anna")
    refused = shop.refused("cards", "print", "--run", "R1", "--card", other, *out)
    assert refused["refused"] == "code_unknown"
    assert shop.refused("cards", "print", "--run", "R1-9", *out)["refused"] == "stack_unknown"
    assert shop.refused("cards", "print", "--all", "--rest", *out, code=2)["refused"] == "bad_usage"
    assert shop.json("run", "list")["reprinted_cards"] == 2


def test_g06_a_stack_is_handed_out_and_its_figures_are_reported(shop: Terminal) -> None:
    cafe, _ = shop.add("Cafe Breeze", "+79161234567")
    made = shop.json("run", "create", "--programme", "P1", "--count", "4", "--stacks", "2")
    early = shop.refused("run", "hand", "R1-1")
    assert early["refused"] == "run_not_confirmed"
    shop.json("run", "confirm", "R1", "--spoiled", "2")
    assigned = shop.json("run", "assign", "R1-2", "--place", "door")
    assert (assigned["stack"], assigned["holder"], assigned["place"]) == ("R1-2", None, "door")
    handed = shop.json("run", "hand", "R1-1", "--to", cafe, "--place", "counter")
    assert (handed["holder"], handed["place"]) == (cafe, "counter")
    again = shop.refused("run", "hand", "R1-1")
    assert (again["refused"], again["handed_on"]) == ("stack_handed", handed["handed_on"])
    redeem(shop, made["codes"][0], 1)
    redeem(shop, made["codes"][3], 2)
    first, second = shop.json("report", "stacks").objects
    assert first == {
        "run": "R1", "kind": "coupon", "programme": "P1", "person": "Cafe B.", "stack": "R1-1",
        "holder": cafe, "place": "counter", "first": 1, "count": 2,
        "handed_on": handed["handed_on"], "handed_by": None, "handed": 1, "activated": None,
        "redeemed": 1, "brought": 1, "spoiled": 1, "reprinted": 0, "discounts": "100.00",
    }  # fmt: skip
    assert (second["handed"], second["redeemed"], second["brought"]) == (0, 1, 0)
    listed = shop.json("run", "list")
    assert [one["redeemed"] for one in listed["stacks"]] == [1, 1]
    assert listed["spoiled_cards"] == 1
    before = ["--to", "2020-01-01"]
    assert [one["redeemed"] for one in shop.json("report", "stacks", *before).objects] == [0, 0]
    since = shop.json("report", "stacks", "--run", "R1", "--from", "2020-01-01").objects
    # a stack that nobody holds is used, but brings nobody a referral (R74)
    assert [(one["redeemed"], one["brought"]) for one in since] == [(1, 1), (1, 0)]
    assert shop.refused("report", "stacks", "--run", "R2")["refused"] == "run_unknown"
    used = shop.refused("run", "take-back", "R1-1")
    assert (used["refused"], used["card"]) == ("card_in_use", 1)
    text = shop.run("report", "stacks").out
    assert "R1-1" in text
    assert "Cafe B." in text


def test_g06_a_stack_handed_by_mistake_comes_back(shop: Terminal) -> None:
    shop.json("run", "create", "--programme", "P1", "--count", "2")
    shop.json("run", "confirm", "R1")
    shop.json("run", "hand", "R1-1", "--place", "door")
    assert shop.json("run", "take-back", "R1-1")["handed_on"] is None
    assert shop.refused("run", "take-back", "R1-1")["refused"] == "stack_not_handed"
    cafe, _ = shop.add("Cafe", "+79161234567")
    assert shop.json("run", "assign", "R1-1", "--to", cafe)["holder"] == cafe
    assert shop.json("run", "assign", "R1-1", "--to", "nobody")["holder"] is None
    for wrong in ("R1", "R1-", "1-1", "R1-x"):
        assert shop.refused("run", "hand", wrong)["refused"] == "stack_unknown"


def test_g16_a_stolen_card_alerts_and_its_show_is_remembered(shop: Terminal) -> None:
    _, code = shop.add("Anna", "+79161234567")
    swapped = shop.json("code", "replace", code, "--reason", "stolen from the car")
    new = swapped["code"]
    refused = shop.refused("redeem", code, "--amount", "1000", "--phone", "+79170000001")
    assert (refused["refused"], refused["verdict"], refused["stolen"]) == (
        "code_blocked", "stop_blocked", True,
    )  # fmt: skip
    assert "Stolen card, reported on" in refused["message"]
    redeem(shop, new, 1)
    shown = shop.json("code", "show", code)
    assert (shown["state"], shown["stolen"], shown["times_shown"]) == ("blocked", True, 1)
    assert shown["last_shown_at"] is not None
    assert shown["reason"] == "stolen: from the car"
    fine = shop.json("code", "show", new)
    assert (fine["stolen"], fine["times_shown"], fine["last_shown_at"]) == (False, 0, None)


def test_r29_a_code_says_which_card_of_which_stack_it_is(shop: Terminal) -> None:
    made = shop.json("run", "create", "--programme", "P1", "--count", "5", "--stacks", "2")
    shown = shop.json("code", "show", made["codes"][3])
    assert (shown["run"], shown["stack"], shown["card"]) == ("R1", "R1-2", 4)
    _, own = shop.add("Anna")
    shown = shop.json("code", "show", own)
    assert (shown["run"], shown["stack"], shown["card"]) == (None, None, None)


def test_g06_figures_of_stacks_are_written_to_files(shop: Terminal, tmp_path: Path) -> None:
    shop.json("run", "create", "--programme", "P1", "--count", "4", "--stacks", "2",
              "--place", "=door")  # fmt: skip
    file = tmp_path / "stacks.csv"
    written = shop.json("report", "stacks", "--out", str(file))
    assert (written["file"], written["rows"]) == (str(file), 2)
    rows = file.read_text("utf-8-sig").splitlines()
    assert rows[0].startswith("stack,id,customer,place,cards")
    assert rows[1] == "R1-1,,,'=door,2,0,0,,0,0,0,0.00"
    paper = tmp_path / "stacks.pdf"
    shop.json("report", "stacks", "--out", str(paper))
    assert paper.read_bytes().startswith(b"%PDF")
    wrong = shop.refused("report", "stacks", "--out", str(tmp_path / "x.doc"), code=2)
    assert wrong["refused"] == "bad_file"
