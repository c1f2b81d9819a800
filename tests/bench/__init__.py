"""Measures, run by hand: how well statements are coded."""
