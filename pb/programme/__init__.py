"""What spans the rooms: home page, dashboard, freezing the ballot, the next round, the demo."""
