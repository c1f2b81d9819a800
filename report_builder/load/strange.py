"""Characters in a source that nobody sees, that turn the direction of writing, or that mean nothing.

In goes a source as its format read it; out comes the same without those that deceive a reader, and what is
told of them.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from report_builder.model import Block, Source
from report_builder.words import CONTROL, PRIVATE, STEERING, UNSEEN

DROPPED = (
    (STEERING, "{} that turn{s} the direction of writing or hide{s} words left out"),
    (UNSEEN, "{} without width left out"),
    (CONTROL, "{} that no page can show left out"),
)
LEFT = (PRIVATE, "{} of private use, which mean{s} nothing by {itself} and may show as boxes, kept")
ANY = re.compile("|".join(kind.pattern for kind, _ in (*DROPPED, LEFT)))
MOST_PLACES = 5


def without_strange(source: Source) -> Source:
    """Drop characters that deceive a reader, and tell of them and of those that mean nothing."""
    touched = [block for block in source.blocks if ANY.search(_all(block))]
    if not touched:
        return source
    clean = {id(block): _clean(block) for block in touched}
    blocks = tuple(clean.get(id(block), block) for block in source.blocks)
    return replace(source, blocks=blocks, notices=(*source.notices, *_notices(touched)))


def _all(block: Block) -> str:
    return "|".join(value for value in block if isinstance(value, str))


def _clean(block: Block) -> Block:
    changed: dict[str, Any] = {
        name: _without(value)
        for name, value in zip(block._fields, block, strict=True)
        if type(value) is str and ANY.search(value)
    }
    return block._replace(**changed)


def _without(text: str) -> str:
    for kind, _ in DROPPED:
        text = kind.sub("", text)
    return text


def _notices(blocks: list[Block]) -> Iterator[str]:
    for kind, told in (*DROPPED, LEFT):
        found = [(block, number) for block in blocks if (number := len(kind.findall(_all(block))))]
        if found:
            number = sum(each for _, each in found)
            places = list(dict.fromkeys(block.where.inside for block, _ in found if block.where.inside))
            more = f" and {len(places) - MOST_PLACES} more places" if len(places) > MOST_PLACES else ""
            listed = f" ({', '.join(places[:MOST_PLACES])}{more})" if places else ""
            one = number == 1
            said = told.format(
                f"{number} character" + "s" * (not one), s="s" * one, itself="itself" if one else "themselves"
            )
            yield f"{said}{listed}."
