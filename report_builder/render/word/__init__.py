"""The parts of a Word document in the making; `render/docx.py` puts them together."""
