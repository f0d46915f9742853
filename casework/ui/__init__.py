"""Shared page parts: base form, components, errors, headers, exit-this-page, languages."""
