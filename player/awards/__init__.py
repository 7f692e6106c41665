"""Certificate page, PDF seal, evidence, QR and verification."""
