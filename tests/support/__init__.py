"""What several test modules share: fakes at the seams and virtual time."""
