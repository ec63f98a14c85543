"""What a browser would send of a form as it stands on the page."""

from __future__ import annotations

from html.parser import HTMLParser


def form_values(page: str, form_id: str) -> dict[str, list[str]]:
    """Names and values of the fields of one form, as the browser fills them; no buttons."""
    reader = FormReader(form_id)
    reader.feed(page)
    assert reader.found, f"no form {form_id} on the page"
    return reader.values


class FormReader(HTMLParser):
    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id = form_id
        self.found = self.inside = False
        self.values: dict[str, list[str]] = {}
        self.text_of = ""  # name of the text area being read
        self.select = ""  # name of the choice being read
        self.first_choice: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.inside = given.get("id") == self.form_id
            self.found = self.found or self.inside
        name = given.get("name") or ""
        if not self.inside or "disabled" in given:
            return
        if tag == "input" and name:
            self.read_input(name, given)
        elif tag == "textarea":
            self.text_of = name
            self.values[name] = [""]
        elif tag == "select":
            self.select, self.first_choice = name, None
            self.multiple = "multiple" in given
        elif tag == "option" and self.select:
            value = given.get("value") or ""
            self.first_choice = value if self.first_choice is None else self.first_choice
            if "selected" in given:
                self.values.setdefault(self.select, []).append(value)

    def read_input(self, name: str, given: dict[str, str | None]) -> None:
        kind = given.get("type", "text")
        if kind in ("submit", "button", "file"):
            return
        if kind in ("checkbox", "radio") and "checked" not in given:
            return
        default = "on" if kind == "checkbox" else ""
        self.values.setdefault(name, []).append(given.get("value") or default)

    def handle_data(self, data: str) -> None:
        if self.text_of:
            self.values[self.text_of][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "textarea" and self.text_of:
            # HTML drops the line break right after the tag
            text = self.values[self.text_of][0]
            self.values[self.text_of] = [text.removeprefix("\r").removeprefix("\n")]
            self.text_of = ""
        elif tag == "select":
            if self.select and self.select not in self.values and not self.multiple:
                self.values[self.select] = [self.first_choice or ""]
            self.select = ""
