"""What the programme's pages show, gathered from the rooms below."""
