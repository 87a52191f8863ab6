"""The reference gateways: the machine's own nginx with Lua and Caddy, with apps behind them."""
