"""The encodings of a script's file: taken as Python takes them, or refused with the one to save in."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from mayfly.cad.script_text import SIZE_LIMIT_BYTES, lines_of, read_source
from mayfly.errors import InvalidParameter, ScriptError

SCRIPT = "name = 'Gehäuse'\nprint(len(name))\n"


@pytest.mark.parametrize(
    "content",
    [
        SCRIPT.encode(),
        b"\xef\xbb\xbf" + SCRIPT.encode(),
        b"\xef\xbb\xbf# coding: utf-8\n" + SCRIPT.encode(),
        SCRIPT.replace("\n", "\r\n").encode(),
        b"# -*- coding: latin-1 -*-\n" + SCRIPT.encode("latin-1"),
        b"#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\n" + SCRIPT.encode("cp1252"),
        b"# a part\r\n# coding: latin-1\r\n" + SCRIPT.encode("latin-1"),
    ],
    ids=["utf-8", "mark", "mark and comment", "crlf", "latin-1", "cp1252", "second line"],
)
def test_a_file_is_decoded_as_python_decodes_it(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "script.py"
    path.write_bytes(content)
    plain = subprocess.run([sys.executable, path], capture_output=True, check=True, text=True)
    assert plain.stdout == "7\n"
    text = read_source(path)
    assert "'Gehäuse'" in text
    assert not text.startswith("\ufeff")
    assert read_source(content) == text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (SCRIPT.encode("latin-1"), "byte 0xe4 in line 1, which is 'ä' in Latin-1"),
        (b"x = 1\r\r\n" + SCRIPT.encode("latin-1"), "byte 0xe4 in line 3"),
        (SCRIPT.encode("utf-16"), "saved as UTF-16"),
        (SCRIPT.encode("utf-16-be"), "saved as UTF-16"),
        (SCRIPT.encode("utf-32"), "saved as UTF-32"),
        ("# 製品\n".encode("shift-jis"), "not saved as UTF-8"),
        (b"# coding: klingon\nx = 1", "coding comment"),
        (b"# coding: rot13\nx = 1", "coding comment"),
        (b"# coding: utf-16\nx = 1", "coding comment"),
        (b"# coding: cp1252\nx = '\x81'", "says that it is cp1252"),
        (b"\xef\xbb\xbf# coding: latin-1\nx = 1", "mark of UTF-8"),
        ("i\0m\0p\0", "UTF-16"),
        ("\xff\xfei\0m\0", "UTF-16"),
        ("\xef\xbb\xbfimport cadquery", "saved as UTF-8 and read as something else"),
        ("x = '\ud800'", "half a character"),
    ],
)
def test_another_encoding_is_refused_with_the_one_to_save_in(content: str | bytes, words: str) -> None:
    with pytest.raises(ScriptError) as caught:
        read_source(content)
    assert words in str(caught.value)
    assert "Save the script as UTF-8" in caught.value.hint


@pytest.mark.parametrize(
    "content", ["x" * (SIZE_LIMIT_BYTES + 1), b"x" * (SIZE_LIMIT_BYTES + 1), Path("/dev/zero")]
)
def test_no_more_is_read_than_a_script_may_have(content: str | bytes | Path) -> None:
    with pytest.raises(ScriptError, match=r"256 KiB|NUL"):
        read_source(content)


@pytest.mark.parametrize("source", [None, 5, ["x"], Path("/no/such/script.py"), Path("a\0b")])
def test_what_is_no_script_is_refused(source: object) -> None:
    with pytest.raises(InvalidParameter):
        read_source(source)  # type: ignore[arg-type]


def test_lines_are_counted_as_python_counts_them() -> None:
    assert lines_of("a\r\nb\rc\n\x0cd\u2028e\x85f") == ["a", "b", "c", "\x0cd\u2028e\x85f"]
