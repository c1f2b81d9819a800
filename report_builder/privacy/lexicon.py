"""What is known of words that are names and something else besides; read once when it is first wanted."""

import tomllib
from functools import cache
from importlib.resources import files


@cache
def words(name: str) -> frozenset[str]:
    """The words of one list of lexicon.toml, folded."""
    return _lists()[name]


@cache
def _lists() -> dict[str, frozenset[str]]:
    text = (files("report_builder.privacy") / "lexicon.toml").read_text(encoding="utf-8")
    return {name: frozenset(listed.casefold().split()) for name, listed in tomllib.loads(text).items()}
