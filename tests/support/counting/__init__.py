"""What the tests of the count share: elections drawn at random, and the reference library to compare with."""
