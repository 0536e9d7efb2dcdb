"""Whether 90 % ranges hold nine times in ten: in worlds made up, and on real price rows."""
