"""Hostile and broken files, made here, and a child process that measures what they cost."""
