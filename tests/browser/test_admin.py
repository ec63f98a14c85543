"""The admin site under the Content-Security-Policy, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, Request, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests import factories

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    # Django's own templates read variables that may be missing.
    pytest.mark.ignore_template_errors,
]


@pytest.fixture
def action_path(transactional_db: None) -> str:
    """The form of an action; a department can be chosen for it."""
    factories.CrossCuttingGoalFactory.create_batch(3)
    factories.DepartmentFactory(name="Umwelt und Klima")
    return f"/verwaltung/strategy/action/{factories.ActionFactory().pk}/change/"


@pytest.fixture
def cookie(coordinator: User) -> str:
    client = Client()
    client.force_login(coordinator)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def failed(request: Request) -> list[str]:
    """The address, unless a following navigation has cut the request off: that is no fault."""
    return [] if request.failure == "net::ERR_ABORTED" else [request.url]


@pytest.fixture
def page(
    action_path: str, cookie: str, live_server: LiveServer, browser: Browser
) -> Iterator[Page]:
    """A signed-in page that must neither be refused anything nor report an error."""
    # As high as the form: after a choice, the widget of a list with several choices takes the
    # focus once more, and on a low screen the page would be scrolled away under the click.
    context = browser.new_context(
        base_url=live_server.url,
        timezone_id=settings.TIME_ZONE,
        viewport={"width": 1280, "height": 1600},
    )
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": cookie, "url": live_server.url}])
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("requestfailed", lambda request: faults.extend(failed(request)))
    page.on(
        "console",
        lambda message: faults.append(message.text) if message.type in FAULTS else None,
    )
    yield page
    assert not faults
    context.close()


FAULTS = {"error", "warning"}  # a refusal by the Content-Security-Policy is an error


def test_date_is_picked(page: Page, action_path: str) -> None:
    page.goto(action_path)
    page.click("#calendarlink0")
    page.click("#calendarbox0 >> text=Heute")
    expect(page.locator("#id_starts_on")).to_have_value(f"{timezone.localdate():%d.%m.%Y}")


def test_department_is_found_and_saved(page: Page, action_path: str) -> None:
    page.goto(action_path)
    page.click(".field-department .select2-selection")
    page.fill(".select2-search__field >> visible=true", "klima")
    page.click(".select2-results__option >> text=Umwelt und Klima")
    page.click("[name=_continue]")
    expect(page.locator(".messagelist .success")).to_be_visible()
    expect(page.locator(".field-department .select2-selection")).to_contain_text("Klima")


def test_line_of_an_inline_is_added_and_taken_away(page: Page, action_path: str) -> None:
    page.goto(action_path)
    page.click("text=Meilenstein hinzufügen")
    expect(page.locator("#milestones-0 [name=milestones-0-title]")).to_be_visible()
    page.click("#milestones-0 .inline-deletelink")
    expect(page.locator("#milestones-0")).to_have_count(0)


@pytest.mark.parametrize(
    "path",
    ["/verwaltung/", "/verwaltung/strategy/action/", "/verwaltung/indicators/indicator/add/"],
)
def test_page_is_refused_nothing(page: Page, path: str) -> None:
    page.goto(path, wait_until="networkidle")
    expect(page.locator("#site-name")).to_be_visible()


def test_focus_is_where_it_says_what_is_wrong_and_leads_to_the_field(page: Page) -> None:
    page.goto("/verwaltung/indicators/indicator/add/")
    page.click("[name=_save]")
    problems = page.locator("#problems")
    expect(problems).to_be_focused()
    expect(problems).to_be_in_viewport()
    expect(page.locator(".errornote")).to_be_hidden()
    problems.locator("a[href='#id_direction']").click()
    expect(page.locator("#id_direction")).to_be_focused()
    expect(page.locator("#id_direction")).to_be_in_viewport()
