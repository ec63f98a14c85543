"""The addresses of the public pages, in one place for all tests that walk through them.

They lead somewhere in the miniature town with its sights (tests/town.py, tests/sights.py). A new
page gets a line here: then axe, the keyboard, zoom, forced colours, reading without scripts and the
structure of pages are tested on it. tests/test_public_paths.py tells which page has none.
"""

from __future__ import annotations

# What these show grows with the data; tests/test_query_counts.py lets it grow.
GROWING = (
    "/",
    "/?seit=sitzung",
    "/aenderungen/",
    "/aenderungen/?seit=2025-04-01",
    "/handlungsfelder/",
    "/handlungsfelder/klima-energie/",
    "/ziele/5.1/",
    "/ziele/5.1.1/",
    "/kennzahlen/",
    "/kennzahlen/?q=lade&feld=klima-energie&sortierung=abstand",
    "/kennzahlen/treibhausgase/",
    "/kennzahlen/ladepunkte/?ansicht=index&ort=alle",
    "/kennzahlen/treibhausgase/einbetten/",
    "/kennzahlen/vergleich/?k=treibhausgase&k=ladepunkte",
    "/ortsteile/",
    "/ortsteile/?kennzahl=ladepunkte&je=einwohner&jahr=2021",
    "/ortsteile/ampen/",
    "/massnahmen/",
    "/massnahmen/daecher/",
    "/uebergeordnete-ziele/",
    "/sdg/",
    "/suche/?q=treibhaus",
    "/berichte/",
)
# The same pages in another state, and those of a further kind of content.
STATES = (
    "/handlungsfelder/mobilitaet/",
    "/kennzahlen/?q=nichts",
    "/kennzahlen/ladepunkte/",
    "/kennzahlen/wohnungen/",
    "/kennzahlen/altes/",
    "/kennzahlen/berechnet/",
    "/kennzahlen/hilfen/",
    "/kennzahlen/treibhausgase/?stand=2025-04-01",
    "/kennzahlen/treibhausgase/?stand=morgen",
    "/kennzahlen/vergleich/",
    "/kennzahlen/vergleich/?k=treibhausgase&k=ladepunkte&k=wohnungen&k=altes&skala=index",
    "/ortsteile/?kennzahl=wohnungen",
    "/ortsteile/?kennzahl=hilfen&jahr=2024&sortierung=wert",
    "/massnahmen/waerme/",
    "/suche/",
    "/suche/?q=nichts",
)
REPORTS = (
    "/berichte/2024/",
    "/berichte/2024/ausgabe-1/",
    "/berichte/2024/blick/",
    "/berichte/2024/feld-1/",
    "/berichte/2024/ausgabe-1/kennzahlen/",
)
# The same for everybody at any time.
FIXED = ("/methodik/", "/impressum/", "/datenschutz/", "/barrierefreiheit/", "/anmelden/")
MISSING = "/gibt-es-nicht/"

PAGES = (*GROWING, *STATES, *REPORTS, *FIXED)
# A long walk of a browser is dealt out to so many tests, for several processes to share it.
SHARES = range(4)


def dealt(share: int) -> tuple[str, ...]:
    """Every fourth of all pages, the one for what is missing included."""
    return (*PAGES, MISSING)[share :: len(SHARES)]


# Public addresses that give no page: files, answers for machines, and links that only some have.
NO_PAGES = {
    "area-sheet",
    "goal-sheet",
    "indicators:indicator-csv",
    "indicators:indicator-json",
    "indicators:indicator-series",
    "indicators:indicator-xlsx",
    "reports:report-cover",
    "indicators:short-link",
    "reports:report-pdf",
    "healthz",
    "readyz",
    "indicators:supply",
    "indicators:supply-finish",
    "indicators:supply-receipt",
    "indicators:supply-delegate",
    "indicators:supply-take-back",
}
