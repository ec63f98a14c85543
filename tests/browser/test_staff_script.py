"""static/js/staff.js in a real browser: no error goes unseen, and no input is lost.

A small form stands in for the real ones; its address `/probe/` is answered by the browser.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "ein langes Passwort fuer Tests"  # noqa: S105
FORM = """
<form id="probe" method="post" hx-post="/probe/" hx-target="#probe-answer" hx-swap="outerHTML">
  <label>Wert <input name="value"></label>
  <button>Speichern</button>
  <div id="probe-answer"></div>
</form>
"""
REASONS = {
    401: "Ihre Anmeldung ist abgelaufen.",
    403: "Das wurde abgelehnt",
    404: "Diesen Eintrag gibt es nicht",
    413: "Ein Text darf höchstens 20.000 Zeichen lang sein.",
    500: "Auf dem Server ist ein Fehler aufgetreten.",
    503: "Die Datenbank ist gerade nicht erreichbar.",
}


@pytest.fixture
def account(clerk: User) -> User:
    clerk.set_password(PASSWORD)
    clerk.save()
    return clerk


@pytest.fixture
def page(live_server: LiveServer, account: User, browser: Browser) -> Page:
    """A signed-in browser on a staff page with the form."""
    page = browser.new_page(base_url=live_server.url)
    sign_in(page, account.username)
    page.goto("/passwort/")
    page.evaluate(
        "form => { const main = document.querySelector('main .wrap');"
        " main.insertAdjacentHTML('beforeend', form); htmx.process(main); }",
        FORM,
    )
    page.get_by_label("Wert").fill("1.234,5")
    return page


def sign_in(page: Page, name: str) -> None:
    page.goto("/anmelden/")
    page.get_by_label("Benutzername").fill(name)
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden").click()
    page.wait_for_url("**/erfassung/")


def save(page: Page, status: int, body: str = "") -> None:
    page.unroute("**/probe/")
    page.route("**/probe/", lambda route: route.fulfill(status=status, body=body))
    page.get_by_role("button", name="Speichern").click()


def test_every_error_is_told_and_the_input_stays(page: Page) -> None:
    notice = page.get_by_role("alert")
    for status, reason in REASONS.items():
        save(page, status, "<p>Fehlerseite</p>")
        expect(notice).to_contain_text(reason)
        expect(notice).to_contain_text("Ihre Eingabe steht noch im Formular")
        expect(page.get_by_label("Wert")).to_have_value("1.234,5")
        expect(page.get_by_text("Fehlerseite")).to_have_count(0)


def test_file_that_is_too_large_is_told(page: Page) -> None:
    page.locator("#probe").evaluate(
        "form => form.insertAdjacentHTML('beforeend', '<input type=\"file\" name=\"file\">')"
    )
    save(page, 413)
    expect(page.get_by_role("alert")).to_contain_text("Die Datei ist zu groß.")


def test_lost_connection_is_told(page: Page) -> None:
    page.route("**/probe/", lambda route: route.abort())
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("alert")).to_contain_text("Der Server ist nicht erreichbar.")


def test_refused_form_is_shown_and_gets_the_focus(page: Page) -> None:
    for status in (409, 422):
        sentence = f"Bitte prüfen Sie den Wert ({status})."
        save(page, status, f'<div id="probe-answer"><p data-focus>{sentence}</p></div>')
        expect(page.get_by_text(sentence)).to_be_focused()
        expect(page.get_by_role("alert")).to_be_empty()


def test_success_is_announced_and_clears_the_error(page: Page) -> None:
    save(page, 500)
    expect(page.get_by_role("alert")).to_contain_text("Fehler")
    save(page, 200, '<div id="probe-answer"><p data-announce>Der Wert ist gespeichert.</p></div>')
    expect(page.locator("#announcement")).to_have_text("Der Wert ist gespeichert.")
    expect(page.get_by_role("alert")).to_be_empty()


def test_new_sign_in_in_another_window_makes_the_form_work_again(page: Page, account: User) -> None:
    page.route("**/probe/", lambda route: route.continue_(url=page.url))  # a real address
    page.context.clear_cookies()
    page.get_by_role("button", name="Speichern").click()
    notice = page.get_by_role("alert")
    with page.context.expect_page() as opened:
        notice.get_by_role("link", name="In neuem Fenster anmelden").click()
    sign_in(opened.value, account.username)
    opened.value.close()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(notice).to_contain_text("Sie sind wieder angemeldet.")
    with page.expect_response(lambda response: response.request.method == "POST") as answer:
        page.get_by_role("button", name="Speichern").click()
    assert answer.value.status == 200


def questions_on_leaving(page: Page) -> list[str]:
    """Go to another page, agree to whatever is asked, and return what that was."""
    questions: list[str] = []

    def agree(dialog: Dialog) -> None:
        questions.append(dialog.type)
        dialog.accept()

    page.on("dialog", agree)
    page.get_by_role("link", name="Meine Kennzahlen").click()
    page.wait_for_url("**/erfassung/")
    return questions


def test_leaving_with_unsaved_input_asks_first(page: Page) -> None:
    assert questions_on_leaving(page) == ["beforeunload"]


def test_leaving_after_saving_does_not_ask(page: Page) -> None:
    save(page, 200, '<div id="probe-answer"><p data-announce>Gespeichert.</p></div>')
    expect(page.locator("#announcement")).to_have_text("Gespeichert.")
    assert questions_on_leaving(page) == []


@pytest.mark.parametrize("status", [409, 422])
@pytest.mark.parametrize("answer", ["inside the form", "the form anew"])
def test_leaving_after_a_refusal_asks_first(page: Page, status: int, answer: str) -> None:
    refused = '<div id="probe-answer"><p data-focus>Bitte prüfen.</p></div>'
    if answer == "the form anew":
        page.locator("#probe").evaluate(
            "form => { form.setAttribute('hx-target', '#probe'); htmx.process(form); }"
        )
        refused = FORM.replace('<div id="probe-answer"></div>', refused)
    save(page, status, refused)
    expect(page.get_by_text("Bitte prüfen.")).to_be_focused()
    assert questions_on_leaving(page) == ["beforeunload"]
