"""From every state there is a way on: six people who only do what the dashboard says, on the pages that it leads to."""
