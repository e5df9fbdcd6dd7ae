"""The one analysis of text for searching: what both engines index, and what every query is turned into.

Owns how a text becomes terms. It doesn't decide what is searched, nor how a query treats stop words and synonyms: that
is the planner's. Words in Cyrillic letters become dictionary forms (or light stems), words in Latin letters Snowball
stems, numbers stay; stop words are kept.
"""

from search.analysis.terms import Word, analyse, place_of_any, term_of, words_in, written_form

# Part of the name of every index. Raise it with any change that gives other terms for the same text: the rebuild
# command then sees that the index is outdated.
ANALYSIS_VERSION = 1

__all__ = ["ANALYSIS_VERSION", "Word", "analyse", "place_of_any", "term_of", "words_in", "written_form"]
