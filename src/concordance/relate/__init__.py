"""How linked taxa relate: RCC-5 relations from links, asserted cases and composition."""
