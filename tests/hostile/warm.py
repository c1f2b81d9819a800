"""Imported once by the process that children are forked from: each of them then pays for its file alone."""

from tests.hostile.harness import warm_up

warm_up()
