"""The pages: Flask stays in here."""
