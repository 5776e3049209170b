"""Every refusal of the program, and where its advice leads whoever is told it."""
