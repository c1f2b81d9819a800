"""The account of every segment, and the lints: one rule, one function, one id."""
