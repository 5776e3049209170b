"""What the tests of safety attack with, and a program in processes of its own that can be killed."""
