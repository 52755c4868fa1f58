"""The view: it turns, it is cut, what is picked is measured exactly."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from tests.page.person import let_it_draw, make, picture, shades


def _middle(page: Any) -> tuple[float, float]:
    box = page.locator("canvas").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_the_model_turns_by_pointer_keys_and_buttons(page: Any) -> None:
    make(page)
    x, y = _middle(page)
    seen = [picture(page)]
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 120, y + 40, steps=4)
    page.mouse.up()
    seen.append(picture(page))
    page.locator("canvas").focus()
    for key in ("ArrowLeft", "ArrowUp", "+"):
        page.keyboard.press(key)
        seen.append(picture(page))
    for name in ("Iso", "Front", "Left", "Top"):
        page.get_by_role("button", name=name, exact=True).click()
        seen.append(picture(page))
    first, *others = seen
    assert others[4] == first  # it begins in the view that "Iso" is
    assert len(set(others)) == len(others)


def test_edges_transparency_and_perspective_change_the_picture(page: Any) -> None:
    make(page)
    for name in ("Edges", "Transparent", "Perspective"):
        before = picture(page)
        page.get_by_role("button", name=name).click()
        assert picture(page) != before, name
        page.get_by_role("button", name=name).click()
        assert picture(page) == before, name


def test_a_section_shows_a_closed_cut_that_moves(page: Any) -> None:
    make(page)
    page.get_by_role("button", name="Right", exact=True).click()
    whole = picture(page)
    page.get_by_role("button", name="Section", exact=True).click()
    cut = picture(page)
    assert cut != whole
    slider = page.get_by_role("slider", name="Section at")
    slider.focus()
    for _ in range(76):
        page.keyboard.press("ArrowRight")
    at_holes = picture(page)
    assert at_holes != cut, "the cut now goes through two holes"
    page.get_by_role("button", name="Section", exact=True).click()
    assert picture(page) == whole


def test_a_face_is_measured_exactly(page: Any) -> None:
    make(page)
    page.get_by_role("button", name="Top", exact=True).click()
    let_it_draw(page)
    page.mouse.click(*_middle(page))
    picked = page.get_by_role("status", name="Picked")
    expect(picked).to_contain_text("Flat face")
    expect(picked).to_contain_text("5863.1522 mm²")  # 100 * 60 - 4 * pi * 3.3²
    page.get_by_role("button", name="Clear").click()
    expect(picked).to_have_count(0)


def test_two_picks_have_a_distance(page: Any) -> None:
    make(page, "box 40 x 30 x 20")
    page.get_by_role("button", name="Front", exact=True).click()
    let_it_draw(page)
    page.mouse.click(*_middle(page))
    page.get_by_role("button", name="Back", exact=True).click()
    let_it_draw(page)
    page.keyboard.down("Shift")
    page.mouse.click(*_middle(page))
    page.keyboard.up("Shift")
    expect(page.get_by_role("status", name="Picked")).to_contain_text("30 mm")


def test_the_shortest_way_between_any_two_picks_is_measured(page: Any) -> None:
    make(page, "cylinder 20 mm diameter, 30 mm long")
    page.get_by_role("button", name="Top", exact=True).click()
    let_it_draw(page)
    page.mouse.click(*_middle(page))
    page.get_by_role("button", name="Front", exact=True).click()
    let_it_draw(page)
    page.keyboard.down("Shift")
    page.mouse.click(*_middle(page))
    page.keyboard.up("Shift")
    picked = page.get_by_role("status", name="Picked")
    expect(picked).to_contain_text("Cylinder")
    expect(picked).to_contain_text("Shortest way0 mm")  # they meet at the edge
    slider = page.get_by_role("slider", name="cylinder diameter")
    slider.focus()
    with page.expect_response("**/drafts?coarse=false"):
        page.keyboard.press("PageUp")
    expect(picked).to_have_count(0)


def test_something_is_said_about_a_face(page: Any) -> None:
    make(page)
    page.get_by_role("button", name="Top", exact=True).click()
    let_it_draw(page)
    page.mouse.click(*_middle(page))
    page.get_by_role("textbox", name="Say something about it").fill("a 6 mm hole")
    page.get_by_role("textbox", name="Say something about it").press("Enter")
    expect(page.get_by_role("log")).to_contain_text("Added: hole of 6 mm, through")


def test_several_bodies_are_hidden_coloured_and_pulled_apart(page: Any) -> None:
    page.get_by_role("tab", name="Script").click()
    page.get_by_role("textbox", name="CadQuery script").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(
        "import cadquery as cq\n"
        'show_object(cq.Workplane().box(20, 20, 4), name="base")\n'
        'show_object(cq.Workplane().cylinder(12, 4).translate((0, 0, 8)), name="post")\n'
    )
    page.get_by_role("tabpanel").get_by_role("button", name="Make").click()
    expect(page.get_by_role("checkbox", name="Show post")).to_be_visible()
    whole = picture(page)
    page.get_by_role("checkbox", name="Show post").uncheck()
    assert picture(page) != whole
    page.get_by_role("checkbox", name="Show post").check()
    assert picture(page) == whole
    page.get_by_label("Explode").fill("1")
    apart = picture(page)
    assert apart != whole
    page.get_by_label("Colour of post").fill("#ff0000")
    assert picture(page) != apart


def test_an_assembly_is_a_tree_whose_branches_are_hidden_as_a_whole(page: Any) -> None:
    page.get_by_role("tab", name="Script").click()
    page.get_by_role("textbox", name="CadQuery script").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(
        "import cadquery as cq\n"
        'wheel = cq.Assembly(name="wheel").add(cq.Workplane().cylinder(4, 10), name="rim")\n'
        'wheel.add(cq.Workplane().cylinder(6, 3), name="hub")\n'
        'axle = cq.Assembly(name="axle").add(wheel, loc=cq.Location((0, 0, 20)))\n'
        'axle.add(cq.Workplane().cylinder(40, 2), name="rod")\n'
        'cart = cq.Assembly(name="cart").add(axle).add(cq.Workplane().box(30, 30, 4), name="bed")\n'
        "show_object(cart)\n"
    )
    page.get_by_role("tabpanel").get_by_role("button", name="Make").click()
    expect(page.get_by_role("checkbox", name="Show hub")).to_be_visible()
    tree = page.get_by_role("list", name="Bodies")
    expect(tree.locator("details details")).to_have_count(1)
    whole = picture(page)
    page.get_by_role("checkbox", name="Show hub").uncheck()
    wheel = page.get_by_role("checkbox", name="Show wheel")
    assert wheel.evaluate("box => box.indeterminate")
    page.get_by_role("checkbox", name="Show axle").uncheck()
    expect(page.get_by_role("checkbox", name="Show rim")).not_to_be_checked()
    expect(page.get_by_role("checkbox", name="Show rod")).not_to_be_checked()
    expect(page.get_by_role("checkbox", name="Show bed")).to_be_checked()
    assert picture(page) != whole
    page.get_by_role("checkbox", name="Show axle").check()
    expect(page.get_by_role("checkbox", name="Show hub")).to_be_checked()
    assert picture(page) == whole


def test_a_lid_is_hidden_though_it_is_one_product_with_its_box(page: Any) -> None:
    make(page, "enclosure with lid 100 x 60 x 40, wall 2 mm")
    expect(page.get_by_role("checkbox", name="Show solid 2")).to_be_visible()
    whole = picture(page)
    page.get_by_role("checkbox", name="Show solid 2").uncheck()
    assert picture(page) != whole


def test_dark_and_light(page: Any) -> None:
    make(page)
    light = picture(page)
    page.get_by_role("button", name="Dark").click()
    assert picture(page) != light
    page.get_by_role("button", name="Light").click()
    assert picture(page) == light


def test_without_webgl_the_drawing_is_shown(pages: Callable[..., Any], served: Callable[..., str]) -> None:
    page = pages(script="HTMLCanvasElement.prototype.getContext = () => null")
    page.goto(served() + "/")
    page.get_by_role("textbox", name="Message").fill("box 40 x 30 x 20")
    page.get_by_role("textbox", name="Message").press("Enter")
    drawing = page.get_by_role("img", name="box 40 x 30 x 20 mm")
    expect(drawing).to_be_visible()
    assert drawing.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    page.get_by_role("slider", name="box length").focus()
    page.keyboard.press("PageUp")
    expect(page.get_by_text("The drawing shows the model as it was made.")).to_be_visible()


def test_a_screen_of_high_density_has_more_pixels(
    pages: Callable[..., Any], served: Callable[..., str]
) -> None:
    page = pages(device_scale_factor=2)
    page.goto(served() + "/")
    make(page, "box 40 x 30 x 20")
    width, shown = page.locator("canvas").evaluate("one => [one.width, one.clientWidth]")
    assert width == 2 * shown
    assert shades(page) >= 3
