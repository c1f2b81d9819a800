"""What may be said of people: names and addresses are masked, and what is written is searched for them."""
