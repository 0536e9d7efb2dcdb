"""Who is who in a deal."""
