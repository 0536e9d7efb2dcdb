-- Whose figures the reference tables hold, and which of them nobody printed.
ALTER TABLE fact.accelerators ADD COLUMN basis VARCHAR;
ALTER TABLE fact.accelerators ADD COLUMN imputed VARCHAR[];
ALTER TABLE fact.stakes ADD COLUMN basis VARCHAR;
ALTER TABLE fact.stakes ADD COLUMN imputed BOOLEAN;
ALTER TABLE fact.company_facts ADD COLUMN basis VARCHAR;
ALTER TABLE fact.company_facts ADD COLUMN imputed BOOLEAN;
