-- Which other prices a price was worked out from. Reference data: written anew at the next
-- publication, so that no row needs a value now.
ALTER TABLE fact.prices ADD COLUMN derived_from VARCHAR[];
