"""The matching rules, one in each module: they take queries and return candidates of one list.

Each is used both for two lists (`matching.link`) and for names of a user (`matching.lookup`).
"""
