"""What is not theirs: each refusal is met in the browser, with the sentence that helps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from sasaeai.kernel import clock
from tests.journeys import steps
from tests.journeys.hands import Hands

PAPERS = ("notice.pdf", "agenda.pdf", "attendance.pdf", "attendance.xlsx", "minutes.pdf")


@pytest.fixture(scope="module")
def meeting(beforehand: Callable[[str], Hands]) -> str:
    """Address of a meeting of 大野 that the coordinator runs."""
    return steps.open_prepared(beforehand("suishin"), steps.STEERING)


def test_officer_of_another_district_meets_404_everywhere(
    someone: Callable[..., Hands], meeting: str
) -> None:
    officer = someone("shinjo")
    for page in steps.STEPS:
        assert officer.open_refused(f"{meeting}{page}") == 404, page
        assert "ページが見つかりません" in officer.text
    officer.check_page()
    for paper in PAPERS:
        answer = officer.page.request.get(f"{officer.base_url}{meeting}papers/{paper}")
        assert answer.status == 404, paper


def test_officer_of_another_district_finds_nothing_of_it(
    someone: Callable[..., Hands], meeting: str
) -> None:
    officer = someone("shinjo")
    for path in ("/", "/meetings/", "/meetings/?tab=past", "/issues/", "/actions/"):
        officer.open(path)
        assert "大野地区" not in officer.text, path
        assert officer.page.locator(f"a[href*='{meeting}']").count() == 0, path
    officer.open("/")
    officer.page.get_by_label("会議・課題・人や団体をさがす").fill("幹事会")
    with officer.next_page():
        officer.click("さがす")
    assert "見つかりませんでした" in officer.text
    officer.check_page()


def test_city_reads_but_is_offered_no_change(someone: Callable[..., Hands], meeting: str) -> None:
    city = someone("shi")
    for page in steps.STEPS:
        city.open(f"{meeting}{page}")
        assert city.page.locator("main form[method=post]").count() == 0, page
        city.check_page()
    body = city.page.get_by_role("navigation", name="いまの場所").get_by_role("link", name="幹事会")
    prepare = f"{body.get_attribute('href')}prepare/"
    assert city.open_refused(prepare) == 403
    assert "地区社協の役員" in city.text
    city.check_page()


def test_city_is_told_who_could_when_it_sends_a_form(
    someone: Callable[..., Hands], meeting: str
) -> None:
    city = someone("shi")
    city.open(f"{meeting}agenda/")
    status, words = city.send(f"{meeting}agenda/add/", title="市から入れる議題", kind="discuss")
    assert status == 403
    assert "地区社協の役員か、担当の地域支え合い推進員" in words
    city.open(f"{meeting}agenda/")
    assert "市から入れる議題" not in city.text


def test_coordinator_does_not_see_the_pages_of_the_city(someone: Callable[..., Hands]) -> None:
    hands = someone("suishin")
    assert hands.open_refused("/city/") == 403
    assert "市と市社協" in hands.text
    hands.check_page()


def test_signed_out_is_led_to_the_login_and_back(
    someone: Callable[..., Hands], meeting: str
) -> None:
    hands = someone()
    hands.open(f"{meeting}agenda/")
    assert hands.path.startswith("/accounts/login/")
    hands.check_page()
    hands.page.get_by_label("利用者番号").fill("suishin")
    hands.page.get_by_label("パスワード").fill("mihon-no-aikotoba")
    hands.click("ログインする")
    hands.page.wait_for_url(f"**{meeting}agenda/")
    hands.click("ログアウト")
    hands.page.wait_for_url(lambda url: "agenda" not in url)
    hands.open(f"{meeting}agenda/")
    assert hands.path.startswith("/accounts/login/")


def test_five_wrong_passwords_lock_for_a_while(someone: Callable[..., Hands]) -> None:
    hands = someone()
    for attempt in range(5):
        hands.open("/accounts/login/")
        # A number that nobody has: no other journey is locked out by this one.
        hands.page.get_by_label("利用者番号").fill("daremo")
        hands.page.get_by_label("パスワード").fill(f"machigai-{attempt}")
        with hands.next_page():
            hands.page.get_by_role("button", name="ログインする", exact=True).click()
        if attempt < 4:
            assert "ちがいます" in hands.text
            hands.check_page()
    assert "しばらくログインできません" in hands.text
    assert "15分ほど待ってから" in hands.text
    hands.complaints.clear()  # the browser's own note about the 429
    hands.check_page()


def test_access_ends_with_the_term_and_comes_back_with_it(someone: Callable[..., Hands]) -> None:
    officer = someone("shinjo")
    officer.open("/")
    assert officer.page.get_by_role("heading", name="きょう").count() == 1
    coordinator = someone("suishin")
    coordinator.open("/register/?q=新城地区社会福祉協議会")
    coordinator.follow("新城地区社会福祉協議会", within=coordinator.page.locator("table").first)
    coordinator.page.wait_for_url("**/organizations/**")
    chair = coordinator.row("雛形 正夫").first
    with coordinator.next_page():
        coordinator.follow("任期の終わり", within=chair)
    steps.fill_date(coordinator, "until", clock.today() - timedelta(days=1))
    with coordinator.next_page():
        coordinator.click("この日で任期を終える")
    coordinator.check_page()
    try:
        assert officer.open_refused("/") == 403
        assert "いま任期のある役職がないため" in officer.text
        officer.check_page()
    finally:
        with coordinator.next_page():
            coordinator.click("元に戻す", within=coordinator.message())
    officer.open("/")
    assert officer.page.get_by_role("heading", name="きょう").count() == 1
