"""The jobs: they hand records from room to room, and decide when."""
