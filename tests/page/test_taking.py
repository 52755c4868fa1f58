"""What comes in and goes out: files, scripts, designs, parts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.page.person import make, root, settled, stored

HEADS = {
    "STEP": b"ISO-10303-21",
    "3MF": b"PK",
    "STL": b"",
    "GLB": b"glTF",
    "OBJ": b"",
    "PDF": b"%PDF",
    "SVG": b"<",
    "PNG": b"\x89PNG",
    "DXF": b"",
}


def test_a_model_is_taken_away_in_every_format_under_its_name(page: Any, tmp_path: Path) -> None:
    make(page, "box 40 x 30 x 20")
    page.get_by_role("tab", name="Save").click()
    page.get_by_role("textbox", name="File name").fill("my box")
    for name, head in HEADS.items():
        with page.expect_download() as taken:
            page.get_by_role("button", name=name).click()
        assert taken.value.suggested_filename == f"my_box.{name.lower()}"
        taken.value.save_as(tmp_path / name)
        content = (tmp_path / name).read_bytes()
        assert content.startswith(head)
        assert len(content) > 200
    assert len((tmp_path / "STL").read_bytes()) == 84 + 12 * 50  # a box has twelve triangles


def test_a_file_is_taken_away_in_inches(page: Any, tmp_path: Path) -> None:
    make(page, "box 50.8 x 25.4 x 12.7")
    page.get_by_role("tab", name="Save").click()
    page.get_by_role("textbox", name="File name").fill("box")
    page.get_by_label("Unit").select_option("inch")
    for name, expected in (("OBJ", "box-inch.obj"), ("STEP", "box.step")):
        with page.expect_download() as taken:
            page.get_by_role("button", name=name).click()
        assert taken.value.suggested_filename == expected
        taken.value.save_as(tmp_path / name)
    corners = [line.split()[1:] for line in (tmp_path / "OBJ").read_text().splitlines() if line[:2] == "v "]
    assert sorted({abs(float(x)) for x, _, _ in corners}) == pytest.approx([1.0], abs=1e-4)


def test_no_text_of_a_format_is_cut_off(page: Any) -> None:
    make(page, "box 40 x 30 x 20")
    page.get_by_role("tab", name="Save").click()
    buttons = page.locator(".formats button")
    expect(buttons).to_have_count(len(HEADS))
    assert buttons.evaluate_all("all => all.filter(one => one.scrollWidth > one.clientWidth).length") == 0


def test_the_mass_follows_the_material(page: Any) -> None:
    make(page, "box 40 x 30 x 20")
    page.get_by_role("tab", name="Save").click()
    panel = page.get_by_role("tabpanel")
    expect(panel).to_contain_text("24,000 mm³")
    page.get_by_role("combobox", name="Material").select_option("steel")
    expect(panel).to_contain_text("188.4 g")


def test_a_script_with_an_error_shows_it_at_its_line(page: Any) -> None:
    page.get_by_role("tab", name="Script").click()
    page.get_by_role("textbox", name="CadQuery script").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("import cadquery as cq\n\nresult = cq.Workplane().bax(1, 2, 3)\n")
    page.get_by_role("button", name="Try").click()
    expect(page.get_by_role("alert")).to_contain_text("line 3")
    marked = page.locator(".cm-lintRange-error")
    expect(marked).to_have_count(1)
    expect(marked).to_contain_text("result = cq.Workplane()")
    assert stored(page) == []


def test_the_editor_completes_parameters_and_methods(page: Any) -> None:
    page.get_by_role("tab", name="Script").click()
    page.get_by_role("textbox", name="CadQuery script").click()
    page.keyboard.press("Control+End")
    page.keyboard.type("\nheig")
    expect(page.get_by_role("option", name="height")).to_be_visible()
    page.keyboard.type("ht2 = result.fill")
    expect(page.get_by_role("option", name="fillet")).to_be_visible()


def test_a_design_is_written_as_json(page: Any) -> None:
    make(page, "box 40 x 30 x 20")
    page.get_by_role("tab", name="Design").click()
    editor = page.get_by_role("textbox", name="Design as JSON")
    expect(editor).to_contain_text('"bodies"')
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text('{"bodies": [{"base": {"kind": "part", "part": "washer"}}]}')
    page.get_by_role("tabpanel").get_by_role("button", name="Make").click()
    expect(page.get_by_role("log")).to_contain_text("washer")
    page.get_by_role("textbox", name="Design as JSON").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("{bodies")
    page.get_by_role("tabpanel").get_by_role("button", name="Make").click()
    expect(page.get_by_role("alert")).to_contain_text("This is not JSON")


def test_a_part_is_found_and_made(page: Any) -> None:
    page.get_by_role("button", name="Parts").click()
    dialog = page.get_by_role("dialog", name="Parts of the catalogue")
    picture = dialog.get_by_role("listitem").first.locator("img")
    expect(picture).to_be_visible()
    page.get_by_role("searchbox", name="Search").fill("spur")
    expect(dialog.get_by_role("listitem")).to_have_count(1)
    dialog.get_by_role("listitem").get_by_role("button").click()
    settled(page)
    expect(page.get_by_role("spinbutton", name="teeth")).to_be_visible()


def test_a_step_file_is_opened_and_worked_on(page: Any, tmp_path: Path) -> None:
    make(page, "box 40 x 30 x 20")
    (name,) = stored(page)
    file = tmp_path / "from elsewhere.stp"
    file.write_bytes(page.request.get(f"{root(page)}/temp_models/{name}").body())
    page.locator("input[type=file]").set_input_files(file)
    log = page.get_by_role("log")
    expect(log.locator(".turn.you").filter(has_text="from elsewhere.stp")).to_be_visible()
    expect(log.locator(".turn strong").filter(has_text="from elsewhere")).to_have_count(1)
    settled_on = page.get_by_role("status").filter(has_text="…")
    expect(settled_on).to_have_count(0)
    page.get_by_role("textbox", name="Message").fill("add a 6 mm hole in the middle of the top")
    page.get_by_role("textbox", name="Message").press("Enter")
    expect(log).to_contain_text("Added: hole of 6 mm")


def test_a_script_is_opened_by_dropping_it(page: Any) -> None:
    text = "import cadquery as cq\nside = 21.0\nresult = cq.Workplane().box(side, side, side)\n"
    transfer = page.evaluate_handle(
        "text => { const files = new DataTransfer();"
        " files.items.add(new File([text], 'cube.py')); return files }",
        text,
    )
    page.dispatch_event("main", "drop", {"dataTransfer": transfer})
    expect(page.get_by_role("textbox", name="CadQuery script")).to_contain_text("side = 21.0")
    page.get_by_role("tabpanel").get_by_role("button", name="Make").click()
    expect(page.get_by_role("log")).to_contain_text("21 × 21 × 21 mm")


def test_another_file_is_refused(page: Any, tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("nothing")
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text("Only STEP files")).to_be_visible()


def test_the_link_is_copied_and_works_while_the_model_lives(
    pages: Callable[..., Any], served: Callable[..., str]
) -> None:
    page = pages(permissions=["clipboard-read", "clipboard-write"])
    page.goto(served() + "/")
    make(page, "box 40 x 30 x 20")
    page.get_by_role("tab", name="Save").click()
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text("The link is copied")).to_be_visible()
    link = page.evaluate("() => navigator.clipboard.readText()")
    assert page.request.get(link).body().startswith(b"ISO-10303-21")
    page.get_by_role("banner").get_by_role("button", name="Delete").click()
    expect(page.get_by_role("alert")).to_contain_text("This model is gone.")
    assert page.request.get(link).status == 410


@pytest.mark.parametrize("path", ["/", "/studio"])
def test_the_token_is_asked_for_and_kept_in_memory_only(
    pages: Callable[..., Any], served: Callable[..., str], monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setenv("MAYFLY_API_TOKEN", "t" * 20)
    page = pages()
    page.goto(served() + path)
    page.get_by_role("textbox", name="Message").fill("box 40 x 30 x 20")
    page.get_by_role("textbox", name="Message").press("Enter")
    page.locator("input[type=password]").fill("t" * 20)
    page.get_by_role("button", name="OK").click()
    settled(page)
    page.get_by_role("tab", name="Save").click()
    with page.expect_download():
        page.get_by_role("button", name="STEP").click()
    kept = page.evaluate("() => [localStorage.length, sessionStorage.length, document.cookie]")
    assert kept == [0, 0, ""]
