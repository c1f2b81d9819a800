"""A consortium's own Word template: read, linted, filled, and the report put where it says."""
