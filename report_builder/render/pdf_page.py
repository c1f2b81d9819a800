"""A page as WeasyPrint sets it soonest: words, looks, links and tags stay.

Elements that are styled alike share one style, but one with an id has its own, and so has all that it holds.
The ids of findings therefore move to their numbers, which hold nothing and begin at the same place.
"""

from lxml import etree
from lxml import html as lxml_html

from report_builder.render.elements import is_number


def share_styles(html: str) -> str:
    """The page with each paragraph's id on its number, where it begins with one."""
    document = lxml_html.document_fromstring(html, parser=lxml_html.HTMLParser(huge_tree=True))
    for paragraph in document.iterfind(".//p[@id]"):
        number = next(iter(paragraph), None)
        if number is not None and is_number(number) and not paragraph.text and "id" not in number.attrib:
            number.set("id", paragraph.attrib.pop("id"))
    return etree.tostring(document, encoding="unicode", method="html", doctype="<!DOCTYPE html>")
