"""RCC-5 relations of linked taxa, from links, asserted cases and composition."""
