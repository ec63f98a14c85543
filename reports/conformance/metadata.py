"""What the file says about itself."""

from __future__ import annotations

import pydyf

from reports.conformance.tree import referenced

IDENTITY = "http://www.aiim.org/pdfua/ns/id/"
# PDF/A accepts properties it does not know only beside a description of them.
DECLARATION = f"""
<rdf:Description rdf:about="" xmlns:pdfuaid="{IDENTITY}"><pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about=""
  xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
  xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
  xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>{IDENTITY}</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
""".encode()
END = b"</rdf:RDF>"


def declare(pdf: pydyf.PDF) -> None:
    """Say that the file is PDF/UA-1 too, in a stream that programs read without unpacking."""
    stream = referenced(pdf, pdf.catalog["Metadata"])
    (said,) = stream.stream
    stream.stream = [said.replace(END, DECLARATION + END)]
    stream.compress = False


def list_files_once(pdf: pydyf.PDF) -> None:
    """WeasyPrint lists each attached file twice."""
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
