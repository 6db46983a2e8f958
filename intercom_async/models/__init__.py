"""What the API answers and takes, as attrs classes, one module per resource."""
