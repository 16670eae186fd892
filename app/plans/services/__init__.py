"""Every change of a plan: hold it, ask the rules, write, keep what stood before, leave a line in the trail."""
