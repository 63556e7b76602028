"""The matching rules, one a file: names asked for in, candidates of one list out.

Each is used for two lists (`matching.link`) and for names of a user (`matching.lookup`).
"""
