"""Where the two probes are, for whoever asks for them."""

HELLO = "/tolok/halo"
ROW = "/tolok/baris"
