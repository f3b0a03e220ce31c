"""A Report and its Findings for others: JSON (with a published schema) and a table for people."""
