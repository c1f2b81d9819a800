"""The tool's memory: which finding is which, what people changed, what was sent out."""
