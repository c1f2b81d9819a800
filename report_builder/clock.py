"""The clock, asked for records in inputs/history alone: what is printed has its dates from workshop.toml."""

import datetime
import os
import time


def now() -> str:
    """The moment, to the second; SOURCE_DATE_EPOCH overrides it."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = float(seconds) if seconds.isdecimal() else time.time()
    return datetime.datetime.fromtimestamp(moment, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
