"""A receipt's file proves what was handed in, and nothing that was changed afterwards is taken for it."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kpi.domain.canonical import canonical_text, fingerprint, plain_text
from kpi.domain.proof import FILE_FORMAT, GENUINE, LARGEST_FILE, UNREADABLE, WHOLE, WRONG, check, keys_in, proof_file, statement
from kpi.domain.signature import BadKey, SigningKey, exactly, is_signed, key_id_of, written
from portal.config import ROOT
from portal.developer.commands import main
from tests.support.databases import SIGNING_KEY
from tests.support.figures import measured, size

OTHER = SigningKey(bytes(range(32)))
CONTENT = canonical_text(
    {
        "aanbieder": {"id": 4, "naam": "Stichting De Linde"},
        "kwartaal": "2026-K3",
        "toelichting": "Een piek in de instroom, ook bij Café 't Hoekje.",
        "cijfers": [
            {"kpi": "BZ-01", "definitie": 1, "teller": "22", "noemer": "40", "geen cijfer": None, "toelichting": ""},
            {"kpi": "BZ-02", "definitie": 2, "teller": "7.5", "noemer": None, "geen cijfer": None, "toelichting": "Klopt."},
        ],
        "capaciteit": [{"locatie": 1, "naam": "De Linde, wonen", "plekken": 40, "occupied": 37, "free": 2, "closed": 1, "waiting": 4}],
        "stromen": [{"vorm": "bw-met-verblijf", "at_begin": 20, "inflow": 3, "outflow": 3, "at_end": 20}],
    }
)
FACTS: dict[str, Any] = {
    "nummer": "SZ-2026-K3-0007", "rapportage": 12, "aanbieder": {"id": 4, "naam": "Stichting De Linde"}, "kwartaal": "2026-K3",
    "ondertekend op": "2026-11-20T09:12:13.000456+00:00", "ondertekend door": "Hans Vermeulen", "sha256": fingerprint(CONTENT),
    "journaal": {"regel": 812, "ketenkop": "ab" * 32}, "dagen te laat": 0,
}  # fmt: skip


def made(key: SigningKey = SIGNING_KEY, content: str = CONTENT, **changed: Any) -> str:
    text = statement(FACTS | {"sha256": fingerprint(content)} | changed, key=key)
    return proof_file(told=json.loads(text), signature=key.sign(text), content=content)


GOOD = made()
TRUSTED = [SIGNING_KEY.public_key]


def judged(text: str | bytes) -> str:
    return check(text if isinstance(text, bytes) else text.encode(), trusted=TRUSTED).outcome


def test_a_whole_receipt_is_genuine_with_the_key_of_the_public_page_and_only_then() -> None:
    assert check(GOOD.encode(), trusted=TRUSTED).outcome == GENUINE
    assert check(GOOD.encode(), trusted=[OTHER.public_key, *TRUSTED]).outcome == GENUINE
    assert check(GOOD.encode(), trusted=[OTHER.public_key]).outcome == WRONG
    alone = check(GOOD.encode(), trusted=[])
    assert alone.outcome == WHOLE and "niet bewezen" in alone.sentence


def test_somebody_elses_key_in_the_file_proves_nothing() -> None:
    forged = made(OTHER, CONTENT.replace('"22"', '"40"')).encode()
    assert check(forged, trusted=TRUSTED).outcome == WRONG
    assert check(forged, trusted=[]).outcome == WHOLE, "in itself it is whole: that is why the key of the public page is needed"


def test_the_signature_is_that_of_rfc_8032() -> None:
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    expected = "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    key = SigningKey(seed)
    assert exactly(key.public_key, 32).hex() == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    assert exactly(key.sign(""), 64).hex() == expected
    assert is_signed("", signature=key.sign(""), public_key=key.public_key) and not is_signed(" ", signature=key.sign(""), public_key=key.public_key)


def test_the_private_half_is_never_shown() -> None:
    assert written(SIGNING_KEY.seed) not in repr(SIGNING_KEY) and repr(SIGNING_KEY.seed) not in repr(SIGNING_KEY)
    assert written(SIGNING_KEY.seed) not in GOOD


@pytest.mark.parametrize("text", ["", "kort", "A" * 43 + "=", "x" * 44, written(bytes(31)), written(bytes(range(32)))[:-1], "é" * 44])
def test_what_is_no_random_key_is_refused(text: str) -> None:
    with pytest.raises(BadKey):
        SigningKey.read(text)


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in the file that holds a value."""
    if isinstance(value, dict):
        return [path, *(place for key, one in value.items() for place in _places(one, (*path, key)))]
    if isinstance(value, list):
        return [path, *(place for number, one in enumerate(value) for place in _places(one, (*path, number)))]
    return [path]


def _at(parts: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        parts = parts[step]
    return parts


def _others(value: Any) -> list[Any]:
    """What somebody might put in its place."""
    if isinstance(value, str):
        return [value + "0", value[:-1], "", value.swapcase() + "x", value + "\u200b", None, 1, [value]]
    if isinstance(value, int):
        return [value + 1, -value - 1, str(value), float(value) + 0.5, None, not value]
    if value is None:
        return ["", 0, "0", False, []]
    if isinstance(value, dict):
        return [{**value, "extra": 1}, {}, [], None, *({key: one for key, one in value.items() if key != gone} for gone in value)]
    return [[*value, {}], value[:-1], [], None, value[::-1] if len(value) > 1 else "x"]


def _replaced(path: tuple[Any, ...], new: Any) -> str:
    parts = json.loads(GOOD)
    if not path:
        parts = new
    else:
        _at(parts, path[:-1])[path[-1]] = new
    return json.dumps(parts, sort_keys=True, ensure_ascii=False, indent=2) + "\n"


def _changed_fields() -> list[str]:
    parts = json.loads(GOOD)
    return [_replaced(path, new) for path in _places(parts) for new in _others(_at(parts, path))]


def _changed_signs() -> list[str]:
    dice = random.Random(8032)
    found = []
    for _ in range(size(quick=400, full=4000)):
        place = dice.randrange(len(GOOD))
        sign = dice.choice("0123456789abcdefXYZ \n\t\"',:{}[]\u200b\u0430")
        cut, kind = GOOD[place], dice.randrange(3)
        found.append(GOOD[:place] + ("" if kind == 0 else sign if kind == 1 else cut + sign) + GOOD[place + 1 :])
    return [text for text in found if text != GOOD]


def _written_in_another_way() -> list[str]:
    parts = json.loads(GOOD)
    lookalikes = (("Linde", "L\u0456nde"), ("é", "e\u0301"), ("De ", "De\u00a0"), ("2026", "２０２６"), ("SZ-", "SZ\u2010"), ("K3", "\u212a3"))
    twice = ('"handtekening": ', '"nummer": ', '"sha256": ', '"teller": ', '"inhoud": ')
    return [
        json.dumps(parts), json.dumps(parts, indent=2), json.dumps(parts, indent=4, sort_keys=True, ensure_ascii=False), plain_text(parts),
        json.dumps(parts, sort_keys=True, indent=2) + "\n", GOOD.rstrip("\n"), GOOD + "\n", " " + GOOD, GOOD.replace("\n", "\r\n"), "\ufeff" + GOOD,
        GOOD.replace("\n  ", "\n   "), GOOD + "{}", GOOD + GOOD, f"[{GOOD}]", GOOD.replace('"plekken": 40', '"plekken": 40.0'),
        GOOD.replace('"plekken": 40', '"plekken": 4e1'), GOOD.replace('"plekken": 40', '"plekken": NaN'), GOOD.replace("40,", "Infinity,"),
        GOOD.replace('"Klopt."', '"Klopt\\u002e"'), GOOD.replace('"Klopt."', '"\\ud800"'), GOOD.replace("/", "\\/"),
        *(GOOD.replace(old, new) for old, new in lookalikes),
        *(GOOD.replace(name, f"{name}1,\n    {name}", 1) for name in twice),
        *(GOOD.replace(name, f"{name}null,\n    {name}") for name in twice),
    ]  # fmt: skip


def _other_signatures() -> list[str]:
    parts = json.loads(GOOD)
    mine, elsewhere = parts["handtekening"], json.loads(made(nummer="SZ-2026-K3-0008"))["handtekening"]
    raw = bytearray(exactly(mine, 64))
    order = 2**252 + 27742317777372353535851937790883648493
    bigger = raw[:32] + ((int.from_bytes(raw[32:], "little") + order) % 2**256).to_bytes(32, "little")  # the same point, written otherwise
    others = [elsewhere, "", mine.rstrip("="), mine + "=", mine + "\n", written(bytes(64)), written(bytes(bigger)), written(raw[::-1]), mine.lower()]
    others += [OTHER.sign(plain_text(parts["bewijs"])), SIGNING_KEY.sign(CONTENT), SIGNING_KEY.sign(GOOD), written(raw[:63]), written(raw + b"x")]
    found = [_replaced(("handtekening",), one) for one in others]
    other_key = {"kenmerk": OTHER.key_id, "openbaar": OTHER.public_key}
    found += [_replaced(("bewijs", "sleutel"), other_key), _replaced(("bewijs", "sleutel", "openbaar"), OTHER.public_key)]
    found += [_replaced(("bewijs", "sleutel", "openbaar"), written(bytes(32))), made(OTHER), made(OTHER, sleutel={}), made(extra="x")]
    bare = {key: value for key, value in parts["bewijs"].items() if key != "sleutel"}
    return [*found, proof_file(told=bare, signature="", content=CONTENT), proof_file(told=bare, signature=mine, content=CONTENT)]


def _other_content() -> list[str]:
    other = CONTENT.replace('"22"', '"40"')
    told = json.loads(GOOD)["bewijs"]
    signature = json.loads(GOOD)["handtekening"]
    return [
        proof_file(told=told, signature=signature, content=other),
        proof_file(told=told | {"sha256": fingerprint(other)}, signature=signature, content=other),
        proof_file(told=told, signature=signature, content=canonical_text({})),
    ]


def _broken() -> list[bytes]:
    whole = GOOD.encode()
    cut = [whole[: len(whole) * part // 40] for part in range(40)]
    return [
        *cut, whole[1:], b"", b"\x00", b"{}", b"[]", b"null", b"1", b'"tekst"', b"\xff\xfe" + whole, GOOD.encode("utf-16"), GOOD.encode("latin-1"),
        b"[" * 200_000, b'{"a":' * 100_000, b"9" * 10_000, whole + b" " * LARGEST_FILE, b"%PDF-1.7", b"PK\x03\x04",
        json.dumps({"vorm": FILE_FORMAT}).encode(),
    ]  # fmt: skip


def test_nothing_that_was_tampered_with_is_accepted() -> None:
    tampered: list[str | bytes] = [
        *_changed_fields(),
        *_changed_signs(),
        *_written_in_another_way(),
        *_other_signatures(),
        *_other_content(),
        *_broken(),
    ]
    tried = [one for one in tampered if one != GOOD]
    accepted = [one for one in tried if judged(one) not in (WRONG, UNREADABLE)]
    measured("receipt tamperings tried", len(tried))
    measured("receipt tamperings accepted", len(accepted))
    assert accepted == []
    assert len(tried) > 800 and judged(GOOD) == GENUINE


def test_a_receipt_from_before_there_was_a_key_says_so() -> None:
    bare = {key: value for key, value in FACTS.items() if key != "dagen te laat"}
    old = check(proof_file(told=bare, signature="", content=CONTENT).encode(), trusted=TRUSTED)
    assert old.outcome == WRONG and "geen handtekening" in old.sentence


def test_keys_come_as_text_or_as_the_file_of_the_public_page() -> None:
    page = json.dumps({"sleutels": [{"kenmerk": key.key_id, "openbaar": key.public_key} for key in (SIGNING_KEY, OTHER)]})
    assert keys_in(page) == [SIGNING_KEY.public_key, OTHER.public_key] and keys_in(f" {OTHER.public_key}\n") == [OTHER.public_key]
    for bad in ("", "geen sleutel", "{}", '{"sleutels": []}', '{"sleutels": [{"openbaar": "x"}]}', "{" * 5000):
        with pytest.raises(BadKey):
            keys_in(bad)
    assert key_id_of(OTHER.public_key) == OTHER.key_id and len(OTHER.key_id) == 16


def _run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The command as somebody runs it elsewhere: without one setting of ours."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("SAMENZICHT_", "DATABASE_"))}
    command = [sys.executable, "-P", "-m", "portal.developer", "bewijs", *words]
    return subprocess.run(command, cwd=folder, env=environment | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False)


def test_the_command_needs_no_setting_and_no_database(tmp_path: Path) -> None:
    (tmp_path / "bewijs.json").write_text(GOOD, encoding="utf-8", newline="")
    right = _run(tmp_path, "bewijs.json", "--sleutel", SIGNING_KEY.public_key)
    assert (right.returncode, right.stderr) == (0, "")
    assert "GOED" in right.stdout and "SZ-2026-K3-0007" in right.stdout and "3e kwartaal 2026" in right.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bewijs.json"]


def test_the_command_tells_by_its_exit_code_what_it_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, page, bad = tmp_path / "bewijs.json", tmp_path / "openbare-sleutel.json", tmp_path / "anders.json"
    file.write_bytes(GOOD.encode())
    page.write_text(json.dumps({"sleutels": [{"kenmerk": SIGNING_KEY.key_id, "openbaar": SIGNING_KEY.public_key}]}))
    bad.write_bytes(GOOD.replace('"22"', '"40"').encode())
    assert main(["bewijs", str(file), "--sleutel", str(page)]) == 0 and "GOED" in capsys.readouterr().out
    assert main(["bewijs", str(file)]) == 0 and "bewijst niets" in capsys.readouterr().out
    assert main(["bewijs", str(file), "--sleutel", OTHER.public_key]) == 1 and "andere sleutel" in capsys.readouterr().err
    assert main(["bewijs", str(bad), "--sleutel", str(page)]) == 1 and "NIET GOED" in capsys.readouterr().err
    assert main(["bewijs", str(page), "--sleutel", str(page)]) == 2
    assert main(["bewijs", str(tmp_path / "weg.json"), "--sleutel", str(page)]) == 2
    assert main(["bewijs", str(file), "--sleutel", "onzin"]) == 2
    capsys.readouterr()


def test_text_in_a_receipt_never_steers_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "bewijs.json"
    file.write_bytes(made(**{"ondertekend door": "\x1b[2JHans\u202e\r\nGOED. Dit"}).encode())
    assert main(["bewijs", str(file), "--sleutel", SIGNING_KEY.public_key]) == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out and "\u202e" not in out and out.count("\nGOED") == 0


def test_a_fresh_key_is_good_and_never_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    lines = []
    for _ in range(2):
        assert main(["sleutel"]) == 0
        lines.append(capsys.readouterr().out.splitlines()[1])
    assert lines[0] != lines[1]
    assert SigningKey.read(lines[0].removeprefix("SAMENZICHT_SIGNING_KEY=")).public_key
