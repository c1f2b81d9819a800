"""Workshop notes and feedback in, a publishable EU workshop report out."""
