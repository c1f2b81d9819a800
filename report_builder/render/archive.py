"""What an archive asks of a PDF (PDF/A-2a, ISO 19005-2) beside what WeasyPrint writes for it.

WeasyPrint's metadata name one standard. A report is for everyone and for keeps, so that they name PDF/UA-1
beside PDF/A here. An archive knows the properties of PDF/UA from a description in the file itself.
"""

import unicodedata
from typing import Any

from report_builder.errors import Problem, RenderError

VARIANT = "pdf/a-2a"
"""WeasyPrint's name of the standard."""
UNKNOWN = "\N{LOZENGE}"
"""Stands for a sign that can't be shown, or means nothing outside a font; the report's face has it."""
END = b"</rdf:RDF>"
PDF_UA = """\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" \
xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""


def name_both_standards(pdf: Any) -> None:
    """Let the metadata of a PDF/A that is not yet written name PDF/UA-1 as well.

    Raises:
        RenderError: The metadata are not those that WeasyPrint 70 writes.
    """
    (metadata,) = (one for one in pdf.objects if one.reference == pdf.catalog["Metadata"])
    packet = b"".join(metadata.stream)
    if packet.count(END) != 1:
        mend = "Install the version of WeasyPrint that report-builder asks for."
        raise RenderError(Problem("pdf-archive", "PDF", "its metadata can't name PDF/UA", mend))
    metadata.stream = [packet.replace(END, PDF_UA.encode() + END)]


def private_signs(html: str) -> dict[int, str]:
    """Signs that mean something in one font alone (private areas), with what is kept instead."""
    return {ord(sign): UNKNOWN for sign in set(html) if unicodedata.category(sign) == "Co"}


def missing_signs(document: Any) -> dict[int, str]:
    """Signs that no font of this computer has, with what an archive keeps instead."""
    return dict.fromkeys((sign for font in document.fonts.values() for sign in font.missing), UNKNOWN)
