-- Only the view is written: tracker/store/views.py makes live_deals_as_of(ts) of the same text.
-- A deal that was merged into another is still in `deals`, pointing onward.
CREATE OR REPLACE VIEW live_deals AS
SELECT * FROM deals WHERE superseded_by IS NULL;
