"""The shipped vocabularies, places and demo content, as data: no database."""
