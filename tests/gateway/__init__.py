"""The reference gateways, on the machine's own nginx and Caddy."""
