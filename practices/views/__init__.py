"""Pages of practices: HTTP in, an action or a queryset, a template out. What is allowed is decided elsewhere."""
