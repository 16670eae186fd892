"""Pages drawn over several houses: above all the home page, which answers "what must I do today?"."""
