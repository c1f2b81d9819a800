"""Page -> one HTML file that stands alone: styles, fonts and pictures inside, no scripts, nothing fetched."""

import re

from report_builder.render.fonts import embedded_font_faces
from report_builder.render.page import Page

POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:; "
    "base-uri 'none'; form-action 'none'"
)
"""What a browser may load for the file: only what lies inside it."""
CHARSET = re.compile(r'<meta charset="[^"]*">\s*')


def render_html(page: Page) -> str:
    """The page as one HTML file, to be written as UTF-8."""
    # The policy must stand before anything that it governs, hence at the very start of the head.
    # The policy must stand before anything that it governs, hence at the very start of the head.
    head = page.html.partition("</head>")[0]
    start, tag, inside = head.partition("<head>")
    policy = f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    told = f"{start}{tag}{policy}{CHARSET.sub('', inside)}<style>{embedded_font_faces()}</style>"
    return page.html.replace(head, told, 1)  # of many pictures, as few copies as can be
