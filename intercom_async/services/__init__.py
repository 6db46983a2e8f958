"""The API's resources, one class each, loaded when first used."""
