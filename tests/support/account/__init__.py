"""A round as it happens outside the program: papers in hands, boxes and envelopes, and the people who handle them."""
