"""The demo: a made-up programme, seeded through the same actions that people use, with the clock moved."""
