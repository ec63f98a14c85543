"""WeasyPrint as it comes: HTML in at standard input, a PDF of our variant out, untuned."""

from __future__ import annotations

import sys

from weasyprint import HTML

from reports.typesetter import VARIANT, AssetFetcher

if __name__ == "__main__":
    fetcher = AssetFetcher(allowed_protocols=[], allow_redirects=False)
    document = HTML(string=sys.stdin.buffer.read().decode(), url_fetcher=fetcher)
    document.write_pdf(sys.argv[1], pdf_variant=VARIANT)
