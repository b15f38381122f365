"""The register as a spreadsheet: the same headings that an import understands, so that what went out can come back."""
