"""Views for people: each presents tables as text, cards, plots or a report and decides nothing."""
