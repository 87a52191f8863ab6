"""Apps as agents write them, on real servers, to be opened through a gateway."""
