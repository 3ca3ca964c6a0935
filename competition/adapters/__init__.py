"""The outside world, a file each."""
