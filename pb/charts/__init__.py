"""Pictures of numbers: values in, drawings out. Nothing of the programme."""
