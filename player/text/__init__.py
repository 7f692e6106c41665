"""Markdown to cleaned HTML, made when shown."""
