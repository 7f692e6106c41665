"""The use cases; a transaction begins and ends here."""
