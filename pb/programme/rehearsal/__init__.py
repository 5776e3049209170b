"""The practice programme: what it takes over from the real one, and how it is told through the actions people use."""
