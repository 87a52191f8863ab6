"""Apps as agents write them, on real servers: what is opened through a gateway."""
