"""Web views and the course:// scheme."""
