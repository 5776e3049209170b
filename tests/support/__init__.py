"""What the tests stand on: people with browsers, makers, databases, and the checks that every page goes through."""
