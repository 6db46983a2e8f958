"""Bulk import: many rows, one quota, one result a row, resumable."""
