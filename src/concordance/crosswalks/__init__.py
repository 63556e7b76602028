"""Any number of lists side by side: pairs by the engine of `build`, and chains between them."""
