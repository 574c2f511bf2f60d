"""How long a command takes until it is durable, beside the least the same disk needs for it."""
