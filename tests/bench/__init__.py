"""`make bench`: what the pages cost, as a ratio to the site's own empty page. See docs/how-to/measure.md."""
