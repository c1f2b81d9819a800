"""OpenDocument text, taken apart; a folder of its own, so that looking for formats does not import it."""
