"""What the gateway costs, against nginx with a bare ``proxy_pass`` to the same app, in one run."""
