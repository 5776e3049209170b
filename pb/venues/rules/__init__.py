"""When a session can be, and how a sheet of venues and sessions is read."""
