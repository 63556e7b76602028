"""Why an answer is as it is: the codes of the column ``reason_codes``."""

from __future__ import annotations

from concordance.codes import Code


class Reason(Code):
    """What else there is to know of a row; several are joined by a bar."""

    CHANGED_IN_YEAR = "changed_in_year"  # the answer changed in the year: both values are given
    PARTLY_BEFORE_DATA = "partly_before_data"  # the year begins before the first day of the data
    PARTLY_AFTER_DATA = "partly_after_data"  # the year ends after the last day of the data
    BEFORE_DATA = "before_data"  # the day is before the first one of the data: no answer
    AFTER_DATA = "after_data"  # the day is after the last one of the data: no answer
    ONE_DAY_LIST = "one_day_list"  # the list is of another day, and has no other: no answer
    DATE_UNREADABLE = "date_unreadable"  # the date cannot be read: no answer
    DATE_MISSING = "date_missing"  # the cell of the date is empty: no answer
    NAME_ON_DAY = "name_on_day"  # the list used another name on the day than it does now
    SPLIT_SINCE = "split_since"  # what the name meant on the day has been divided since
    COMMON_NAME = "common_name"  # the name was read as a common one
    UNKNOWN_NAME = "unknown_name"  # neither the name nor its genus is in the data: no denial
    NEAR_NAME = "near_name"  # the name is near to another one, or has its epithet: a slip?
    HYBRID = "hybrid"  # a hybrid, which is covered as its ancestors are
    KNOWN_MEMBERS = "known_members"  # by the entries of all species known in the package
    NO_COUNTRY = "no_country"  # the code stands for an unknown or for several countries
    COUNTRY_UNKNOWN = "country_unknown"  # neither a code nor a name of a country
    COUNTRY_MISSING = "country_missing"  # the cell of the country is empty
    POPULATION = "population"  # populations are listed apart, and no country decides
    PART_OF_COUNTRY = "part_of_country"  # the country is divided between entries
    SUBSPECIES = "subspecies"  # a subspecies is listed apart, which the country does not decide
    CONDITION = "condition"  # the entry holds for some specimens only: live, captive, wild ...
