"""What the objects of the workspace look like in the bodies of each version."""
