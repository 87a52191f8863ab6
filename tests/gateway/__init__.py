"""The gateway: the real nginx with its Lua, before a fake Docker and apps on loopback."""
