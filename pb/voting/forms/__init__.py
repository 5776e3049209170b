"""Forms of voting, and the half-made ballot that lives only in an encrypted form field."""
