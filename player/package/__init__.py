"""The .course file: safe zip, manifest, reader, builder."""
