"""Small windows over the main one."""
