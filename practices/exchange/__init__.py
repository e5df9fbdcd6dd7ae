"""Cards in and out of the square as files: spreadsheets, JSON, pasted text and documents of a word processor.

Everything is derived from the catalogue (`practices.card`). What is read is reported cell by cell and stored nowhere here:
`practices.actions.importing` keeps it for its owner and makes drafts of it.
"""
