"""Every change of instruments, waves and answers."""
