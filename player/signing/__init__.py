"""Keys, signatures and envelopes: bytes in, verdict out."""
