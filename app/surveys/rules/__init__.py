"""What surveys decide. Pure; time and chance are arguments."""
