"""Which seniors fit an issue, and which issues a senior: a pure package. What it must know of the past is passed in; it reads no clock."""
