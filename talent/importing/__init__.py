"""The register as an agency's spreadsheet: reading, mapping columns, checking, finding who is meant, differences, writing."""
