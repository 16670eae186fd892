"""Reading plans, within the government in scope; who may read which part is decided at the door."""
