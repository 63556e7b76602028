"""Codes that qualify an answer, in the column ``reason_codes``."""

from __future__ import annotations

from concordance.codes import Code


class Reason(Code):
    """Codes that qualify the answer of a row; several are joined by |."""

    CHANGED_IN_YEAR = "changed_in_year"  # the answer changed in the year or month: both are given
    ENTRY_CHANGED_IN_YEAR = "entry_changed_in_year"  # only its entry or name changed, not Appendix
    PARTLY_BEFORE_DATA = "partly_before_data"  # the year starts before the first day of the data
    PARTLY_AFTER_DATA = "partly_after_data"  # the year ends after the last day of the data
    BEFORE_DATA = "before_data"  # the day is before the first one of the data: no answer
    AFTER_DATA = "after_data"  # the day is after the last one of the data: no answer
    ONE_DAY_LIST = "one_day_list"  # the list is for another day only: no answer
    DATE_UNREADABLE = "date_unreadable"  # the date cannot be read: no answer
    DATE_MISSING = "date_missing"  # the date cell is empty: no answer
    NAME_ON_DAY = "name_on_day"  # the list used another name on the day than it does now
    SPLIT_SINCE = "split_since"  # the taxon of that day has since been split
    COMMON_NAME = "common_name"  # the name was read as a common name
    UNKNOWN_NAME = "unknown_name"  # neither the name nor its genus is in the data: not a denial
    NEAR_NAME = "near_name"  # similar to another name, or with the same epithet: a misspelling?
    HYBRID = "hybrid"  # a hybrid: its ancestors decide
    KNOWN_MEMBERS = "known_members"  # answered by the entries of all species known in the package
    NO_COUNTRY = "no_country"  # the code stands for an unknown country or for several
    COUNTRY_UNKNOWN = "country_unknown"  # not a code or name of a country
    COUNTRY_MISSING = "country_missing"  # the country cell is empty
    POPULATION = "population"  # populations are listed separately; no country decides
    PART_OF_COUNTRY = "part_of_country"  # the country is divided between entries
    SUBSPECIES = "subspecies"  # a subspecies is listed separately, and the country does not decide
    CONDITION = "condition"  # the entry is only for some specimens: live, captive, wild ...
