"""The record of a draft: every field that a person may edit, as rendered."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from report_builder.model import DraftRecord, EditableField, short_key


def make_record(fields: Sequence[EditableField], name: str, version: str) -> DraftRecord:
    """The record of the draft with these fields.

    Its id is a hash of the fields, so the same draft has the same id. `name` tells which output it is, as in
    `report` or `themes/safety`; keys become bookmarks `_rb_<key>` in Word.
    """
    kept = [asdict(field) for field in fields]
    draft_id = short_key(name, json.dumps(kept, ensure_ascii=False))
    record = {"draft": draft_id, "name": name, "version": version, "fields": kept}
    return DraftRecord(draft_id, json.dumps(record, ensure_ascii=False, indent=1) + "\n")
