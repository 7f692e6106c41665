"""What leaves this computer and comes to it: files on a stick, mail."""
