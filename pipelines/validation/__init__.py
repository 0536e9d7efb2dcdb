"""Published figures beside what the model makes of inputs that do not contain them."""
