"""What if a side adopted a reference, or listed an animal: computed on names alone, as a draft."""

from concordance.scenarios.adoption import adopt
from concordance.scenarios.answer import Outcome, WhatIf
from concordance.scenarios.proposals import propose
from concordance.scenarios.question import Question, what_if

__all__ = ["Outcome", "Question", "WhatIf", "adopt", "propose", "what_if"]
