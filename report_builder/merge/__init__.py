"""Codings -> Findings: statements that say the same become one finding that keeps every member.

Likeness proposes, guards decide: two statements are merged only if every word that counts has its counterpart
in the other (the same word, another form of it, a synonym, a misspelling) and no guard finds a difference.
What is alike and not merged by that is proposed to people by `propose_merges`.
"""

from report_builder.merge.groups import count_support, join_findings, merge_codings
from report_builder.merge.proposals import Proposal, propose_merges

__all__ = ["Proposal", "count_support", "join_findings", "merge_codings", "propose_merges"]
