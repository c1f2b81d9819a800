"""Finished files, read into one form, and the rules that they are judged by before they are sent out."""
