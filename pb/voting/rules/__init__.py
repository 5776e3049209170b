"""Rules of voting: what may be chosen, how a ballot is sealed, how its key is kept."""
