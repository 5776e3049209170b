"""A programme as large as a city's: rounds at every stage, with hundreds or thousands of each thing."""
