"""The built-in pack: general safety rules, and the opening, warm-up and closing of a session."""
