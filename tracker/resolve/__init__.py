"""Resolution: from many claims to one deal."""
