"""地区の略図: a drawing put in, issues pointed out on it, with the table beside."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from sasaeai.issues import actions
from sasaeai.issues.actions.places import Corners
from sasaeai.issues.models import DistrictDrawing, Issue
from sasaeai.issues.queries.places import ground_of
from sasaeai.kernel.errors import InvalidInput, StaleEdit
from tests.conftest import DeskClients
from tests.world import World

GPS = 0x8825


def picture(kind: str = "JPEG", size: tuple[int, int] = (3000, 1500), **fields) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, kind, **fields)
    return out.getvalue()


def issue(world: World, **fields) -> Issue:
    values = {
        "district": world.ono,
        "title": "寄せ場が<b>遠い</b>",
        "season": "winter",
        "opened_on": date(2026, 6, 1),
    } | fields
    return Issue.objects.create(municipality=world.city, **values)


def url(world: World, name: str) -> str:
    return reverse(f"desk:{name}", args=[world.ono.id])


def send(content: bytes, **values: object) -> dict[str, object]:
    upload = SimpleUploadedFile("chizu.jpg", content, "image/jpeg")
    return {"picture": upload, "base_version": "0"} | values


def test_a_photograph_is_drawn_anew_without_where_it_was_taken(
    world: World, desk: DeskClients
) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif.get_ifd(GPS)[1] = "N"
    answer = desk.ohashi.post(url(world, "drawing_edit"), send(picture(exif=exif)))
    assert answer["Location"] == url(world, "district_map")
    row = DistrictDrawing.objects.get()
    assert (row.content_type, row.width, row.height) == ("image/jpeg", 1000, 2000)
    sent = desk.ohashi.get(url(world, "drawing_picture"))
    assert sent["Content-Type"] == "image/jpeg"
    kept = Image.open(io.BytesIO(sent.content))
    assert (kept.size, dict(kept.getexif())) == ((1000, 2000), {})
    page = desk.ohashi.get(url(world, "district_map")).content.decode()
    assert f'{url(world, "drawing_picture")}?v=1"' in page


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "略図を保存しました"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "この絵は開けません"),
        (picture()[:900], "この絵は開けません"),
        (picture("GIF", (300, 300)), "この絵は開けません"),
        (picture("PNG", (100, 300)), "絵が小さすぎます"),
        (picture("PNG", (9000, 5000)), "点の数が多すぎます"),
        (picture() + b"x" * 5 * 1024 * 1024, "5MBまで"),
    ],
)
def test_what_is_no_picture_is_refused_with_what_to_do(
    world: World, desk: DeskClients, content: bytes, sentence: str
) -> None:
    answer = desk.ohashi.post(url(world, "drawing_edit"), send(content), follow=True)
    assert sentence in answer.content.decode()
    assert not DistrictDrawing.objects.filter(width__gt=0).exists()


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_drawings_are_taken_and_given_back_again(world: World, kind: str) -> None:
    arai = world.viewer("arai")
    row = actions.put_in_drawing(district=world.ono, picture=picture(kind, (400, 300)), actor=arai)
    assert (row.content_type, row.width, row.height) == ("image/png", 400, 300)
    with pytest.raises(StaleEdit):
        actions.put_in_drawing(district=world.ono, picture=picture(), actor=arai)
    actions.put_in_drawing(district=world.ono, without_picture=True, base_version=1, actor=arai)
    assert not ground_of(world.ono, viewer=arai).has_picture


def test_without_a_drawing_the_sheet_has_the_names_of_the_chokai(
    world: World, desk: DeskClients
) -> None:
    html = desk.ohashi.get(url(world, "district_map")).content.decode()
    assert ">白旗野町会</text>" in html
    assert desk.ohashi.get(url(world, "drawing_picture")).status_code == 404


def test_a_tap_is_told_in_dots_as_shown_and_can_be_taken_back(
    world: World, desk: DeskClients
) -> None:
    one = issue(world)
    spot = reverse("desk:issue_spot", args=[one.id])
    assert 'type="image"' in desk.ohashi.get(spot).content.decode()
    tap = {"spot.x": "160", "spot.y": "112", "width": "320"}
    html = desk.ohashi.post(spot, tap, follow=True).content.decode()
    one.refresh_from_db()
    assert (one.spot_x, one.spot_y) == (500, 500)
    assert "元に戻す" in html
    desk.ohashi.post(spot, {"spot.x": "0", "spot.y": "0", "width": "320"})
    desk.ohashi.post(spot, {"spot.x": "99999", "spot.y": "99999", "width": "x"})
    one.refresh_from_db()
    assert (one.spot_x, one.spot_y) == (1000, 1000)
    desk.ohashi.post(spot, {"left": "50", "top": "25"})
    one.refresh_from_db()
    assert (one.spot_x, one.spot_y) == (500, 250)
    wrong = desk.ohashi.post(spot, {"left": "101", "top": ""}).content.decode()
    assert "0から100までの数" in wrong
    desk.ohashi.post(reverse("desk:issue_spot_clear", args=[one.id]))
    one.refresh_from_db()
    assert one.spot_x is None


def test_the_map_and_its_table_show_the_same_and_narrow_down(
    world: World, desk: DeskClients
) -> None:
    issue(world, title="雪", spot_x=100, spot_y=200, topic=world.topics["snow"])
    issue(world, title="夏の草", season="summer", spot_x=300, spot_y=400)
    ended = {"status": "closed", "closed_on": date(2026, 7, 1), "closed_reason": "済んだ"}
    issue(world, title="終わった", spot_x=500, spot_y=500, **ended)
    issue(world, title="場所なし")
    page = url(world, "district_map")

    def shown(**asked: str) -> set[str]:
        answer = desk.ohashi.get(page, asked)
        return {spot.issue.title for spot in answer.context["spots"]}

    assert shown() == {"雪", "夏の草"}
    assert shown(season="summer") == {"夏の草"}
    assert shown(topic=str(world.topics["snow"].id)) == {"雪"}
    assert shown(closed="1") == {"雪", "夏の草", "終わった"}
    html = desk.ohashi.get(page).content.decode()
    assert 'cx="100.0"' in html
    assert html.count('class="spot"') == 2


def test_who_may_not_points_nothing_out(world: World, desk: DeskClients) -> None:
    one = issue(world)
    spot = reverse("desk:issue_spot", args=[one.id])
    assert desk.ichikawa.post(spot, {"left": "1", "top": "1"}).status_code == 403
    assert desk.shiraishi.post(spot, {"left": "1", "top": "1"}).status_code == 404
    assert desk.ichikawa.post(url(world, "drawing_edit"), send(picture())).status_code == 403
    assert desk.shiraishi.get(url(world, "district_map")).status_code == 404
    assert desk.shiraishi.get(url(world, "drawing_picture")).status_code == 404


def test_tiles_of_the_site_lie_under_the_marks(world: World, desk: DeskClients, settings) -> None:
    settings.TILE_URL = "https://tiles.example/{z}/{x}/{y}.png"
    issue(world, spot_x=100, spot_y=200)
    four = {"north": "40.85", "south": "40.80", "west": "140.68", "east": "140.75"}
    edit = url(world, "drawing_edit")
    three = desk.ohashi.post(edit, {"base_version": "0"} | four | {"east": ""}).content.decode()
    assert "4つとも" in three
    swapped = four | {"north": four["south"], "south": four["north"]}
    answer = desk.ohashi.post(edit, {"base_version": "0"} | swapped).content.decode()
    assert "四隅の緯度・経度を確かめてください" in answer
    desk.ohashi.post(edit, {"base_version": "0"} | four)
    html = desk.ohashi.get(url(world, "district_map")).content.decode()
    assert "https://tiles.example/14/" in html
    with pytest.raises(InvalidInput):
        actions.put_in_drawing(
            district=world.ono,
            corners=Corners(north=41, south=30, west=140, east=141),
            base_version=1,
            actor=world.viewer("arai"),
        )


def test_forty_marks_cost_no_more_queries(
    world: World, desk: DeskClients, django_assert_max_num_queries
) -> None:
    for number in range(40):
        issue(world, title=f"課題{number}", spot_x=number, spot_y=number)
    page = url(world, "district_map")
    desk.arai.get(page)
    with django_assert_max_num_queries(13):
        answer = desk.arai.get(page)
    assert len(answer.context["spots"]) == 30
