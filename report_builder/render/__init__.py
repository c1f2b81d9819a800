"""Report -> Page -> files.

Each format's renderer is imported when it is asked for: two of them are slow to load.
"""
