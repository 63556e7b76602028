"""Drafts the effect of adopting a reference or listing an animal, computed from names only."""

from concordance.scenarios.adoption import adopt
from concordance.scenarios.answer import Outcome, WhatIf
from concordance.scenarios.proposals import propose
from concordance.scenarios.question import Question, what_if

__all__ = ["Outcome", "Question", "WhatIf", "adopt", "propose", "what_if"]
