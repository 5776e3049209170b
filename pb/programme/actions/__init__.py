"""Acts that span the rooms. One file for each."""
