"""The dataset: the joint list in the formats of other databases, for each meeting."""
