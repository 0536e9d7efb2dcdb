"""Long runs on odd texts, behind `make fuzz`."""
